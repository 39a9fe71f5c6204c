import type { Switches } from '../../src/sandbox/switches.ts';

/**
 * The settings of every switch besides its default: a switch that is new in src/sandbox/switches.ts does not compile
 * without them. Quotas are tried at another height that AWS may grant.
 */
export const OTHER_SETTINGS: { readonly [Name in keyof Switches]: readonly Switches[Name][] } = {
  operationMs: [1],
  staleReads: [4],
  unknownAwsPolicies: ['reject'],
  nameConflictValidation: ['off', 'all'],
  driftUnsupportedTypes: [
    ['AWS::IAM::Role'],
    ['AWS::IAM::ManagedPolicy', 'AWS::IAM::User', 'AWS::IAM::Group'],
  ],
  driftSeesExtras: ['never', 'declared-lists'],
  driftSeesManagedPolicyDocument: [true],
  driftComparison: ['normalised'],
  revertDriftDeleted: ['fail', 'ignore'],
  emptyRevertDrift: ['complete'],
  importWritesProperties: [true],
  importRollback: ['delete'],
  templateMetadataIsChange: [true],
  resourceMetadataIsChange: [false],
  deletionPolicyIsChange: [false],
  dependsOnIsChange: [true],
  metadataWidensScope: [true],
  unsaidPolicyAction: ['retain', 'always'],
  importComparesDependsOn: ['nothing', 'members'],
  inlinePolicyVersion: ['required'],
  inlinePolicyWrites: ['all'],
  tagOrder: ['tag-first'],
  updateOfMissing: ['recreate'],
  removalOfMissing: ['fail'],
  policyVersions: ['fail'],
  principalDelay: [1],
  maxRoles: [5000],
  maxPolicies: [5000],
  maxAttachedPolicies: [20],
  maxTrustSize: [4096],
  maxChangeSets: [20],
  authorization: ['identity-policies'],
  staleReviewReads: [3],
};

/** Each of them alone, by what it is. */
export const EVERY_SETTING: Readonly<Record<string, Partial<Switches>>> = Object.fromEntries(
  Object.entries(OTHER_SETTINGS).flatMap(([name, values]) =>
    values.map((value) => [`where ${name} is ${JSON.stringify(value)}`, { [name]: value }] as const),
  ),
);
