import type { Scope } from '../../../src/model/integration.ts';
import { allow, inline, integration, resource, role, scope, trustOf } from '../resources.ts';
import type { Call } from './tampering-calls.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
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
    resource('user', 'u', { Groups: ['g'], Policies: [inline('read', allow('s3:GetObject', '*'))] }),
    resource('group', 'g', { ManagedPolicyArns: [READ_ONLY] }),
    resource('instance-profile', 'r'),
  ];
  return scope([
    integration('i', resources, {
      overwrite: ['role/r', 'managed-policy/p', 'user/u', 'group/g', 'instance-profile/r'],
    }),
  ]);
}

const sneaky = allow('*', '*');
const anybody = trustOf('AWS', '*');

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
  'several things at once': [
    { Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'sneaky', PolicyDocument: sneaky },
    { Action: 'UpdateAssumeRolePolicy', RoleName: 'r', PolicyDocument: anybody },
    { Action: 'UpdateRole', RoleName: 'r', MaxSessionDuration: '7200' },
    { Action: 'AddUserToGroup', UserName: 'u', GroupName: 'g2' },
  ],
};
