import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import { callStack, driftIn, stackOf } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const wide = inline('read', allow('s3:*', '*'));
const narrow = inline('read', allow('s3:GetObject', '*'));
const files = (a: object, b: object): Scope =>
  scope([integration('i', [role('a', { ...a }), role('b', { Policies: [narrow], ...b })])]);

/** An UpdateStack of the console: role b denies everything, in the template. */
async function denyByUpdateStack(): Promise<void> {
  const template = JSON.parse(stackOf(account).deployment?.template ?? '{}') as {
    Resources: Record<string, { Properties: { RoleName: string; Policies: object[] } }>;
  };
  for (const { Properties } of Object.values(template.Resources))
    if (Properties.RoleName === 'b')
      Properties.Policies.push({
        PolicyName: 'incident',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
        },
      });
  await callStack(account, {
    Action: 'UpdateStack',
    TemplateBody: JSON.stringify(template),
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
  });
  for (let tick = 0; tick < 6; tick += 1) await callStack(account, { Action: 'DescribeStacks' });
}

const put = (RoleName: string, PolicyName: string) =>
  account.call({
    Action: 'PutRolePolicy',
    RoleName,
    PolicyName,
    PolicyDocument: allow('ec2:*', '*'),
  });

const policiesOf = (name: string) =>
  (account.sandbox.world.iam.roles.get(name)?.inline ?? []).map((policy) => policy.name).sort();

describe('what another writer does between the plan and the change set', () => {
  it('stays when it is an apply of a newer commit', async () => {
    await applyScope(files({}, { Policies: [wide] }));
    const mine = files({ Description: 'mine' }, { Policies: [wide] });
    const theirs = files({}, {});
    const { outcomes } = await applyScope(mine, undefined, undefined, () => applyScope(theirs));
    expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'plan-changed' }]);
    expect(await account.call({ Action: 'GetRolePolicy', RoleName: 'b', PolicyName: 'read' })).toContain(
      encodeURIComponent('s3:GetObject'),
    );
  });

  it('stays when it is an update of the stack by hand', async () => {
    await applyScope(files({}, {}));
    const { outcomes } = await applyScope(
      files({ Description: 'mine' }, {}),
      undefined,
      undefined,
      denyByUpdateStack,
    );
    expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'plan-changed' }]);
    expect(policiesOf('b')).toEqual(['incident', 'read']);
  });

  it.each([
    ['reverts what CloudFormation sees', { Action: 'UpdateRole', RoleName: 'a', MaxSessionDuration: '7200' }],
    [
      'takes away a tag',
      { Action: 'TagRole', RoleName: 'a', 'Tags.member.1.Key': 'x', 'Tags.member.1.Value': 'y' },
    ],
  ])('stays when it is an edit of a resource that the plan calls unchanged, and %s', async (_, drift) => {
    await applyScope(files({}, {}));
    await account.call(drift);
    await applyScope(files({}, {}), undefined, undefined, () => put('b', 'incident'));
    expect(policiesOf('b')).toEqual(['incident', 'read']);
    expect(driftIn(await planScope(files({}, {})))).toContain('role/b');
  });

  it.each([
    ['the file changed', { Description: 'mine' }, false],
    ['drift is to be reverted', {}, true],
  ])('stays when it is an edit of a resource whose plan was shown: %s', async (_, change, drift) => {
    await applyScope(files({}, {}));
    if (drift) await account.call({ Action: 'UpdateRole', RoleName: 'a', MaxSessionDuration: '7200' });
    const { outcomes } = await applyScope(files(change, {}), undefined, undefined, () =>
      put('a', 'incident'),
    );
    expect(policiesOf('a')).toEqual(['incident']);
    expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'plan-changed' }]);
  });

  it('is shown and left to the next plan when it is on an address that is applied', async () => {
    await applyScope(files({}, {}));
    const subject = files({ Description: 'mine' }, { Description: 'mine' });
    const trust = trustOf('AWS', 'arn:aws:iam::999988887777:root');
    const { outcomes } = await applyScope(subject, undefined, undefined, () =>
      account.call({ Action: 'UpdateAssumeRolePolicy', RoleName: 'a', PolicyDocument: trust }),
    );
    expect(account.sandbox.world.iam.roles.get('b')?.description).toBe('mine');
    expect(account.sandbox.world.iam.roles.get('a')?.trust).toContain('999988887777');
    expect(outcomes).toMatchObject([
      { outcome: 'failed', reason: 'plan-changed', message: expect.stringContaining('role/a') },
    ]);
  });
});
