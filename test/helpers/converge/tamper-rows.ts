import type { Scope } from '../../../src/model/integration.ts';
import { allow, inline, integration, resource, role, scope, trustOf } from '../resources.ts';
import type { Call } from './tampering-calls.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const PROVIDER = 'id.example.com/Acme';
const PROVIDER_ARN = `arn:aws:iam::111122223333:oidc-provider/${PROVIDER}`;
const POLICY_ARN = 'arn:aws:iam::111122223333:policy/p';

/** Resources of every kind. Whatever somebody did to them, reverting it is wanted. */
export function tamperedScope(): Scope {
  const resources = [
    role('r', {
      Description: 'declared',
      AssumeRolePolicyDocument: trustOf('AWS', '406095609952', { StringEquals: { 'sts:ExternalId': 'a1' } }),
      ManagedPolicyArns: [POLICY_ARN, READ_ONLY],
      Policies: [inline('read', allow('s3:GetObject', '*'))],
      Tags: [{ Key: 'owner', Value: 'me' }],
    }),
    resource('managed-policy', 'p', { PolicyDocument: allow('s3:ListBucket', '*') }),
    resource('user', 'u', {
      Path: '/app/',
      Groups: ['g'],
      Policies: [inline('read', allow('s3:GetObject', '*'))],
      PermissionsBoundary: READ_ONLY,
      Tags: [{ Key: 'owner', Value: 'me' }],
    }),
    resource('group', 'g', { ManagedPolicyArns: [READ_ONLY] }),
    resource('instance-profile', 'r'),
    resource('oidc-provider', PROVIDER, {
      ClientIdList: ['acme', 'sts.amazonaws.com'],
      ThumbprintList: ['a'.repeat(40), 'b'.repeat(40)],
      Tags: [{ Key: 'owner', Value: 'me' }],
    }),
  ];
  return scope([
    integration('i', resources, {
      overwrite: [
        'role/r',
        'managed-policy/p',
        'user/u',
        'group/g',
        'instance-profile/r',
        `oidc-provider/${PROVIDER}`,
      ],
    }),
  ]);
}

const sneaky = allow('*', '*');
const anybody = trustOf('AWS', '*');

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const OWNED: Call = {
  Action: 'TagRole',
  RoleName: 'r',
  'Tags.member.1.Key': 'owner',
  'Tags.member.1.Value': 'me',
};
const BOUNDED: Call = {
  Action: 'PutUserPermissionsBoundary',
  UserName: 'u',
  PermissionsBoundary: READ_ONLY,
};

const THUMBPRINTS: Call = {
  Action: 'UpdateOpenIDConnectProviderThumbprint',
  OpenIDConnectProviderArn: PROVIDER_ARN,
  'ThumbprintList.member.1': 'a'.repeat(40),
  'ThumbprintList.member.2': 'b'.repeat(40),
};

const DETACH_ALL: readonly Call[] = [
  { Action: 'RemoveRoleFromInstanceProfile', InstanceProfileName: 'r', RoleName: 'r' },
  { Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: POLICY_ARN },
  { Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: READ_ONLY },
  { Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'read' },
  { Action: 'DeleteRole', RoleName: 'r' },
];

