import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Resource } from '../../../src/model/resource.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { ACCOUNT, integration, resource, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const arn = (what: string): string => `arn:aws:iam::${ACCOUNT}:${what}`;

/** What names something, what it names, and that. */
const ROWS: Readonly<Record<string, readonly [names: Resource, text: string, named: Resource]>> = {
  'a role as principal': [
    role('r', { AssumeRolePolicyDocument: trustOf('AWS', arn('role/vendors/s')) }),
    arn('role/vendors/s'),
    role('s', { Path: '/vendors/' }),
  ],
  'a user as principal': [
    role('r', { AssumeRolePolicyDocument: trustOf('AWS', arn('user/u')) }),
    arn('user/u'),
    resource('user', 'u'),
  ],
  'an attached policy': [
    resource('group', 'g', { ManagedPolicyArns: [arn('policy/p')] }),
    arn('policy/p'),
    resource('managed-policy', 'p'),
  ],
  'a permissions boundary': [
    resource('user', 'u', { PermissionsBoundary: arn('policy/p') }),
    arn('policy/p'),
    resource('managed-policy', 'p'),
  ],
  'a group': [resource('user', 'u', { Groups: ['g'] }), 'group/g', resource('group', 'g')],
  'the role of a profile': [resource('instance-profile', 'i', { Roles: ['r'] }), 'role/r', role('r')],
};

async function blockersOf(resources: readonly Resource[]) {
  const { integrations } = await planScope(scope([integration('x', resources)]));
  return integrations.flatMap(({ entries }) => entries.flatMap(({ blockers }) => blockers));
}

describe.each(Object.entries(ROWS))('%s that the account does not have', (_, [names, text, named]) => {
  // Kinds that nothing is planned of are not listed.
  const listed = [
    names,
    role('other'),
    resource('managed-policy', 'q'),
    resource('user', 'v'),
    resource('group', 'h'),
  ];

  it('blocks what names it, before CloudFormation is asked', async () => {
    const [blocker, ...others] = await blockersOf(listed);
    expect(others).toEqual([]);
    expect(blocker).toMatchObject({
      code: 'missing-reference',
      message: expect.stringContaining(`names ${text}, which the account does not have and no file declares`),
    });
    const { outcomes } = await applyScope(scope([integration('x', listed)]));
    expect(outcomes).toMatchObject([{ outcome: 'blocked' }]);
    expect(account.changesSince(0)).toEqual([]);
  });

  it('does not where a file declares it, and where it exists', async () => {
    expect(await blockersOf([...listed, named])).toEqual([]);
    await makeByHand(account, [named]);
    expect(await blockersOf(listed)).toEqual([]);
  });
});

it('does not block other changes of a role whose trust policy is held as it is', async () => {
  await makeByHand(account, [role('s')]);
  const trust = { AssumeRolePolicyDocument: trustOf('AWS', arn('role/s')) };
  await applyScope(scope([integration('x', [role('r', trust)])]));
  await account.call({ Action: 'DeleteRole', RoleName: 's' });
  const later = [role('r', { ...trust, MaxSessionDuration: 7200 })];
  expect(await blockersOf(later)).toEqual([]);
  const { outcomes } = await applyScope(scope([integration('x', later)]));
  expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
});

it('a role under another path is not the one that is named', async () => {
  await makeByHand(account, [role('s', { Path: '/elsewhere/' })]);
  const trust = trustOf('AWS', arn('role/s'));
  expect(await blockersOf([role('r', { AssumeRolePolicyDocument: trust })])).toMatchObject([
    { code: 'missing-reference' },
  ]);
});

it('what other accounts have, and the account as a whole, is not looked up', async () => {
  for (const principal of ['arn:aws:iam::406095609952:role/s', arn('root'), ACCOUNT])
    expect(await blockersOf([role('r', { AssumeRolePolicyDocument: trustOf('AWS', principal) })])).toEqual(
      [],
    );
});

it('what a neighbouring folder declares is not blocked, though the same files were judged without it', async () => {
  const trust = trustOf('AWS', arn('role/s'));
  const alone = scope([integration('x', [role('r', { AssumeRolePolicyDocument: trust })])]);
  const beside = {
    ...alone,
    neighbours: [
      {
        directory: 'desired/b',
        region: 'eu-west-1',
        stackPrefix: 'b-',
        integrations: ['y'],
        addresses: ['role/s' as const],
      },
    ],
  };
  const codesOf = async (subject: typeof alone) =>
    (await planScope(subject)).integrations.flatMap(({ entries }) =>
      entries.flatMap(({ blockers }) => blockers.map(({ code }) => code)),
    );
  expect(await codesOf(alone)).toEqual(['missing-reference']);
  expect(await codesOf(beside)).toEqual([]);
});
