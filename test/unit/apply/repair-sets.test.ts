import { afterEach, describe, expect, it } from '@jest/globals';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { TAMPERINGS, tamperedScope } from '../../helpers/converge/tamper-rows.ts';
import { applyScope } from '../../helpers/rehearsal.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

const SEEN: Partial<Switches> = {
  driftSeesExtras: 'declared-lists',
  driftSeesManagedPolicyDocument: true,
  driftComparison: 'normalised',
  revertDriftDeleted: 'recreate',
};

const UNSEEN: Partial<Switches> = {
  driftUnsupportedTypes: ['Role', 'ManagedPolicy', 'User', 'Group', 'InstanceProfile'].map(
    (type) => `AWS::IAM::${type}`,
  ),
  revertDriftDeleted: 'ignore',
};

let account: Account;

afterEach(() => account.sandbox.close());

/** The change sets that were executed since the stack was made, a line each. */
async function repair(name: string, switches: Partial<Switches>): Promise<readonly string[]> {
  account = await openAccount({ switches });
  await account.call({ Action: 'CreateGroup', GroupName: 'g2' });
  await applyScope(tamperedScope());
  for (const call of TAMPERINGS[name] ?? []) await account.call(call);
  const { outcomes } = await applyScope(tamperedScope());
  const failures = outcomes.flatMap((one) => (one.outcome === 'failed' ? [one.hint ?? one.message] : []));
  const [stack] = account.sandbox.world.cloudFormation.stacks;
  const executed = (stack?.changeSets ?? []).filter((one) => one.executionStatus === 'EXECUTE_COMPLETE');
  return [
    ...executed.slice(1).map(({ type, revertDrift, changes }) => {
      const entries = changes.map(
        ({ action, logicalId }) => `${action} ${logicalId.replace(/[0-9a-f]{8}$/, '')}`,
      );
      return `${type}${revertDrift ? ' REVERT_DRIFT' : ''}: ${entries.join(', ')}`;
    }),
    ...failures,
  ];
}

const ROLE = 'UPDATE: Modify Roler';
const USER = 'UPDATE: Modify Useru';
const BY_COMMAND =
  'no change set can do the rest; run this, and then plan again: ' +
  'aws iam add-role-to-instance-profile --instance-profile-name r --role-name r';

/** The sets where CloudFormation sees the edit, and where it does not. */
const ROWS: Readonly<Record<keyof typeof TAMPERINGS, readonly [readonly string[], readonly string[]]>> = {
  'an extra inline policy': [['UPDATE REVERT_DRIFT: Modify Roler'], [ROLE, ROLE]],
  'an extra inline policy of a user': [['UPDATE REVERT_DRIFT: Modify Useru'], [USER, USER]],
  'an extra attachment': [['UPDATE REVERT_DRIFT: Modify Roler'], [ROLE, ROLE]],
  'an extra attachment of a group': [
    ['UPDATE REVERT_DRIFT: Modify Groupg'],
    ['UPDATE: Modify Groupg', 'UPDATE: Modify Groupg'],
  ],
  'an extra membership': [['UPDATE REVERT_DRIFT: Modify Useru'], [USER, USER]],
  'a membership taken away': [['UPDATE REVERT_DRIFT: Modify Useru'], [USER, USER]],
  'a detached policy': [['UPDATE REVERT_DRIFT: Modify Roler'], [ROLE, ROLE]],
  // Tag keys and boundaries that the template does not have are never seen.
  'an extra tag': [
    [ROLE, ROLE],
    [ROLE, ROLE],
  ],
  'an extra boundary': [
    [ROLE, ROLE],
    [ROLE, ROLE],
  ],
  'an edited tag': [['UPDATE REVERT_DRIFT: Modify Roler'], [ROLE, ROLE]],
  'an edited trust policy': [['UPDATE REVERT_DRIFT: Modify Roler'], [ROLE]],
  'an edited inline policy': [['UPDATE REVERT_DRIFT: Modify Roler'], [ROLE]],
  'a deleted inline policy': [['UPDATE REVERT_DRIFT: Modify Roler'], [ROLE]],
  'an edited managed policy': [
    ['UPDATE REVERT_DRIFT: Modify ManagedPolicyp'],
    ['UPDATE: Modify ManagedPolicyp'],
  ],
  'a managed policy set back to its first version': [
    ['UPDATE REVERT_DRIFT: Modify ManagedPolicyp'],
    ['UPDATE: Modify ManagedPolicyp'],
  ],
  'another MaxSessionDuration': [['UPDATE REVERT_DRIFT: Modify Roler'], [ROLE, ROLE]],
  'another Description': [['UPDATE REVERT_DRIFT: Modify Roler'], [ROLE, ROLE]],
  'a profile without its role': [['UPDATE REVERT_DRIFT: Modify InstanceProfiler'], [BY_COMMAND]],
  'detached policies, a profile without its role, and a role without its inline policy': [
    ['UPDATE REVERT_DRIFT: Modify InstanceProfiler, Modify Roler'],
    [ROLE, ROLE, ROLE, BY_COMMAND],
  ],
  'a deleted role, and what hung on it': [
    ['UPDATE REVERT_DRIFT: Modify InstanceProfiler, Add Roler'],
    ['UPDATE: Remove Roler', 'UPDATE: Add Roler', BY_COMMAND],
  ],
  'a deleted managed policy': [
    ['UPDATE REVERT_DRIFT: Add ManagedPolicyp, Modify Roler'],
    ['UPDATE: Remove ManagedPolicyp', 'UPDATE: Add ManagedPolicyp', ROLE, ROLE],
  ],
  'several things at once': [
    ['UPDATE REVERT_DRIFT: Modify Roler, Modify Useru'],
    ['UPDATE: Modify Roler, Modify Useru', 'UPDATE: Modify Roler, Modify Useru'],
  ],
};

describe('the change sets that repair', () => {
  it.each(Object.entries(ROWS))('%s, where CloudFormation sees it', async (name, [seen]) => {
    expect(await repair(name, SEEN)).toEqual(seen);
  });

  it.each(Object.entries(ROWS))('%s, where CloudFormation does not see it', async (name, [, unseen]) => {
    expect(await repair(name, UNSEEN)).toEqual(unseen);
  });

  it('are tried in order: a drift-aware one that does not help is followed by stand-ins', async () => {
    expect(await repair('several things at once', { ...SEEN, driftSeesExtras: 'never' })).toEqual([
      'UPDATE REVERT_DRIFT: Modify Roler',
      'UPDATE: Modify Roler, Modify Useru',
      'UPDATE: Modify Roler, Modify Useru',
    ]);
  });
});
