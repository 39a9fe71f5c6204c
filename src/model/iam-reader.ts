import type { Json } from './json.ts';

/**
 * The rows that IAM's read calls give, with IAM's own member names, so that what the `aws` CLI prints can be read as
 * it is. A policy document is JSON, or the URL-encoded text of it as the API sends it.
 */
export type DocumentText = Json;

export interface InlinePolicyRow {
  readonly PolicyName: string;
  readonly PolicyDocument: DocumentText;
}

export interface AttachedPolicyRow {
  readonly PolicyName?: string;
  readonly PolicyArn: string;
}

export interface TagRow {
  readonly Key: string;
  readonly Value: string;
}

export interface BoundaryRow {
  readonly PermissionsBoundaryArn?: string;
}

/** When and where a role was last used, in the last 400 days; without members where it was not. */
export interface RoleLastUsedRow {
  /** ISO time. */
  readonly LastUsedDate?: string;
  readonly Region?: string;
}

/** `RoleDetailList` of GetAccountAuthorizationDetails: has no Description and no MaxSessionDuration. */
export interface RoleDetail {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly AssumeRolePolicyDocument: DocumentText;
  /** ISO time. */
  readonly CreateDate?: string;
  readonly RoleLastUsed?: RoleLastUsedRow;
  readonly RolePolicyList?: readonly InlinePolicyRow[];
  readonly AttachedManagedPolicies?: readonly AttachedPolicyRow[];
  readonly PermissionsBoundary?: BoundaryRow;
  readonly Tags?: readonly TagRow[];
}

/** What ListRoles and GetRole add to a role's details. */
export interface RoleRow {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
}

export interface UserDetail {
  readonly UserName: string;
  readonly UserId: string;
  readonly Arn: string;
  readonly Path: string;
  /** ISO time. */
  readonly CreateDate?: string;
  readonly UserPolicyList?: readonly InlinePolicyRow[];
  readonly AttachedManagedPolicies?: readonly AttachedPolicyRow[];
  readonly GroupList?: readonly string[];
  readonly PermissionsBoundary?: BoundaryRow;
  readonly Tags?: readonly TagRow[];
}

export interface GroupDetail {
  readonly GroupName: string;
  readonly GroupId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly GroupPolicyList?: readonly InlinePolicyRow[];
  readonly AttachedManagedPolicies?: readonly AttachedPolicyRow[];
}

export interface PolicyVersionRow {
  readonly VersionId: string;
  readonly IsDefaultVersion: boolean;
  readonly Document: DocumentText;
}

export interface ManagedPolicyDetail {
  readonly PolicyName: string;
  readonly PolicyId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly DefaultVersionId: string;
  /** ISO time. */
  readonly CreateDate?: string;
  /** Absent when there is none. */
  readonly Description?: string;
  /** Every version that IAM keeps, as the bulk call gives them; of one that was read by itself, the default one. */
  readonly PolicyVersionList?: readonly PolicyVersionRow[];
}

export interface InstanceProfileRow {
  readonly InstanceProfileName: string;
  readonly InstanceProfileId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly Roles: readonly { readonly RoleName: string }[];
}

/** What GetOpenIDConnectProvider gives; its `Url` is in the ARN. */
export interface OidcProviderDetail {
  readonly ClientIDList?: readonly string[];
  readonly ThumbprintList?: readonly string[];
  readonly Tags?: readonly TagRow[];
}

/** `OpenIDConnectProviderList` of ListOpenIDConnectProviders, and what the other call has of it where that was made. */
export interface OidcProviderRow {
  readonly Arn: string;
  readonly detail?: OidcProviderDetail;
}

/** All pages of GetAccountAuthorizationDetails with the filters Role, User, Group and LocalManagedPolicy. */
export interface AccountDetails {
  readonly RoleDetailList: readonly RoleDetail[];
  readonly UserDetailList: readonly UserDetail[];
  readonly GroupDetailList: readonly GroupDetail[];
  readonly Policies: readonly ManagedPolicyDetail[];
}

/**
 * The reading half of IAM. There is no operation in it that changes anything: the plan path gets nothing else.
 * Every call gives all pages. The single reads give the same rows as the bulk reads, undefined when there is no such
 * entity. All throw a RolekeeperError (`access-denied`, `unreachable`, `no-credentials`, …) when they cannot say.
 */
export interface IamReader {
  accountDetails(): Promise<AccountDetails>;
  roleRows(): Promise<readonly RoleRow[]>;
  instanceProfileRows(): Promise<readonly InstanceProfileRow[]>;
  oidcProviderRows(): Promise<readonly OidcProviderRow[]>;
  role(name: string): Promise<{ readonly detail: RoleDetail; readonly row: RoleRow } | undefined>;
  user(name: string): Promise<UserDetail | undefined>;
  group(name: string): Promise<GroupDetail | undefined>;
  /** By name: paths do not make managed policy names different. */
  managedPolicy(name: string): Promise<ManagedPolicyDetail | undefined>;
  instanceProfile(name: string): Promise<InstanceProfileRow | undefined>;
  /** By its URL without `https://`. */
  oidcProvider(name: string): Promise<OidcProviderRow | undefined>;
  /** What one request gives: nothing of its policies. */
  roleHead(name: string): Promise<{ readonly detail: RoleDetail; readonly row: RoleRow } | undefined>;
  /** What one request gives: nothing of its policies and groups. */
  userHead(name: string): Promise<UserDetail | undefined>;
  /** What one request gives: nothing of its document. */
  policyHead(arn: string): Promise<ManagedPolicyDetail | undefined>;
  /** The ids of every version that IAM keeps of a managed policy; none when it does not exist. */
  policyVersions(arn: string): Promise<readonly string[]>;
}
