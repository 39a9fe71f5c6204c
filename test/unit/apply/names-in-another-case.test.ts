import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Resource } from '../../../src/model/resource.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { stackOf } from '../../helpers/one-stack.ts';
import { actionsIn } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, resource, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

/** A kind, and a change of it that is made in place. */
const KINDS = [
  ['role', { MaxSessionDuration: 7200 }],
  ['user', { Path: '/app/' }],
  ['group', { Path: '/app/' }],
  [
    'managed-policy',
    {
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] },
    },
  ],
] as const;

const applied = (...resources: readonly Resource[]) =>
  applyScope(
    scope([integration('i', resources, { overwrite: [`${resources[0]?.kind ?? 'role'}/pager-duty`] })]),
  );

describe.each(KINDS)('a name that the file spells in another case: %s', (kind, change) => {
  const lower = resource(kind, 'pager-duty');
  const changed = resource(kind, 'pager-duty', change);

  it.each([
    ['when it is adopted', lower],
    ['when it is adopted and overwritten', changed],
  ])('is kept as IAM has it %s', async (_, first) => {
    await makeByHand(account, [resource(kind, 'Pager-Duty')]);
    expect((await applied(first)).outcomes).toMatchObject([{ outcome: 'applied' }]);
    const { outcomes } = await applied(changed);
    expect(outcomes).toMatchObject([{ outcome: first === changed ? 'unchanged' : 'applied' }]);
    expect(stackOf(account).deployment?.template).toContain('"Pager-Duty"');
    expect(actionsIn(await planScope(scope([integration('i', [changed])])))).toEqual(['none']);
  });

  it('is kept as it was applied when the file spells it otherwise later', async () => {
    await applied(resource(kind, 'Pager-Duty'));
    expect((await applied(changed)).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(stackOf(account).deployment?.template).toContain('"Pager-Duty"');
    expect(account.changesSince(0).filter((line) => line.includes('Delete'))).toEqual([]);
  });
});
