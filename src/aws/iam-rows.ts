import type {
  AttachedPolicy,
  GetOpenIDConnectProviderResponse,
  GroupDetail as SdkGroupDetail,
  InstanceProfile,
  ManagedPolicyDetail as SdkPolicyDetail,
  PolicyDetail,
  PolicyVersion,
  Role,
  RoleDetail as SdkRoleDetail,
  RoleLastUsed,
  Tag,
  UserDetail as SdkUserDetail,
} from '@aws-sdk/client-iam';
import { nameInArn } from '../model/arn.ts';
import type {
  AttachedPolicyRow,
  BoundaryRow,
  GroupDetail,
  InlinePolicyRow,
  InstanceProfileRow,
  ManagedPolicyDetail,
  OidcProviderRow,
  PolicyVersionRow,
  RoleDetail,
  RoleLastUsedRow,
  RoleRow,
  TagRow,
  UserDetail,
} from '../model/iam-reader.ts';
import { present } from './call.ts';

/**
 * Rows of the SDK as rows of ours: the SDK lets every member be missing, and AWS always sends those that are named
 * here. Documents stay URL-encoded, as IAM sends them; the kinds decode them.
 */

const BULK = 'iam:GetAccountAuthorizationDetails';

export function roleDetailOf(row: SdkRoleDetail): RoleDetail {
  return {
    RoleName: present(row.RoleName, BULK, 'RoleName'),
    RoleId: present(row.RoleId, BULK, 'RoleId'),
    Arn: present(row.Arn, BULK, 'Arn'),
    Path: present(row.Path, BULK, 'Path'),
    AssumeRolePolicyDocument: present(row.AssumeRolePolicyDocument, BULK, 'AssumeRolePolicyDocument'),
    RolePolicyList: inlinePoliciesOf(row.RolePolicyList),
    AttachedManagedPolicies: attachmentsOf(row.AttachedManagedPolicies),
    Tags: tagsOf(row.Tags),
    ...boundaryOf(row.PermissionsBoundary),
    ...createdOf(row.CreateDate),
    ...(row.RoleLastUsed === undefined ? {} : { RoleLastUsed: lastUsedOf(row.RoleLastUsed) }),
  };
}

export function userDetailOf(row: SdkUserDetail): UserDetail {
  return {
    UserName: present(row.UserName, BULK, 'UserName'),
    UserId: present(row.UserId, BULK, 'UserId'),
    Arn: present(row.Arn, BULK, 'Arn'),
    Path: present(row.Path, BULK, 'Path'),
    UserPolicyList: inlinePoliciesOf(row.UserPolicyList),
    AttachedManagedPolicies: attachmentsOf(row.AttachedManagedPolicies),
    GroupList: row.GroupList ?? [],
    Tags: tagsOf(row.Tags),
    ...boundaryOf(row.PermissionsBoundary),
    ...createdOf(row.CreateDate),
  };
}

export function groupDetailOf(row: SdkGroupDetail): GroupDetail {
  return {
    GroupName: present(row.GroupName, BULK, 'GroupName'),
    GroupId: present(row.GroupId, BULK, 'GroupId'),
    Arn: present(row.Arn, BULK, 'Arn'),
    Path: present(row.Path, BULK, 'Path'),
    GroupPolicyList: inlinePoliciesOf(row.GroupPolicyList),
    AttachedManagedPolicies: attachmentsOf(row.AttachedManagedPolicies),
  };
}

/** Out of the bulk call, or of GetPolicy with its versions. */
export function managedPolicyOf(row: SdkPolicyDetail, action: string = BULK): ManagedPolicyDetail {
  const arn = present(row.Arn, action, 'Arn');
  return {
    // The name ends the ARN, and emulators leave it out here, and the id as well.
    PolicyName: row.PolicyName ?? nameInArn(arn),
    PolicyId: row.PolicyId ?? arn,
    Arn: arn,
    Path: present(row.Path, action, 'Path'),
    DefaultVersionId: present(row.DefaultVersionId, action, 'DefaultVersionId'),
    ...createdOf(row.CreateDate),
    ...(row.Description === undefined ? {} : { Description: row.Description }),
    PolicyVersionList: (row.PolicyVersionList ?? []).map((version) => policyVersionOf(version, action)),
  };
}

function policyVersionOf(row: PolicyVersion, action: string): PolicyVersionRow {
  return {
    VersionId: present(row.VersionId, action, 'VersionId'),
    IsDefaultVersion: row.IsDefaultVersion ?? false,
    Document: present(row.Document, action, 'Document'),
  };
}

export function roleRowOf(row: Role, action: string): RoleRow {
  return {
    RoleName: present(row.RoleName, action, 'RoleName'),
    RoleId: present(row.RoleId, action, 'RoleId'),
    ...(row.Description === undefined ? {} : { Description: row.Description }),
    ...(row.MaxSessionDuration === undefined ? {} : { MaxSessionDuration: row.MaxSessionDuration }),
  };
}

export function instanceProfileRowOf(row: InstanceProfile, action: string): InstanceProfileRow {
  return {
    InstanceProfileName: present(row.InstanceProfileName, action, 'InstanceProfileName'),
    InstanceProfileId: present(row.InstanceProfileId, action, 'InstanceProfileId'),
    Arn: present(row.Arn, action, 'Arn'),
    Path: present(row.Path, action, 'Path'),
    Roles: (row.Roles ?? []).map((role) => ({ RoleName: present(role.RoleName, action, 'RoleName') })),
  };
}

/** The answer has no ARN: it is what was asked for. */
export function oidcProviderRowOf(Arn: string, row: GetOpenIDConnectProviderResponse): OidcProviderRow {
  // IAM leaves out no list that it has: an answer without Url is from something else.
  present(row.Url, 'iam:GetOpenIDConnectProvider', 'Url');
  return {
    Arn,
    detail: {
      ClientIDList: row.ClientIDList ?? [],
      ThumbprintList: row.ThumbprintList ?? [],
      Tags: tagsOf(row.Tags),
    },
  };
}

export function inlinePoliciesOf(rows: readonly PolicyDetail[] | undefined): readonly InlinePolicyRow[] {
  return (rows ?? []).map((row) => ({
    PolicyName: present(row.PolicyName, BULK, 'PolicyName'),
    PolicyDocument: present(row.PolicyDocument, BULK, 'PolicyDocument'),
  }));
}

export function attachmentsOf(rows: readonly AttachedPolicy[] | undefined): readonly AttachedPolicyRow[] {
  return (rows ?? []).map((row) => ({
    ...(row.PolicyName === undefined ? {} : { PolicyName: row.PolicyName }),
    PolicyArn: present(row.PolicyArn, 'iam', 'PolicyArn'),
  }));
}

function tagsOf(rows: readonly Tag[] | undefined): readonly TagRow[] {
  return (rows ?? []).map((row) => ({ Key: row.Key ?? '', Value: row.Value ?? '' }));
}

function boundaryOf(row: { PermissionsBoundaryArn?: string | undefined } | undefined): {
  PermissionsBoundary?: BoundaryRow;
} {
  const arn = row?.PermissionsBoundaryArn;
  return arn === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryArn: arn } };
}

function createdOf(date: Date | undefined): { CreateDate?: string } {
  return date === undefined ? {} : { CreateDate: date.toISOString() };
}

function lastUsedOf({ LastUsedDate, Region }: RoleLastUsed): RoleLastUsedRow {
  return {
    ...(LastUsedDate === undefined ? {} : { LastUsedDate: LastUsedDate.toISOString() }),
    ...(Region === undefined ? {} : { Region }),
  };
}
