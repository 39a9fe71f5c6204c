import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { stackOf } from '../../helpers/one-stack.ts';
import { actionsIn } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { ACCOUNT, integration, resource, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

describe('what a run makes, named in another case', () => {
  const arn = (what: string): string => `arn:aws:iam::${ACCOUNT}:${what}`;
  const rows = [
    [role('r', { ManagedPolicyArns: [arn('policy/P')] }), resource('managed-policy', 'p')],
    [role('r', { PermissionsBoundary: arn('policy/P') }), resource('managed-policy', 'p')],
    [role('r', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/S')) }), role('s')],
  ] as const;

  it.each(rows)('is there first, made by the same file: %j', async (names, named) => {
    expect(await applyTwice(scope([integration('i', [names, named])]))).toEqual(['applied', 'none', 'none']);
  });

  it.each(rows)('is there first, made by another file: %j', async (names, named) => {
    const subject = scope([integration('a', [names]), integration('b', [named])]);
    expect(await applyTwice(subject)).toEqual(['applied', 'applied', 'none', 'none']);
  });
});

async function applyTwice(subject: Scope): Promise<readonly string[]> {
  const { outcomes } = await applyScope(subject);
  return [...outcomes.map(({ outcome }) => outcome), ...actionsIn(await planScope(subject))];
}

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
  ['instance-profile', { Roles: ['outside'] }],
] as const;

const applied = (...resources: readonly Resource[]) =>
  applyScope(
    scope([integration('i', resources, { overwrite: [`${resources[0]?.kind ?? 'role'}/pager-duty`] })]),
  );

describe.each(['role', 'user'] as const)('a %s that a trust policy names in another case', (kind) => {
  const named = (name: string) => `arn:aws:iam::${ACCOUNT}:${kind}/${name}`;
  const trusting = (name: string) => role('r', { AssumeRolePolicyDocument: trustOf('AWS', named(name)) });

  it.each(['v', 'V'])('is the one that IAM has: the trust policy says %s', async (name) => {
    await makeByHand(account, [resource(kind, 'V')]);
    const subject = scope([integration('i', [trusting(name)])]);
    expect((await applyScope(subject)).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect(actionsIn(await planScope(subject))).toEqual(['none']);
    const declared = scope([integration('i', [trusting(name)]), integration('j', [resource(kind, 'v')])]);
    await applyScope(declared);
    expect(actionsIn(await planScope(declared))).toEqual(['none', 'none']);
  });

  it('is no other one: an edit of the trust policy is still seen', async () => {
    await makeByHand(account, [resource(kind, 'V'), resource(kind, 'w')]);
    const subject = scope([integration('i', [trusting('v')]), integration('j', [resource(kind, 'v')])]);
    await applyScope(subject);
    const PolicyDocument = trustOf('AWS', named('w'));
    await account.call({ Action: 'UpdateAssumeRolePolicy', RoleName: 'r', PolicyDocument });
    expect(actionsIn(await planScope(subject))).toContain('update');
  });
});

describe.each(['role', 'user', 'group'] as const)(
  'a policy that the file of a %s names in another case',
  (kind) => {
    const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/P/${name}`;
    const having = (name: string, more: object = {}) =>
      resource(kind, 'r', {
        ManagedPolicyArns: [arn(name)],
        ...(kind === 'group' ? {} : { PermissionsBoundary: arn(name) }),
        ...more,
      });
    const policy = (name: string) => resource('managed-policy', name, { Path: '/P/' });

    it('is the one that IAM has, when it is adopted, and later', async () => {
      await makeByHand(account, [policy('Reads'), having('Reads')]);
      const subject = scope([integration('i', [policy('reads'), having('reads')])]);
      expect((await applyScope(subject)).outcomes).toMatchObject([{ outcome: 'applied', changeSets: 1 }]);
      expect(stackOf(account).deployment?.template).not.toContain('policy/P/reads');
      expect(actionsIn(await planScope(subject))).toEqual(['none', 'none']);
      const changed = scope([integration('i', [policy('READS'), having('READS', { Path: '/app/' })])]);
      const { outcomes } = await applyScope(changed);
      expect(outcomes).toMatchObject([kind === 'role' ? {} : { outcome: 'applied', changeSets: 1 }]);
    });

    it('is the one that IAM has, when what has it is new', async () => {
      await makeByHand(account, [policy('Reads')]);
      const subject = scope([integration('i', [policy('reads'), having('reads')])]);
      await applyScope(subject);
      expect(stackOf(account).deployment?.template).not.toContain('policy/P/reads');
      expect(actionsIn(await planScope(subject))).toEqual(['none', 'none']);
    });

    it('is no other one: another policy is still seen', async () => {
      await makeByHand(account, [policy('Reads'), policy('other')]);
      const subject = scope([integration('i', [having('reads')])]);
      await applyScope(subject);
      const noun = { role: 'Role', user: 'User', group: 'Group' }[kind];
      await account.call({ Action: `Attach${noun}Policy`, [`${noun}Name`]: 'r', PolicyArn: arn('other') });
      expect(actionsIn(await planScope(subject))).toEqual(['update']);
    });
  },
);

describe.each(KINDS)('a name that the file spells in another case: %s', (kind, change) => {
  // The profile has the role of its own name, and then the other one.
  beforeEach(async () => {
    if (kind === 'instance-profile') await makeByHand(account, [role('outside'), role('Pager-Duty')]);
  });

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
