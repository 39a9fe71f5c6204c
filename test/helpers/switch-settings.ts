import { defaultSwitches, type Switches } from '../../src/sandbox/switches.ts';

/** The settings of the switches that ask what CloudFormation does; the compiler sees to it that none is left out. */
export const ASKED = {
  nameConflictValidation: ['off', 'writable-ids', 'all'],
  driftUnsupportedTypes: [[], ['AWS::IAM::Role']],
  driftSeesExtras: ['never', 'non-empty-lists', 'declared-lists'],
  driftSeesManagedPolicyDocument: [true, false],
  driftComparison: ['literal', 'normalised'],
  revertDriftDeleted: ['recreate', 'fail', 'ignore'],
  emptyRevertDrift: ['failed', 'complete'],
  importWritesProperties: [true, false],
  importRollback: ['release', 'delete'],
  templateMetadataIsChange: [true, false],
  resourceMetadataIsChange: [true, false],
  deletionPolicyIsChange: [true, false],
  dependsOnIsChange: [true, false],
  metadataWidensScope: [true, false],
  unsaidPolicyAction: ['never', 'retain', 'always'],
  importComparesDependsOn: ['nothing', 'members', 'order'],
  inlinePolicyVersion: ['optional', 'required'],
  inlinePolicyWrites: ['changed', 'all'],
  tagOrder: ['untag-first', 'tag-first'],
  updateOfMissing: ['fail', 'recreate'],
  removalOfMissing: ['ignore', 'fail'],
  policyVersions: ['prune', 'fail'],
} as const satisfies { readonly [K in keyof Switches]?: readonly Switches[K][] };

/** What a test chooses: how long things take, quotas that AWS raises on request, and what the sandbox does not know. */
const CHOSEN = [
  'operationMs',
  'staleReads',
  'staleReviewReads',
  'principalDelay',
  'unknownAwsPolicies',
  'maxRoles',
  'maxPolicies',
  'maxAttachedPolicies',
  'maxTrustSize',
  'maxChangeSets',
  'authorization',
] as const satisfies readonly (keyof Switches)[];

type Complete = {
  readonly [K in keyof Switches]: K extends keyof typeof ASKED
    ? Exclude<Switches[K], (typeof ASKED)[K][number] | readonly string[]> extends never
      ? true
      : never
    : K extends (typeof CHOSEN)[number]
      ? true
      : never;
};

/** Does not compile where a switch, or a setting of one, is in neither list. */
const complete: Complete = Object.fromEntries(
  Object.keys(defaultSwitches).map((name) => [name, true]),
) as Complete;

export const ASKED_SWITCHES: readonly string[] = Object.keys(complete)
  .filter((name) => !(CHOSEN as readonly string[]).includes(name))
  .sort();

/** Each setting of each switch besides its default. */
export const OTHER_SETTINGS: readonly Partial<Switches>[] = Object.entries(ASKED).flatMap(
  ([name, settings]) => {
    const usual = JSON.stringify((defaultSwitches as unknown as Record<string, unknown>)[name]);
    const others: readonly unknown[] = settings.filter((setting) => JSON.stringify(setting) !== usual);
    return others.map((setting) => ({ [name]: setting }));
  },
);
