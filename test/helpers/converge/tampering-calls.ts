import type { JsonObject } from '../../../src/model/json.ts';
import { ACCOUNT, trustOf } from '../resources.ts';
import { OUTSIDE, OUTSIDE_POLICY, OWN_POLICY, READ_ONLY } from './desired-draw.ts';
import { placed, stackNameOf } from './names.ts';
import type { Deed, Entity, Holder, Tampering } from './tampering.ts';

/** One request of the Query API; objects stand for JSON text. */
export type Call = Readonly<Record<string, string | JsonObject>>;

/** Stands in every document that was written by hand: it must never get into a template of ours. */
export const BY_HAND = 's3:WrittenByHand';

const STACKS = '2010-05-15';

/** The requests of one deed, in order; those that the account refuses do nothing. */
export function callsOf({ in: integration, ...tampering }: Deed): readonly Call[] {
  const calls = callsFor(tampering, stackNameOf(integration)).map((call) => placed(call, integration));
  return tampering.does === 'make in capitals' ? calls.map(inCapitals) : calls;
}

function callsFor(tampering: Tampering, stackName: string): readonly Call[] {
  switch (tampering.does) {
    case 'put inline policy':
      return [
        {
          ...named('Put', tampering.on, 'Policy'),
          PolicyName: tampering.name,
          PolicyDocument: byHand(tampering.effect),
        },
      ];
    case 'delete inline policy':
      return [{ ...named('Delete', tampering.on, 'Policy'), PolicyName: tampering.name }];
    case 'attach':
    case 'detach':
      return [
        {
          ...named(tampering.does === 'attach' ? 'Attach' : 'Detach', tampering.on, 'Policy'),
          PolicyArn: tampering.arn,
        },
      ];
    case 'edit trust':
      return [
        {
          Action: 'UpdateAssumeRolePolicy',
          RoleName: nameOf(tampering.on),
          PolicyDocument: trustByHand(tampering.effect),
        },
      ];
    case 'edit settings':
      return [{ Action: 'UpdateRole', RoleName: nameOf(tampering.on), ...tampering.parameters }];
    case 'put boundary':
      return [{ ...named('Put', tampering.on, 'PermissionsBoundary'), PermissionsBoundary: tampering.arn }];
    case 'delete boundary':
      return [named('Delete', tampering.on, 'PermissionsBoundary')];
    case 'tag':
      return [
        {
          ...named('Tag', tampering.on),
          'Tags.member.1.Key': tampering.key,
          'Tags.member.1.Value': 'by hand',
        },
      ];
    case 'untag':
      return [{ ...named('Untag', tampering.on), 'TagKeys.member.1': tampering.key }];
    case 'move':
      return [{ ...named('Update', tampering.on), NewPath: '/hand/' }];
    case 'edit managed policy':
      return [
        {
          Action: 'CreatePolicyVersion',
          PolicyArn: OWN_POLICY,
          PolicyDocument: byHand('Allow'),
          SetAsDefault: 'true',
        },
      ];
    case 'go back to the first version':
      return [{ Action: 'SetDefaultPolicyVersion', PolicyArn: OWN_POLICY, VersionId: 'v1' }];
    case 'join':
    case 'leave':
      return [
        {
          Action: tampering.does === 'join' ? 'AddUserToGroup' : 'RemoveUserFromGroup',
          UserName: 'u1',
          GroupName: tampering.group,
        },
      ];
    case 'give profile a role':
      return [
        ...['r1', OUTSIDE].map((RoleName) => profileCall('RemoveRoleFromInstanceProfile', RoleName)),
        profileCall('AddRoleToInstanceProfile', tampering.role),
      ];
    case 'take role of profile':
      return ['r1', OUTSIDE].map((RoleName) => profileCall('RemoveRoleFromInstanceProfile', RoleName));
    case 'add client id':
      return [{ ...onProvider('AddClientIDToOpenIDConnectProvider'), ClientID: tampering.id }];
    case 'remove client id':
      return [{ ...onProvider('RemoveClientIDFromOpenIDConnectProvider'), ClientID: tampering.id }];
    case 'write thumbprints':
      return [
        {
          ...onProvider('UpdateOpenIDConnectProviderThumbprint'),
          'ThumbprintList.member.1': tampering.thumbprint,
        },
      ];
    case 'tag provider':
      return [
        {
          ...onProvider('TagOpenIDConnectProvider'),
          'Tags.member.1.Key': tampering.key,
          'Tags.member.1.Value': 'by hand',
        },
      ];
    case 'untag provider':
      return [{ ...onProvider('UntagOpenIDConnectProvider'), 'TagKeys.member.1': tampering.key }];
    case 'make access key':
      return [{ Action: 'CreateAccessKey', UserName: 'u1' }];
    case 'make password':
      return [{ Action: 'CreateLoginProfile', UserName: 'u1', Password: 'Written-by-hand-1' }];
    case 'enable MFA device':
      return [
        {
          Action: 'EnableMFADevice',
          UserName: 'u1',
          SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/${stackName}`,
          AuthenticationCode1: '123456',
          AuthenticationCode2: '654321',
        },
      ];
    case 'let a stranger join':
      return [{ Action: 'AddUserToGroup', UserName: OUTSIDE, GroupName: 'g1' }];
    case 'give a strange profile the role':
      return [
        { Action: 'CreateInstanceProfile', InstanceProfileName: 'x2' },
        { Action: 'AddRoleToInstanceProfile', InstanceProfileName: 'x2', RoleName: 'r1' },
      ];
    case 'fill up the versions':
      return [1, 2, 3, 4].map(() => ({
        Action: 'CreatePolicyVersion',
        PolicyArn: OWN_POLICY,
        PolicyDocument: byHand('Deny'),
      }));
    case 'delete':
      return deletionOf(tampering.on);
    case 'make':
      return [creationOf(tampering.on, tampering.path)];
    case 'make in capitals':
      return [...deletionOf(tampering.on), creationOf(tampering.on, '/')];
    case 'make in another stack':
      return [foreignStack(tampering.on, `other-${stackName}`), ...describes(`other-${stackName}`)];
    case 'delete our stack':
      return [{ Action: 'DeleteStack', Version: STACKS, StackName: stackName }, ...describes(stackName)];
    case 'edit our stack':
      return [
        {
          Action: 'UpdateStack',
          Version: STACKS,
          StackName: stackName,
          TemplateBody: { Resources: { Edited: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } },
        },
        ...describes(stackName),
      ];
  }
}

/** The names of a creation in another case than every file has them in. */
function inCapitals(call: Call): Call {
  const { Action: action } = call;
  if (typeof action !== 'string' || !action.startsWith('Create')) return call;
  return Object.fromEntries(
    Object.entries(call).map(([key, value]) => [
      key,
      /^(Role|Group)Name$/.test(key) && typeof value === 'string' ? value.toUpperCase() : value,
    ]),
  );
}

/** What stands outside every stack from the beginning, for others to refer to. */
export const OUTSIDERS: readonly Call[] = [
  { Action: 'CreateGroup', GroupName: OUTSIDE },
  { Action: 'CreateUser', UserName: OUTSIDE },
  {
    Action: 'CreateRole',
    RoleName: OUTSIDE,
    AssumeRolePolicyDocument: trustOf('Service', 'ec2.amazonaws.com'),
  },
  { Action: 'CreatePolicy', PolicyName: OUTSIDE, PolicyDocument: byHand('Allow') },
];

/** An operation of a stack takes some requests to come to its end. */
function describes(StackName: string): readonly Call[] {
  return Array.from({ length: 12 }, () => ({ Action: 'DescribeStacks', Version: STACKS, StackName }));
}

function foreignStack(on: 'role/r2' | 'group/g1', StackName: string): Call {
  const properties: JsonObject =
    on === 'role/r2'
      ? { RoleName: 'r2', AssumeRolePolicyDocument: trustOf('AWS', '406095609952') }
      : { GroupName: 'g1' };
  const Type = on === 'role/r2' ? 'AWS::IAM::Role' : 'AWS::IAM::Group';
  return {
    Action: 'CreateStack',
    Version: STACKS,
    StackName,
    TemplateBody: { Resources: { Theirs: { Type, Properties: properties } } },
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
  };
}

function creationOf(on: Entity, path: string): Call {
  const Path = { Path: path };
  switch (on) {
    case 'role/r1':
    case 'role/r2':
      return { ...named('Create', on), ...Path, AssumeRolePolicyDocument: trustByHand('Allow') };
    case 'user/u1':
    case 'group/g1':
      return { ...named('Create', on), ...Path };
    case 'managed-policy/p1':
      return { Action: 'CreatePolicy', PolicyName: 'p1', PolicyDocument: byHand('Allow'), ...Path };
    case 'instance-profile/x1':
      return { Action: 'CreateInstanceProfile', InstanceProfileName: 'x1', ...Path };
    case 'oidc-provider/o1':
      return {
        Action: 'CreateOpenIDConnectProvider',
        Url: 'https://o1',
        'ThumbprintList.member.1': 'c'.repeat(40),
      };
  }
}

function deletionOf(on: Entity): readonly Call[] {
  switch (on) {
    case 'managed-policy/p1':
      return [
        ...(['role/r1', 'role/r2', 'user/u1', 'group/g1'] as const).map((one) => ({
          ...named('Detach', one, 'Policy'),
          PolicyArn: OWN_POLICY,
        })),
        ...(['role/r1', 'role/r2', 'user/u1'] as const).map((one) =>
          named('Delete', one, 'PermissionsBoundary'),
        ),
        ...['v1', 'v2', 'v3', 'v4', 'v5'].map((VersionId) => ({
          Action: 'DeletePolicyVersion',
          PolicyArn: OWN_POLICY,
          VersionId,
        })),
        { Action: 'DeletePolicy', PolicyArn: OWN_POLICY },
      ];
    case 'instance-profile/x1':
      return [
        ...['r1', OUTSIDE].map((RoleName) => profileCall('RemoveRoleFromInstanceProfile', RoleName)),
        { Action: 'DeleteInstanceProfile', InstanceProfileName: 'x1' },
      ];
    case 'oidc-provider/o1':
      return [onProvider('DeleteOpenIDConnectProvider')];
    case 'role/r1':
    case 'role/r2':
    case 'user/u1':
    case 'group/g1':
      return [
        ...[READ_ONLY, OWN_POLICY, OUTSIDE_POLICY, 'arn:aws:iam::aws:policy/AWSDenyAll'].map((PolicyArn) => ({
          ...named('Detach', on, 'Policy'),
          PolicyArn,
        })),
        ...['read', 'write', 'sneaky'].map((PolicyName) => ({
          ...named('Delete', on, 'Policy'),
          PolicyName,
        })),
        ...(on === 'role/r1' ? [profileCall('RemoveRoleFromInstanceProfile', 'r1')] : []),
        ...['g1', OUTSIDE].flatMap((GroupName) =>
          on === 'user/u1' || GroupName === nameOf(on)
            ? [{ Action: 'RemoveUserFromGroup', UserName: 'u1', GroupName }]
            : [],
        ),
        named('Delete', on),
      ];
  }
}

function onProvider(action: string): Call {
  return { Action: action, OpenIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/o1` };
}

function profileCall(action: string, RoleName: string): Call {
  return { Action: action, InstanceProfileName: 'x1', RoleName };
}

/** `named('Put', 'role/r1', 'Policy')` → `{ Action: 'PutRolePolicy', RoleName: 'r1' }` */
function named(verb: string, on: Holder, rest = ''): Call {
  const kind = on.startsWith('role') ? 'Role' : on.startsWith('user') ? 'User' : 'Group';
  return { Action: `${verb}${kind}${rest}`, [`${kind}Name`]: nameOf(on) };
}

function nameOf(address: string): string {
  return address.slice(address.indexOf('/') + 1);
}

function byHand(Effect: string): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect, Action: BY_HAND, Resource: '*' }] };
}

function trustByHand(Effect: string): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'WrittenByHand',
        Effect,
        Principal: { AWS: '999988887777' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
      },
    ],
  };
}
