import type { Switches } from '../../../src/sandbox/switches.ts';
import { UNSEEN } from './executed-sets.ts';
import type { TAMPERINGS } from './tamper-rows.ts';

/** The change sets of a repair, a line each. */
export type Sets = readonly string[];

const ROLE = 'UPDATE: Modify Roler';
const USER = 'UPDATE: Modify Useru';
const GROUP = 'UPDATE: Modify Groupg';
const POLICY = 'UPDATE: Modify ManagedPolicyp';
const PROVIDER_NAME = 'OIDCProvideridexamplecomAcme';
const PROVIDER = `UPDATE: Modify ${PROVIDER_NAME}`;
const DRIFT = 'UPDATE REVERT_DRIFT:';
const ROLE_DRIFT = `${DRIFT} Modify Roler`;
const USER_DRIFT = `${DRIFT} Modify Useru`;
export const BY_COMMAND =
  'no change set can do the rest; run this, and then plan again: ' +
  'aws iam add-role-to-instance-profile --instance-profile-name r --role-name r';

/** What repairs each tampering where CloudFormation sees the edit, and where it does not. */
export const REPAIRS: Readonly<Record<keyof typeof TAMPERINGS, readonly [seen: Sets, unseen: Sets]>> = {
  'an extra inline policy': [[ROLE_DRIFT], [ROLE, ROLE]],
  'an extra inline policy of a user': [[USER_DRIFT], [USER, USER]],
  'an extra inline policy of a group': [[`${DRIFT} Modify Groupg`], [GROUP, GROUP]],
  'an extra attachment': [[ROLE_DRIFT], [ROLE, ROLE]],
  'an extra attachment of a user': [[USER_DRIFT], [USER, USER]],
  'an extra attachment of a group': [[`${DRIFT} Modify Groupg`], [GROUP, GROUP]],
  'an extra membership': [[USER_DRIFT], [USER, USER]],
  'a membership taken away': [[USER_DRIFT], [USER, USER]],
  'a detached policy': [[ROLE_DRIFT], [ROLE, ROLE]],
  // Tag keys and boundaries that the template does not have are never seen.
  'an extra tag': [
    [ROLE, ROLE],
    [ROLE, ROLE],
  ],
  'an extra tag of a user': [
    [USER, USER],
    [USER, USER],
  ],
  'an extra boundary': [
    [ROLE, ROLE],
    [ROLE, ROLE],
  ],
  'another boundary': [[USER_DRIFT], [USER, USER]],
  'a boundary taken away': [[USER_DRIFT], [USER, USER]],
  'a tag taken away': [[ROLE_DRIFT], [ROLE, ROLE]],
  'an edited tag': [[ROLE_DRIFT], [ROLE, ROLE]],
  'an edited trust policy': [[ROLE_DRIFT], [ROLE]],
  'an edited inline policy': [[ROLE_DRIFT], [ROLE]],
  'a deleted inline policy': [[ROLE_DRIFT], [ROLE]],
  'an edited managed policy': [[`${DRIFT} Modify ManagedPolicyp`], [POLICY]],
  'a managed policy set back to its first version': [[`${DRIFT} Modify ManagedPolicyp`], [POLICY]],
  'another MaxSessionDuration': [[ROLE_DRIFT], [ROLE, ROLE]],
  'another Description': [[ROLE_DRIFT], [ROLE, ROLE]],
  'a user at another path': [[USER_DRIFT], [USER, USER]],
  'a profile without its role': [[`${DRIFT} Modify InstanceProfiler`], [BY_COMMAND]],
  'detached policies, a profile without its role, and a role without its inline policy': [
    [`${DRIFT} Modify InstanceProfiler, Modify Roler`],
    [ROLE, ROLE, ROLE, BY_COMMAND],
  ],
  'a deleted role, and what hung on it': [
    [`${DRIFT} Modify InstanceProfiler, Add Roler`],
    ['UPDATE: Remove Roler', 'UPDATE: Add Roler', BY_COMMAND],
  ],
  'a deleted managed policy': [
    [`${DRIFT} Add ManagedPolicyp, Modify Roler`],
    ['UPDATE: Remove ManagedPolicyp', 'UPDATE: Add ManagedPolicyp', ROLE, ROLE],
  ],
  'a deleted user': [[`${DRIFT} Add Useru`], ['UPDATE: Remove Useru', 'UPDATE: Add Useru']],
  'a deleted group': [
    [`${DRIFT} Add Groupg, Modify Useru`],
    ['UPDATE: Remove Groupg', 'UPDATE: Add Groupg', USER, USER],
  ],
  'a deleted instance profile': [
    [`${DRIFT} Add InstanceProfiler`],
    ['UPDATE: Remove InstanceProfiler', 'UPDATE: Add InstanceProfiler'],
  ],
  'an extra client id': [[`${DRIFT} Modify ${PROVIDER_NAME}`], [PROVIDER, PROVIDER]],
  'a client id taken away': [[`${DRIFT} Modify ${PROVIDER_NAME}`], [PROVIDER, PROVIDER]],
  'an exchanged thumbprint': [[`${DRIFT} Modify ${PROVIDER_NAME}`], [PROVIDER, PROVIDER]],
  'a thumbprint taken away': [[`${DRIFT} Modify ${PROVIDER_NAME}`], [PROVIDER, PROVIDER]],
  'an extra tag of a provider': [
    [PROVIDER, PROVIDER],
    [PROVIDER, PROVIDER],
  ],
  'a deleted provider': [
    [`${DRIFT} Add ${PROVIDER_NAME}`],
    [`UPDATE: Remove ${PROVIDER_NAME}`, `UPDATE: Add ${PROVIDER_NAME}`],
  ],
  'several things at once': [
    [`${DRIFT} Modify Roler, Modify Useru`],
    ['UPDATE: Modify Roler, Modify Useru', 'UPDATE: Modify Roler, Modify Useru'],
  ],
};

