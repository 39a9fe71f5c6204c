/** Where a document stands: a permissions policy (inline, managed, boundary), or a role's trust policy. */
export type PolicyType = 'identity' | 'trust';

/** What the meaning of a document depends on besides its text. */
export interface PolicyContext {
  /** `aws`, `aws-cn`, …: the account id `123456789012` stands for `arn:<partition>:iam::123456789012:root`. */
  readonly partition: string;
  /** ARNs by unique id (`AROA…`, `AIDA…`) of the roles and users that are: IAM shows either in a trust policy. */
  readonly principals?: ReadonlyMap<string, string>;
}