/** What somebody does past rolekeeper, a row of the repair table each, and some at once. */
export const TAMPERINGS: Readonly<Record<string, readonly Call[]>> = {
  'an extra inline policy': [
    { Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'sneaky', PolicyDocument: sneaky },
  ],
  'an extra inline policy of a user': [
    { Action: 'PutUserPolicy', UserName: 'u', PolicyName: 'sneaky', PolicyDocument: sneaky },
  ],
  'an extra inline policy of a group': [
    { Action: 'PutGroupPolicy', GroupName: 'g', PolicyName: 'sneaky', PolicyDocument: sneaky },
  ],
  'an extra attachment of a user': [
    { Action: 'AttachUserPolicy', UserName: 'u', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ],
  'an extra attachment': [
    { Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ],
  'an extra attachment of a group': [
    { Action: 'AttachGroupPolicy', GroupName: 'g', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ],
  'an extra membership': [{ Action: 'AddUserToGroup', UserName: 'u', GroupName: 'g2' }],
  'a membership taken away': [{ Action: 'RemoveUserFromGroup', UserName: 'u', GroupName: 'g' }],
  'a detached policy': [{ Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: READ_ONLY }],
  'an extra tag': [
    { Action: 'TagRole', RoleName: 'r', 'Tags.member.1.Key': 'by', 'Tags.member.1.Value': 'hand' },
  ],
  'an extra tag of a user': [
    { Action: 'TagUser', UserName: 'u', 'Tags.member.1.Key': 'by', 'Tags.member.1.Value': 'hand' },
  ],
  'a tag taken away': [{ Action: 'UntagRole', RoleName: 'r', 'TagKeys.member.1': 'owner' }],
  'an edited tag': [
    { Action: 'TagRole', RoleName: 'r', 'Tags.member.1.Key': 'owner', 'Tags.member.1.Value': 'you' },
  ],
  'an edited trust policy': [{ Action: 'UpdateAssumeRolePolicy', RoleName: 'r', PolicyDocument: anybody }],
  'an edited inline policy': [
    { Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'read', PolicyDocument: sneaky },
  ],
  'a deleted inline policy': [{ Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'read' }],
  'an edited managed policy': [
    { Action: 'CreatePolicyVersion', PolicyArn: POLICY_ARN, PolicyDocument: sneaky, SetAsDefault: 'true' },
  ],
  'another MaxSessionDuration': [{ Action: 'UpdateRole', RoleName: 'r', MaxSessionDuration: '43200' }],
  'another Description': [{ Action: 'UpdateRole', RoleName: 'r', Description: 'by hand' }],
  'an extra boundary': [
    { Action: 'PutRolePermissionsBoundary', RoleName: 'r', PermissionsBoundary: READ_ONLY },
  ],
  'another boundary': [
    { Action: 'PutUserPermissionsBoundary', UserName: 'u', PermissionsBoundary: POLICY_ARN },
  ],
  'a boundary taken away': [{ Action: 'DeleteUserPermissionsBoundary', UserName: 'u' }],
  'a user at another path': [{ Action: 'UpdateUser', UserName: 'u', NewPath: '/hand/' }],
  'a deleted user': [
    { Action: 'RemoveUserFromGroup', UserName: 'u', GroupName: 'g' },
    { Action: 'DeleteUserPolicy', UserName: 'u', PolicyName: 'read' },
    { Action: 'DeleteUser', UserName: 'u' },
  ],
  'a deleted group': [
    { Action: 'RemoveUserFromGroup', UserName: 'u', GroupName: 'g' },
    { Action: 'DetachGroupPolicy', GroupName: 'g', PolicyArn: READ_ONLY },
    { Action: 'DeleteGroup', GroupName: 'g' },
  ],
  'a deleted instance profile': [
    { Action: 'RemoveRoleFromInstanceProfile', InstanceProfileName: 'r', RoleName: 'r' },
    { Action: 'DeleteInstanceProfile', InstanceProfileName: 'r' },
  ],
  'detached policies, a profile without its role, and a role without its inline policy': DETACH_ALL.slice(
    0,
    -1,
  ),
  'a deleted role, and what hung on it': DETACH_ALL,
  'a deleted managed policy': [
    { Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: POLICY_ARN },
    { Action: 'DeletePolicy', PolicyArn: POLICY_ARN },
  ],
  'a managed policy set back to its first version': [
    { Action: 'CreatePolicyVersion', PolicyArn: POLICY_ARN, PolicyDocument: allow('s3:ListBucket', '*') },
    { Action: 'CreatePolicyVersion', PolicyArn: POLICY_ARN, PolicyDocument: sneaky },
    { Action: 'SetDefaultPolicyVersion', PolicyArn: POLICY_ARN, VersionId: 'v3' },
  ],
  'a profile without its role': [
    { Action: 'RemoveRoleFromInstanceProfile', InstanceProfileName: 'r', RoleName: 'r' },
  ],
  'an extra client id': [
    {
      Action: 'AddClientIDToOpenIDConnectProvider',
      OpenIDConnectProviderArn: PROVIDER_ARN,
      ClientID: 'anybody',
    },
  ],
  'a client id taken away': [
    {
      Action: 'RemoveClientIDFromOpenIDConnectProvider',
      OpenIDConnectProviderArn: PROVIDER_ARN,
      ClientID: 'acme',
    },
  ],
  'an exchanged thumbprint': [
    {
      Action: 'UpdateOpenIDConnectProviderThumbprint',
      OpenIDConnectProviderArn: PROVIDER_ARN,
      'ThumbprintList.member.1': 'a'.repeat(40),
      'ThumbprintList.member.2': 'c'.repeat(40),
    },
  ],
  'a thumbprint taken away': [
    {
      Action: 'UpdateOpenIDConnectProviderThumbprint',
      OpenIDConnectProviderArn: PROVIDER_ARN,
      'ThumbprintList.member.1': 'a'.repeat(40),
    },
  ],
  'an extra tag of a provider': [
    {
      Action: 'TagOpenIDConnectProvider',
      OpenIDConnectProviderArn: PROVIDER_ARN,
      'Tags.member.1.Key': 'by',
      'Tags.member.1.Value': 'hand',
    },
  ],
  'a deleted provider': [{ Action: 'DeleteOpenIDConnectProvider', OpenIDConnectProviderArn: PROVIDER_ARN }],
  'several things at once': [
    { Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'sneaky', PolicyDocument: sneaky },
    { Action: 'UpdateAssumeRolePolicy', RoleName: 'r', PolicyDocument: anybody },
    { Action: 'UpdateRole', RoleName: 'r', MaxSessionDuration: '7200' },
    { Action: 'AddUserToGroup', UserName: 'u', GroupName: 'g2' },
  ],
};

/** What somebody does who finds a tampering and undoes it, by the tampering; where a repair takes two change sets. */
export const UNDONE_BY_HAND: Readonly<Record<string, readonly Call[]>> = {
  'an extra inline policy': [{ Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'sneaky' }],
  'an extra inline policy of a user': [{ Action: 'DeleteUserPolicy', UserName: 'u', PolicyName: 'sneaky' }],
  'an extra inline policy of a group': [
    { Action: 'DeleteGroupPolicy', GroupName: 'g', PolicyName: 'sneaky' },
  ],
  'an extra attachment': [{ Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: ADMIN }],
  'an extra attachment of a user': [{ Action: 'DetachUserPolicy', UserName: 'u', PolicyArn: ADMIN }],
  'an extra attachment of a group': [{ Action: 'DetachGroupPolicy', GroupName: 'g', PolicyArn: ADMIN }],
  'an extra membership': [{ Action: 'RemoveUserFromGroup', UserName: 'u', GroupName: 'g2' }],
  'a membership taken away': [{ Action: 'AddUserToGroup', UserName: 'u', GroupName: 'g' }],
  'a detached policy': [{ Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: READ_ONLY }],
  'an extra tag': [{ Action: 'UntagRole', RoleName: 'r', 'TagKeys.member.1': 'by' }],
  'an extra tag of a user': [{ Action: 'UntagUser', UserName: 'u', 'TagKeys.member.1': 'by' }],
  'a tag taken away': [OWNED],
  'an edited tag': [OWNED],
  'another MaxSessionDuration': [{ Action: 'UpdateRole', RoleName: 'r', MaxSessionDuration: '3600' }],
  'another Description': [{ Action: 'UpdateRole', RoleName: 'r', Description: 'declared' }],
  'an extra boundary': [{ Action: 'DeleteRolePermissionsBoundary', RoleName: 'r' }],
  'another boundary': [BOUNDED],
  'a boundary taken away': [BOUNDED],
  'a user at another path': [{ Action: 'UpdateUser', UserName: 'u', NewPath: '/app/' }],
  'a deleted user': [{ Action: 'CreateUser', UserName: 'u', Path: '/app/' }],
  'a deleted group': [
    { Action: 'CreateGroup', GroupName: 'g' },
    { Action: 'AddUserToGroup', UserName: 'u', GroupName: 'g' },
  ],
  'a deleted instance profile': [
    { Action: 'CreateInstanceProfile', InstanceProfileName: 'r' },
    { Action: 'AddRoleToInstanceProfile', InstanceProfileName: 'r', RoleName: 'r' },
  ],
  'a deleted role, and what hung on it': [
    { Action: 'CreateRole', RoleName: 'r', AssumeRolePolicyDocument: trustOf('AWS', '406095609952') },
  ],
  'a deleted managed policy': [
    { Action: 'CreatePolicy', PolicyName: 'p', PolicyDocument: allow('s3:ListBucket', '*') },
    { Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: POLICY_ARN },
  ],
  'detached policies, a profile without its role, and a role without its inline policy': [
    { Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: POLICY_ARN },
    { Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: READ_ONLY },
  ],
  'an extra client id': [
    {
      Action: 'RemoveClientIDFromOpenIDConnectProvider',
      OpenIDConnectProviderArn: PROVIDER_ARN,
      ClientID: 'anybody',
    },
  ],
  'a client id taken away': [
    {
      Action: 'AddClientIDToOpenIDConnectProvider',
      OpenIDConnectProviderArn: PROVIDER_ARN,
      ClientID: 'acme',
    },
  ],
  'an exchanged thumbprint': [THUMBPRINTS],
  'a thumbprint taken away': [THUMBPRINTS],
  'an extra tag of a provider': [
    {
      Action: 'UntagOpenIDConnectProvider',
      OpenIDConnectProviderArn: PROVIDER_ARN,
      'TagKeys.member.1': 'by',
    },
  ],
  'a deleted provider': [
    {
      Action: 'CreateOpenIDConnectProvider',
      Url: `https://${PROVIDER}`,
      'ClientIDList.member.1': 'acme',
      'ThumbprintList.member.1': 'a'.repeat(40),
    },
  ],
  'several things at once': [
    { Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'sneaky' },
    { Action: 'UpdateRole', RoleName: 'r', MaxSessionDuration: '3600' },
    { Action: 'RemoveUserFromGroup', UserName: 'u', GroupName: 'g2' },
  ],
};
