import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import { blockOf } from '../../../src/cloudformation/block.ts';
import { logicalIdOf } from '../../../src/cloudformation/logical-id.ts';
import { buildTemplate, templateText } from '../../../src/cloudformation/template.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, CONTEXT, integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

const LIMIT = 51_200;

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

/** Managed policies of almost the longest document, and a role whose description makes up the rest. */
function subjectOf(bytes: number): Scope {
  const documents = Array.from({ length: 9 }, (_, index) =>
    resource('managed-policy', `p${index}`, {
      PolicyDocument: allow(
        's3:GetObject',
        Array.from({ length: 90 }, (_item, item) => `arn:aws:s3:::${'b'.repeat(38)}${100 + item}/*`),
      ),
    }),
  );
  const resourcesWith = (length: number) => [...documents, role('r', { Description: 'x'.repeat(length) })];
  const sizeOf = (length: number): number => {
    const resources = resourcesWith(length);
    const blocks = resources.map((item) => [logicalIdOf(item), blockOf(item, resources, CONTEXT)] as const);
    const template = buildTemplate({
      integration: 'i',
      declaredDigest: '0'.repeat(64),
      resources: Object.fromEntries(blocks),
    });
    return Buffer.byteLength(templateText(template));
  };
  const length = bytes - sizeOf(0);
  expect([length > 0, length <= 1000]).toEqual([true, true]);
  return scope([integration('i', resourcesWith(length))]);
}

describe('a template', () => {
  it('of just as many bytes as CloudFormation takes is minified and applied, without an audit record', async () => {
    const subject = subjectOf(LIMIT);
    expect((await planScope(subject)).integrations[0]?.blockers).toEqual([]);
    const audit = { commit: 'c'.repeat(40) };
    expect((await applyScope(subject, undefined, { audit })).outcomes).toMatchObject([
      { outcome: 'applied' },
    ]);
    const [stack] = account.sandbox.world.cloudFormation.stacks;
    expect(Buffer.byteLength(stack?.deployment?.template ?? '')).toBe(LIMIT);
  });

  it('of one byte more is blocked when it is planned, with how to split it', async () => {
    const [plan] = (await planScope(subjectOf(LIMIT + 1))).integrations;
    expect(plan?.blockers).toEqual([
      {
        code: 'template-too-large',
        message: expect.stringContaining(
          'has 51201 bytes, for 10 resources; CloudFormation takes 51200 at most',
        ),
        hint: expect.stringContaining('split the integration into 2 or more files'),
      },
    ]);
    expect((await applyScope(subjectOf(LIMIT + 1))).outcomes).toEqual([
      { outcome: 'blocked', integration: 'i' },
    ]);
    expect(account.changes()).toBe(0);
  });
});
