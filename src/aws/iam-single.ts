import type {
  AttachedPolicyRow,
  GroupDetail,
  InlinePolicyRow,
  InstanceProfileRow,
  OidcProviderRow,
  RoleDetail,
  RoleRow,
  UserDetail,
} from '../model/iam-reader.ts';
import { present } from './call.ts';
import { allPages, type IamPage } from './iam-pages.ts';
import type { IamReadClient } from './iam-read-client.ts';
import {
  attachmentsOf,
  groupDetailOf,
  instanceProfileRowOf,
  oidcProviderRowOf,
  roleDetailOf,
  roleRowOf,
  userDetailOf,
} from './iam-rows.ts';
import { readWhole } from './read-whole.ts';

/** One resource at a time, put together into the rows that the bulk calls give. */

export function readRole(
  client: IamReadClient,
  name: string,
): Promise<{ readonly detail: RoleDetail; readonly row: RoleRow } | undefined> {
  return readWhole(
    `role/${name}`,
    async () => present((await client.role(name)).Role, 'iam:GetRole', 'Role'),
    async (role) => {
      const RoleName = present(role.RoleName, 'iam:GetRole', 'RoleName');
      const [inline, attached] = await client.together((reads) => [
        inlinePolicies(
          'iam:ListRolePolicies',
          (marker) => reads.rolePolicies(RoleName, marker),
          (policy) => reads.rolePolicy(RoleName, policy),
        ),
        attachments('iam:ListAttachedRolePolicies', (marker) => reads.roleAttachments(RoleName, marker)),
      ]);
      const detail = { ...roleDetailOf(role), RolePolicyList: inline, AttachedManagedPolicies: attached };
      return { detail, row: roleRowOf(role, 'iam:GetRole') };
    },
  );
}

/** A role without its policies. */
export function readRoleHead(
  client: IamReadClient,
  name: string,
): Promise<{ readonly detail: RoleDetail; readonly row: RoleRow } | undefined> {
  return readWhole(
    `role/${name}`,
    async () => present((await client.role(name)).Role, 'iam:GetRole', 'Role'),
    async (role) => ({ detail: roleDetailOf(role), row: roleRowOf(role, 'iam:GetRole') }),
  );
}

/** A user without its policies and groups. */
export function readUserHead(client: IamReadClient, name: string): Promise<UserDetail | undefined> {
  return readWhole(
    `user/${name}`,
    async () => present((await client.user(name)).User, 'iam:GetUser', 'User'),
    async (user) => userDetailOf(user),
  );
}

export function readUser(client: IamReadClient, name: string): Promise<UserDetail | undefined> {
  return readWhole(
    `user/${name}`,
    async () => present((await client.user(name)).User, 'iam:GetUser', 'User'),
    async (user) => {
      const UserName = present(user.UserName, 'iam:GetUser', 'UserName');
      const [inline, attached, groups] = await client.together((reads) => [
        inlinePolicies(
          'iam:ListUserPolicies',
          (marker) => reads.userPolicies(UserName, marker),
          (policy) => reads.userPolicy(UserName, policy),
        ),
        attachments('iam:ListAttachedUserPolicies', (marker) => reads.userAttachments(UserName, marker)),
        groupsOf(reads, UserName),
      ]);
      return {
        ...userDetailOf(user),
        UserPolicyList: inline,
        AttachedManagedPolicies: attached,
        GroupList: groups,
      };
    },
  );
}

export function readGroup(client: IamReadClient, name: string): Promise<GroupDetail | undefined> {
  return readWhole(
    `group/${name}`,
    async () => present((await client.group(name)).Group, 'iam:GetGroup', 'Group'),
    async (group) => {
      const GroupName = present(group.GroupName, 'iam:GetGroup', 'GroupName');
      const [inline, attached] = await client.together((reads) => [
        inlinePolicies(
          'iam:ListGroupPolicies',
          (marker) => reads.groupPolicies(GroupName, marker),
          (policy) => reads.groupPolicy(GroupName, policy),
        ),
        attachments('iam:ListAttachedGroupPolicies', (marker) => reads.groupAttachments(GroupName, marker)),
      ]);
      return { ...groupDetailOf(group), GroupPolicyList: inline, AttachedManagedPolicies: attached };
    },
  );
}

export function readInstanceProfile(
  client: IamReadClient,
  name: string,
): Promise<InstanceProfileRow | undefined> {
  const action = 'iam:GetInstanceProfile';
  return readWhole(
    `instance-profile/${name}`,
    async () => present((await client.instanceProfile(name)).InstanceProfile, action, 'InstanceProfile'),
    async (profile) => instanceProfileRowOf(profile, action),
  );
}

export function readOidcProvider(client: IamReadClient, arn: string): Promise<OidcProviderRow | undefined> {
  return readWhole(
    arn,
    () => client.oidcProvider(arn),
    async (provider) => oidcProviderRowOf(arn, provider),
  );
}

async function groupsOf(client: IamReadClient, UserName: string): Promise<readonly string[]> {
  const action = 'iam:ListGroupsForUser';
  const pages = await allPages(action, (marker) => client.userGroups(UserName, marker));
  return pages
    .flatMap((page) => present(page.Groups, action, 'Groups'))
    .map((group) => present(group.GroupName, action, 'GroupName'));
}

async function inlinePolicies(
  action: string,
  list: (marker: string | undefined) => Promise<IamPage & { PolicyNames?: string[] | undefined }>,
  get: (name: string) => Promise<{ PolicyDocument?: string | undefined }>,
): Promise<readonly InlinePolicyRow[]> {
  const pages = await allPages(action, list);
  const names = pages.flatMap((page) => present(page.PolicyNames, action, 'PolicyNames'));
  return Promise.all(
    names.map(async (name) => ({
      PolicyName: name,
      PolicyDocument: present((await get(name)).PolicyDocument, action, 'PolicyDocument'),
    })),
  );
}

async function attachments(
  action: string,
  list: (marker: string | undefined) => Promise<IamPage & { AttachedPolicies?: AttachedRow[] | undefined }>,
): Promise<readonly AttachedPolicyRow[]> {
  const pages = await allPages(action, list);
  return attachmentsOf(pages.flatMap((page) => present(page.AttachedPolicies, action, 'AttachedPolicies')));
}

interface AttachedRow {
  PolicyName?: string | undefined;
  PolicyArn?: string | undefined;
}