/** The rows that take more than one change set where CloudFormation does not see the edit. */
export const IN_TWO_SETS: readonly string[] = Object.entries(REPAIRS)
  .filter(([, [, unseen]]) => unseen.filter((set) => set.startsWith('UPDATE')).length > 1)
  .map(([name]) => name);

/**
 * The rows again under each setting that their road depends on; all else is at its default. There the trust policy of
 * the role always looks edited (`driftComparison: literal`): it is swept along by a drift-aware set.
 */
export const UNDER_SWITCHES: readonly (readonly [keyof typeof TAMPERINGS, Partial<Switches>, Sets])[] = [
  ['an extra inline policy', { driftSeesExtras: 'never' }, [ROLE_DRIFT, ROLE, ROLE]],
  ['an extra inline policy', { driftSeesExtras: 'non-empty-lists' }, [ROLE_DRIFT]],
  ['an extra inline policy', { driftSeesExtras: 'declared-lists' }, [ROLE_DRIFT]],
  ['an extra inline policy of a group', { driftSeesExtras: 'non-empty-lists' }, [ROLE_DRIFT, GROUP, GROUP]],
  [
    'an extra inline policy of a group',
    { driftSeesExtras: 'declared-lists' },
    [`${DRIFT} Modify Groupg, Modify Roler`],
  ],
  ['an extra attachment', { driftSeesExtras: 'never' }, [ROLE_DRIFT, ROLE, ROLE]],
  ['an extra attachment', { driftSeesExtras: 'non-empty-lists' }, [ROLE_DRIFT]],
  ['an extra attachment of a user', { driftSeesExtras: 'non-empty-lists' }, [ROLE_DRIFT, USER, USER]],
  ['an extra membership', { driftSeesExtras: 'never' }, [ROLE_DRIFT, USER, USER]],
  ['an extra membership', { driftSeesExtras: 'non-empty-lists' }, [`${DRIFT} Modify Roler, Modify Useru`]],
  // One that finds nothing is refused, or does nothing.
  ['an extra tag', { driftComparison: 'normalised', emptyRevertDrift: 'failed' }, [ROLE, ROLE]],
  ['an extra tag', { driftComparison: 'normalised', emptyRevertDrift: 'complete' }, [ROLE, ROLE]],
  ['an edited inline policy', { ...UNSEEN, emptyRevertDrift: 'complete' }, [`${DRIFT} `, ROLE]],
  ['an edited managed policy', { driftSeesManagedPolicyDocument: false }, [ROLE_DRIFT, POLICY]],
  [
    'an edited managed policy',
    { driftSeesManagedPolicyDocument: true },
    [`${DRIFT} Modify ManagedPolicyp, Modify Roler`],
  ],
  ['an edited trust policy', { driftComparison: 'literal' }, [ROLE_DRIFT]],
  ['an edited trust policy', { driftComparison: 'normalised' }, [ROLE_DRIFT]],
  // Where taking away what is gone is an error, the rollback of that attaches it.
  ['a detached policy', { ...UNSEEN, removalOfMissing: 'ignore' }, [ROLE, ROLE]],
  ['a detached policy', { ...UNSEEN, removalOfMissing: 'fail' }, [`${ROLE} (rolled back)`]],
  ['a membership taken away', { ...UNSEEN, removalOfMissing: 'fail' }, [`${USER} (rolled back)`]],
  ['a tag taken away', { ...UNSEEN, removalOfMissing: 'fail' }, [ROLE, ROLE]],
  ['a boundary taken away', { ...UNSEEN, removalOfMissing: 'fail' }, [USER, USER]],
  [
    'a deleted managed policy',
    { ...UNSEEN, removalOfMissing: 'fail' },
    ['UPDATE: Remove ManagedPolicyp', 'UPDATE: Add ManagedPolicyp', `${ROLE} (rolled back)`],
  ],
  [
    'a deleted managed policy',
    { revertDriftDeleted: 'recreate' },
    [`${DRIFT} Add ManagedPolicyp, Modify Roler`],
  ],
  ...(['fail', 'ignore'] as const).map(
    (revertDriftDeleted) =>
      [
        'a deleted managed policy',
        { revertDriftDeleted },
        ['UPDATE: Remove ManagedPolicyp', 'UPDATE: Add ManagedPolicyp', ROLE_DRIFT],
      ] as const,
  ),
  ...(['fail', 'ignore'] as const).map(
    (revertDriftDeleted) =>
      [
        'a deleted role, and what hung on it',
        { revertDriftDeleted },
        ['UPDATE: Remove Roler', 'UPDATE: Add Roler', `${DRIFT} Modify InstanceProfiler, Modify Roler`],
      ] as const,
  ),
  ...(['fail', 'recreate'] as const).map(
    (updateOfMissing) =>
      [
        'a deleted user',
        { revertDriftDeleted: 'ignore', updateOfMissing },
        ['UPDATE: Remove Useru', 'UPDATE: Add Useru'],
      ] as const,
  ),
  ...[
    { templateMetadataIsChange: true },
    { resourceMetadataIsChange: false },
    { dependsOnIsChange: true },
    { deletionPolicyIsChange: true },
  ].map((setting) => ['an extra inline policy', { ...UNSEEN, ...setting }, [ROLE, ROLE]] as const),
];
