import { validationError } from '../aws-error.ts';
import type { Call, Handlers } from '../call.ts';
import { attachedAnswer } from './attachments.ts';
import { awsManagedPolicy, isAwsManaged } from './aws-managed-policies.ts';
import { boundaryAnswer } from './boundaries.ts';
import { encodeDocument } from './encode.ts';
import { profileAnswer, profilesOfRole } from './instance-profiles.ts';
import { groupAnswer } from './groups.ts';
import { page } from './paging.ts';
import { policyBasics, policyUsage, type PolicyUsage } from './policy-uses.ts';
import { versionAnswer } from './policy-versions.ts';
import type { Entity, Group, ManagedPolicy, Role, User } from './records.ts';
import { lastUsedAnswer, roleBasics } from './roles.ts';
import { byName, type IamStore } from './store.ts';
import { tagsAnswer } from './tags.ts';
import { userBasics } from './user-answer.ts';

type Row =
  | { readonly list: 'UserDetailList'; readonly user: User }
  | { readonly list: 'GroupDetailList'; readonly group: Group }
  | { readonly list: 'RoleDetailList'; readonly role: Role }
  | { readonly list: 'Policies'; readonly policy: ManagedPolicy }
  | { readonly list: 'Policies'; readonly awsPolicy: string };

/**
 * The bulk read. Its shapes have no Description and no MaxSessionDuration of a role, and no tags of a policy.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
function getAccountAuthorizationDetails(call: Call) {
  const { iam } = call;
  const { items, ...rest } = page(call, rows(call));
  const usage = policyUsage(iam);
  const list = (name: Row['list']) =>
    items.filter((row) => row.list === name).map((row) => rowAnswer(iam, row, usage));
  return {
    UserDetailList: list('UserDetailList'),
    GroupDetailList: list('GroupDetailList'),
    RoleDetailList: list('RoleDetailList'),
    Policies: list('Policies'),
    ...rest,
  };
}

function rows({ params, iam }: Call): readonly Row[] {
  const filter = params.strings('Filter') ?? [];
  const kinds = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'];
  const unknown = filter.find((kind) => !kinds.includes(kind));
  if (unknown !== undefined) {
    throw validationError(
      `1 validation error detected: Value '[${filter.join(', ')}]' at 'filter' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${kinds.join(', ')}]]`,
    );
  }
  const wanted = (kind: string) => filter.length === 0 || filter.includes(kind);
  const all: Row[] = [];
  if (wanted('User')) all.push(...byName(iam.users).map((user): Row => ({ list: 'UserDetailList', user })));
  if (wanted('Group')) {
    all.push(...byName(iam.groups).map((group): Row => ({ list: 'GroupDetailList', group })));
  }
  if (wanted('Role')) all.push(...byName(iam.roles).map((role): Row => ({ list: 'RoleDetailList', role })));
  if (wanted('LocalManagedPolicy')) {
    all.push(...byName(iam.policies).map((policy): Row => ({ list: 'Policies', policy })));
  }
  if (wanted('AWSManagedPolicy')) {
    const attached = iam.entities().flatMap(([, entity]) => entity.attached.filter(isAwsManaged));
    const arns = [...new Set(attached)].sort();
    all.push(...arns.map((awsPolicy): Row => ({ list: 'Policies', awsPolicy })));
  }
  return all;
}

function rowAnswer(iam: IamStore, row: Row, usage: PolicyUsage) {
  if ('user' in row) return userDetail(iam, row.user);
  if ('group' in row) return groupDetail(iam, row.group);
  if ('role' in row) return roleDetail(iam, row.role);
  if ('policy' in row) return policyDetail(iam, row.policy, usage);
  const aws = awsManagedPolicy(row.awsPolicy);
  const version = { Document: encodeDocument(aws.document), VersionId: 'v1', IsDefaultVersion: true };
  return {
    PolicyName: aws.name,
    PolicyId: aws.id,
    Arn: row.awsPolicy,
    Path: aws.path,
    DefaultVersionId: 'v1',
    IsAttachable: true,
    PolicyVersionList: [version],
  };
}

function inlineList(entity: Entity) {
  return entity.inline.map((policy) => ({
    PolicyName: policy.name,
    PolicyDocument: encodeDocument(policy.document),
  }));
}

function userDetail(iam: IamStore, user: User) {
  return {
    ...userBasics(iam, user),
    UserPolicyList: inlineList(user),
    GroupList: byName(iam.groups)
      .filter((group) => user.groupIds.includes(group.id))
      .map((group) => group.name),
    AttachedManagedPolicies: user.attached.map(attachedAnswer),
    PermissionsBoundary: boundaryAnswer(user.boundary),
    Tags: tagsAnswer(user.tags),
  };
}

function groupDetail(iam: IamStore, group: Group) {
  return {
    ...groupAnswer(iam, group),
    GroupPolicyList: inlineList(group),
    AttachedManagedPolicies: group.attached.map(attachedAnswer),
  };
}

function roleDetail(iam: IamStore, role: Role) {
  return {
    ...roleBasics(iam, role),
    InstanceProfileList: profilesOfRole(iam, role.id).map((profile) => profileAnswer(iam, profile)),
    RolePolicyList: inlineList(role),
    AttachedManagedPolicies: role.attached.map(attachedAnswer),
    PermissionsBoundary: boundaryAnswer(role.boundary),
    Tags: tagsAnswer(role.tags),
    RoleLastUsed: lastUsedAnswer(role),
  };
}

function policyDetail(iam: IamStore, policy: ManagedPolicy, usage: PolicyUsage) {
  return {
    ...policyBasics(iam, policy, usage),
    PolicyVersionList: policy.versions.toReversed().map((version) => versionAnswer(policy, version)),
  };
}

export const authorizationDetailsHandlers: Handlers = {
  GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
};
