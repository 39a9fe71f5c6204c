/**
 * What could not be verified on a real account, or what a test wants to choose.
 * BEHAVIOR.md says for each what is known and why its default is what it is.
 */
export interface Switches {
  /** A tick passes with each CloudFormation request about a stack (0), or every so many milliseconds. */
  readonly operationMs: number;
  /** So many IAM reads after a write still see the state before it. */
  readonly staleReads: number;
  /** AWS managed policies that the sandbox has no document for: attachable, or unknown. */
  readonly unknownAwsPolicies: 'accept' | 'reject';
  /** Which name conflicts fail at CreateChangeSet; the others fail at execution. */
  readonly nameConflictValidation: 'off' | 'writable-ids' | 'all';
  /** Resource types whose drift CloudFormation cannot see at all. */
  readonly driftUnsupportedTypes: readonly string[];
  /** Whether drift-aware change sets see members that a declared list does not have. */
  readonly driftSeesExtras: 'never' | 'non-empty-lists' | 'declared-lists';
  /** Whether drift-aware change sets see an edited document of a managed policy. */
  readonly driftSeesManagedPolicyDocument: boolean;
  /** Documents are compared as written, or after account ids, order and single-item lists are evened out. */
  readonly driftComparison: 'literal' | 'normalised';
  /** A drift-aware change set on a resource that was deleted by hand. */
  readonly revertDriftDeleted: 'recreate' | 'fail' | 'ignore';
  /** A drift-aware change set that finds no drift and no change. */
  readonly emptyRevertDrift: 'failed' | 'complete';
  /** Whether executing an import also writes the template's properties. */
  readonly importWritesProperties: boolean;
  /** What the rollback of a failed import does with the imported resources. */
  readonly importRollback: 'release' | 'delete';
  /** Whether a difference in this alone makes a change set. */
  readonly templateMetadataIsChange: boolean;
  readonly resourceMetadataIsChange: boolean;
  readonly deletionPolicyIsChange: boolean;
  readonly dependsOnIsChange: boolean;
  /** Whether the scope of a change in a resource's Metadata also names UpdatePolicy and CreationPolicy. */
  readonly metadataWidensScope: boolean;
  /** Which removals tell in no PolicyAction what becomes of the resource. */
  readonly unsaidPolicyAction: 'never' | 'retain' | 'always';
  /** What of `DependsOn` an import compares: nothing, which resources it names, or their order as well. */
  readonly importComparesDependsOn: 'nothing' | 'members' | 'order';
  /** Whether IAM takes an inline policy without Version, or of 2008. */
  readonly inlinePolicyVersion: 'optional' | 'required';
  /** Which inline policies a handler writes when one of them changes. */
  readonly inlinePolicyWrites: 'changed' | 'all';
  /** What a handler does first with tags; IAM takes keys that differ only in case for one. */
  readonly tagOrder: 'untag-first' | 'tag-first';
  /** An update of a resource that was deleted by hand. */
  readonly updateOfMissing: 'fail' | 'recreate';
  /** An update that has to take away a policy, attachment, member or tag that is already gone. */
  readonly removalOfMissing: 'ignore' | 'fail';
  /** A sixth version of a managed policy, made by CloudFormation. */
  readonly policyVersions: 'prune' | 'fail';
  /** So many writes of a trust policy still refuse a principal that was created just before. */
  readonly principalDelay: number;
  /** Quotas that AWS raises on request. */
  readonly maxRoles: number;
  readonly maxPolicies: number;
  readonly maxAttachedPolicies: number;
  readonly maxTrustSize: number;
  /** How many change sets one stack may hold. */
  readonly maxChangeSets: number;
  /** Whether requests, and what CloudFormation does on their behalf, are held against the policies of their caller. */
  readonly authorization: 'off' | 'identity-policies';
  /** So many DescribeStacks after the first execution still say REVIEW_IN_PROGRESS. */
  readonly staleReviewReads: number;
}

export const defaultSwitches: Switches = {
  operationMs: 0,
  staleReads: 0,
  unknownAwsPolicies: 'accept',
  nameConflictValidation: 'writable-ids',
  driftUnsupportedTypes: [],
  driftSeesExtras: 'non-empty-lists',
  driftSeesManagedPolicyDocument: false,
  driftComparison: 'literal',
  revertDriftDeleted: 'recreate',
  emptyRevertDrift: 'failed',
  importWritesProperties: false,
  importRollback: 'release',
  templateMetadataIsChange: false,
  resourceMetadataIsChange: true,
  deletionPolicyIsChange: true,
  dependsOnIsChange: false,
  metadataWidensScope: false,
  unsaidPolicyAction: 'never',
  importComparesDependsOn: 'order',
  inlinePolicyVersion: 'optional',
  inlinePolicyWrites: 'changed',
  tagOrder: 'untag-first',
  updateOfMissing: 'fail',
  removalOfMissing: 'ignore',
  policyVersions: 'prune',
  principalDelay: 0,
  maxRoles: 1000,
  maxPolicies: 1500,
  maxAttachedPolicies: 10,
  maxTrustSize: 2048,
  maxChangeSets: 1000,
  authorization: 'off',
  staleReviewReads: 0,
};
