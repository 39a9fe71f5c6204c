import { expect, it } from '@jest/globals';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { UNSEEN } from '../../helpers/converge/executed-sets.ts';
import { openTampered } from '../../helpers/converge/open-applied.ts';
import { TAMPERINGS, tamperedScope } from '../../helpers/converge/tamper-rows.ts';
import { applyScope } from '../../helpers/rehearsal.ts';

/** What follows one change set to its end, however little is read. */
const OF_CHANGE_SETS =
  /^(Create|Describe|Execute|Delete)ChangeSet$|^DescribeEvents$|^DescribeStackEvents$|^DeleteStack$/;

/** A plan reads these; after that they cost more than they tell. */
const OF_WHOLE_ACCOUNT = [
  'GetAccountAuthorizationDetails',
  'ListRoles',
  'ListInstanceProfiles',
  'ListPolicies',
  'ListEntitiesForPolicy',
  'ListAccessKeys',
];

const DEFAULTS: Partial<Switches> = {};

/** The reads of an apply from its first change set on, those of each resource of the integration at the end included. */
async function readsOf(tampering: string, switches: Partial<Switches>) {
  const account = await openTampered(switches);
  for (const call of TAMPERINGS[tampering] ?? []) await account.call(call);
  const { requests } = account.sandbox.world;
  const before = requests.length;
  const { outcomes } = await applyScope(tamperedScope());
  const actions = requests.slice(before).map(({ action }) => action);
  await account.sandbox.close();
  const after = actions.slice(actions.indexOf('CreateChangeSet'));
  const reads = after.filter((action) => !OF_CHANGE_SETS.test(action));
  // Nothing of the user changed: it is read once, for the proof, which takes 13 of these reads.
  const proof = reads.filter((action) => action === 'GetUser').length;
  return { reads, proof, outcome: outcomes[0]?.outcome };
}

it.each([
  ['an extra tag', 'where CloudFormation does not see it', UNSEEN, 29, 'applied'],
  ['an extra tag', 'where it sees it and does not repair it', DEFAULTS, 53, 'applied'],
  ['an edited trust policy', 'where CloudFormation does not see it', UNSEEN, 27, 'applied'],
  ['an edited trust policy', 'where it repairs it', DEFAULTS, 25, 'applied'],
  ['a deleted role, and what hung on it', 'where CloudFormation does not see it', UNSEEN, 60, 'failed'],
  ['a deleted role, and what hung on it', 'where it repairs it', DEFAULTS, 22, 'applied'],
] as const)(
  'repairing %s, %s, reads its own resources one by one, and few times',
  async (tampering, _, switches, most, ending) => {
    const { reads, proof, outcome } = await readsOf(tampering, switches);
    expect(outcome).toBe(ending);
    expect(reads.filter((action) => OF_WHOLE_ACCOUNT.includes(action))).toEqual([]);
    expect(reads.length).toBeLessThanOrEqual(most);
    expect(proof).toBe(1);
  },
);
