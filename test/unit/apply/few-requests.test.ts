import { describe, expect, it } from '@jest/globals';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { UNSEEN } from '../../helpers/converge/executed-sets.ts';
import { openTampered } from '../../helpers/converge/open-applied.ts';
import { TAMPERINGS, tamperedScope } from '../../helpers/converge/tamper-rows.ts';
import { applyScope } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

/** A plan reads these; after that they cost more than they tell. */
const OF_WHOLE_ACCOUNT = [
  'GetAccountAuthorizationDetails',
  'ListRoles',
  'ListInstanceProfiles',
  'ListPolicies',
  'ListEntitiesForPolicy',
  'ListAccessKeys',
];

/** Nothing of these changed in any of the repairs. */
const OF_OTHER_RESOURCES = ['GetUser', 'GetGroup', 'GetPolicy', 'GetOpenIDConnectProvider'];

const DEFAULTS: Partial<Switches> = {};

/** Every request of something, from the first change set on. */
async function requestsOf<T>(account: Account, run: () => Promise<T>) {
  const { requests } = account.sandbox.world;
  const before = requests.length;
  const result = await run();
  const all = requests.slice(before).map(({ action }) => action);
  return { result, all, after: all.slice(all.indexOf('CreateChangeSet')) };
}

async function repairOf(tampering: string, switches: Partial<Switches>) {
  const account = await openTampered(switches);
  for (const call of TAMPERINGS[tampering] ?? []) await account.call(call);
  const { result, all, after } = await requestsOf(account, () => applyScope(tamperedScope()));
  await account.sandbox.close();
  return { all, after, outcome: result.outcomes[0]?.outcome };
}

describe('a repair', () => {
  // One of them for each change set asks whether the stack is still the one that it was made from; what it writes, but tags,
  // is read once more before it is executed.
  it.each([
    ['an extra tag', 'where CloudFormation sees no drift', UNSEEN, 15, 'applied'],
    ['an extra tag', 'where it sees some', DEFAULTS, 15, 'applied'],
    ['an edited trust policy', 'where CloudFormation does not see it', UNSEEN, 22, 'applied'],
    ['an edited trust policy', 'where it repairs it', DEFAULTS, 12, 'applied'],
    ['a deleted role, and what hung on it', 'where CloudFormation does not see it', UNSEEN, 35, 'failed'],
    ['a deleted role, and what hung on it', 'where it repairs it', DEFAULTS, 14, 'applied'],
  ] as const)(
    'of %s, %s, asks for what its change sets touched, and few times',
    async (tampering, _, switches, most, ending) => {
      const { all, after, outcome } = await repairOf(tampering, switches);
      expect(outcome).toBe(ending);
      expect(after.filter((action) => OF_WHOLE_ACCOUNT.includes(action))).toEqual([]);
      expect(after.filter((action) => OF_OTHER_RESOURCES.includes(action))).toEqual([]);
      expect(after.filter((action) => /^GetTemplate$|^DescribeStackEvents$/.test(action))).toEqual([]);
      expect(after.length).toBeLessThanOrEqual(most);
      // With the plan, and the look before the first change set.
      expect(all.length).toBeLessThanOrEqual(60);
    },
  );

  it('that CloudFormation rolls back reads the events of that operation, once', async () => {
    const account = await openAccount();
    account.sandbox.inject({ kind: 'handler', operation: 'create', message: 'no', times: 1 });
    const wanted = scope([integration('i', [role('r')])]);
    const { result, after } = await requestsOf(account, () => applyScope(wanted));
    await account.sandbox.close();
    expect(result.outcomes[0]?.outcome).toBe('failed');
    expect(after.filter((action) => action === 'DescribeStackEvents')).toHaveLength(1);
  });
});

it('tags in the place of others, on a role with 50, take the two change sets that they need and no third', async () => {
  const account = await openAccount();
  const tagged = (last: string) => {
    const keys = [...Array.from({ length: 49 }, (_, index) => `t${index}`), last];
    return scope([integration('i', [role('r', { Tags: keys.map((Key) => ({ Key, Value: 'v' })) })])]);
  };
  await applyScope(tagged('old'));
  const { result, all } = await requestsOf(account, () => applyScope(tagged('new')));
  await account.sandbox.close();
  expect(result.outcomes[0]?.outcome).toBe('applied');
  expect(all.filter((action) => action === 'CreateChangeSet')).toHaveLength(2);
});
