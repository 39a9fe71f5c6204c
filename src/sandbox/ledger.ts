/** Who changed something in IAM. `by` is the access key of the request that it came of. */
export type Origin = { readonly by: string } & Cause;

type Cause =
  | { readonly kind: 'api'; readonly action: string }
  | {
      readonly kind: 'change-set';
      readonly changeSetId: string;
      readonly stackId: string;
      readonly logicalId: string;
      readonly rollback: boolean;
    }
  | { readonly kind: 'delete-stack'; readonly stackId: string; readonly logicalId: string }
  /** CreateStack or UpdateStack, without a change set. */
  | { readonly kind: 'stack-operation'; readonly stackId: string; readonly logicalId: string };

/** One change of IAM, in the words of the IAM API. */
export interface LedgerEntry {
  readonly number: number;
  readonly at: string;
  readonly origin: Origin;
  /** The IAM action that made it, e.g. `PutRolePolicy`, also when CloudFormation did it. */
  readonly operation: string;
  /** `role/<name>`, `user/<name>`, `group/<name>`, `managed-policy/<name>`, `instance-profile/<name>`, `oidc-provider/<url>`. */
  readonly resource: string;
  /** The policy, tag or member that it was about. */
  readonly subject?: string;
}
