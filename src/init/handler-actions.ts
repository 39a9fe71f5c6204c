import type { Kind } from '../model/address.ts';

/** The actions of IAM that CloudFormation's handler of a type calls. */
export interface HandlerActions {
  readonly write: readonly string[];
  readonly read: readonly string[];
  /** Those of `write` that IAM can hold against a boundary: the condition key `iam:PermissionsBoundary`. */
  readonly bounded: readonly string[];
}

const ROLE_BOUNDED = [
  'CreateRole',
  'DeleteRole',
  'UpdateRole',
  'UpdateRoleDescription',
  'UpdateAssumeRolePolicy',
  'PutRolePolicy',
  'DeleteRolePolicy',
  'AttachRolePolicy',
  'DetachRolePolicy',
  'PutRolePermissionsBoundary',
  'DeleteRolePermissionsBoundary',
];

const USER_BOUNDED = [
  'CreateUser',
  'DeleteUser',
  'PutUserPolicy',
  'DeleteUserPolicy',
  'AttachUserPolicy',
  'DetachUserPolicy',
  'PutUserPermissionsBoundary',
  'DeleteUserPermissionsBoundary',
];

/**
 * By kind, out of the handlers' permissions in CloudFormation's resource schemas (aws-cloudformation/rain d085ec5b,
 * 2026-07-10), without what nothing that a desired file declares needs: login profiles, access keys, and attachments
 * that a managed policy makes by itself. Condition keys: the service authorization reference of IAM.
 */
export const HANDLER_ACTIONS: Readonly<Record<Kind, HandlerActions>> = {
  role: {
    write: [...ROLE_BOUNDED, 'TagRole', 'UntagRole'],
    read: ['GetRole', 'GetRolePolicy', 'ListRolePolicies', 'ListAttachedRolePolicies', 'ListRoleTags'],
    bounded: ROLE_BOUNDED,
  },
  'managed-policy': {
    write: ['CreatePolicy', 'CreatePolicyVersion', 'DeletePolicyVersion', 'DeletePolicy'],
    read: ['GetPolicy', 'GetPolicyVersion', 'ListPolicyVersions', 'ListEntitiesForPolicy'],
    bounded: [],
  },
  user: {
    write: [...USER_BOUNDED, 'UpdateUser', 'AddUserToGroup', 'RemoveUserFromGroup', 'TagUser', 'UntagUser'],
    read: [
      'GetUser',
      'GetUserPolicy',
      'ListUserPolicies',
      'ListAttachedUserPolicies',
      'ListGroupsForUser',
      'ListUserTags',
      'GetLoginProfile',
      'ListAccessKeys',
    ],
    bounded: USER_BOUNDED,
  },
  group: {
    write: [
      'CreateGroup',
      'UpdateGroup',
      'DeleteGroup',
      'PutGroupPolicy',
      'DeleteGroupPolicy',
      'AttachGroupPolicy',
      'DetachGroupPolicy',
    ],
    read: ['GetGroup', 'GetGroupPolicy', 'ListGroupPolicies', 'ListAttachedGroupPolicies'],
    bounded: [],
  },
  'instance-profile': {
    write: [
      'CreateInstanceProfile',
      'DeleteInstanceProfile',
      'AddRoleToInstanceProfile',
      'RemoveRoleFromInstanceProfile',
    ],
    read: ['GetInstanceProfile'],
    bounded: [],
  },
  'oidc-provider': {
    write: [
      'CreateOpenIDConnectProvider',
      'DeleteOpenIDConnectProvider',
      'UpdateOpenIDConnectProviderThumbprint',
      'AddClientIDToOpenIDConnectProvider',
      'RemoveClientIDFromOpenIDConnectProvider',
      'TagOpenIDConnectProvider',
      'UntagOpenIDConnectProvider',
    ],
    read: ['GetOpenIDConnectProvider', 'ListOpenIDConnectProviderTags'],
    bounded: [],
  },
};

/** Every action by which a principal could change what rolekeeper itself works with. */
export const OWN_ROLE_WRITES: readonly string[] = [
  ...HANDLER_ACTIONS.role.write,
  ...HANDLER_ACTIONS['oidc-provider'].write,
  ...HANDLER_ACTIONS['managed-policy'].write,
  'SetDefaultPolicyVersion',
].sort();
