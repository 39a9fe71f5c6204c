import fc from 'fast-check';
import type { JsonObject } from '../../../src/model/json.ts';
import { trustOf } from '../resources.ts';
import { OUTSIDE, OUTSIDE_POLICY, OWN_POLICY, READ_ONLY } from './desired-draw.ts';

/** One request of the Query API; objects stand for JSON text. */
export type Call = Readonly<Record<string, string | JsonObject>>;

/** Stands in every document that was written by hand: it must never get into a template of ours. */
export const BY_HAND = 's3:WrittenByHand';

type Holder = 'role/r1' | 'role/r2' | 'user/u1' | 'group/g1';
type Entity = Holder | 'managed-policy/p1' | 'instance-profile/x1';

/** One thing that somebody does in the account past rolekeeper. */
export type Tampering =
  | {
      readonly does: 'put inline policy';
      readonly on: Holder;
      readonly name: string;
      readonly effect: string;
    }
  | { readonly does: 'delete inline policy'; readonly on: Holder; readonly name: string }
  | { readonly does: 'attach' | 'detach'; readonly on: Holder; readonly arn: string }
  | { readonly does: 'edit trust'; readonly on: 'role/r1' | 'role/r2'; readonly effect: string }
  | { readonly does: 'edit settings'; readonly on: 'role/r1' | 'role/r2'; readonly parameters: Call }
  | { readonly does: 'put boundary'; readonly on: 'role/r1' | 'user/u1'; readonly arn: string }
  | { readonly does: 'delete boundary'; readonly on: 'role/r1' | 'user/u1' }
  | { readonly does: 'tag'; readonly on: 'role/r1' | 'user/u1'; readonly key: string }
  | { readonly does: 'untag'; readonly on: 'role/r1' | 'user/u1'; readonly key: string }
  | { readonly does: 'move'; readonly on: 'user/u1' | 'group/g1' }
  | { readonly does: 'edit managed policy' | 'go back to the first version' }
  | { readonly does: 'join' | 'leave'; readonly group: string }
  | { readonly does: 'give profile a role'; readonly role: string }
  | { readonly does: 'take role of profile' }
  | { readonly does: 'make access key' }
  | { readonly does: 'delete'; readonly on: Entity }
  | { readonly does: 'make'; readonly on: Entity; readonly path: string }
  | { readonly does: 'make in another stack'; readonly on: 'role/r2' | 'group/g1' }
  | { readonly does: 'delete our stack' | 'edit our stack' };

const holder = fc.constantFrom<Holder>('role/r1', 'role/r2', 'user/u1', 'group/g1');
const entity = fc.constantFrom<Entity>(
  'role/r1',
  'role/r2',
  'user/u1',
  'group/g1',
  'managed-policy/p1',
  'instance-profile/x1',
);
const anyRole = fc.constantFrom<'role/r1' | 'role/r2'>('role/r1', 'role/r2');
const tagged = fc.constantFrom<'role/r1' | 'user/u1'>('role/r1', 'user/u1');
const policyName = fc.constantFrom('read', 'write', 'sneaky');
const effect = fc.constantFrom('Allow', 'Deny');
const tagKey = fc.constantFrom('owner', 'by-hand', 'robot-1');
const arn = fc.constantFrom(READ_ONLY, OWN_POLICY, OUTSIDE_POLICY, 'arn:aws:iam::aws:policy/AWSDenyAll');
const is = <const T extends string>(...does: [T, ...T[]]): fc.Arbitrary<T> => fc.constantFrom(...does);

const anyTampering: fc.Arbitrary<Tampering> = fc.oneof(
  fc.record({ does: is('put inline policy'), on: holder, name: policyName, effect }),
  fc.record({ does: is('delete inline policy'), on: holder, name: policyName }),
  fc.record({ does: is('attach', 'detach'), on: holder, arn }),
  fc.record({ does: is('edit trust'), on: anyRole, effect }),
  fc.record({
    does: is('edit settings'),
    on: anyRole,
    parameters: fc.constantFrom<Call>(
      { MaxSessionDuration: '43200' },
      { MaxSessionDuration: '3600' },
      { Description: 'by hand' },
      { Description: '' },
    ),
  }),
  fc.record({ does: is('put boundary'), on: tagged, arn }),
  fc.record({ does: is('delete boundary'), on: tagged }),
  fc.record({ does: is('tag'), on: tagged, key: tagKey }),
  fc.record({ does: is('untag'), on: tagged, key: tagKey }),
  fc.record({ does: is('move'), on: fc.constantFrom<'user/u1' | 'group/g1'>('user/u1', 'group/g1') }),
  fc.record({ does: is('edit managed policy', 'go back to the first version') }),
  fc.record({ does: is('join', 'leave'), group: fc.constantFrom('g1', OUTSIDE) }),
  fc.record({ does: is('give profile a role'), role: fc.constantFrom('r1', OUTSIDE) }),
  fc.record({ does: is('take role of profile') }),
  fc.record({ does: is('delete'), on: entity }),
  fc.record({ does: is('make'), on: entity, path: fc.constantFrom('/', '/hand/') }),
  fc.record({ does: is('make access key') }),
  fc.record({
    does: is('make in another stack'),
    on: fc.constantFrom<'role/r2' | 'group/g1'>('role/r2', 'group/g1'),
  }),
  fc.record({ does: is('delete our stack', 'edit our stack') }),
);

export const anyTamperings = fc.array(anyTampering, { maxLength: 5 });

const STACKS = '2010-05-15';

/** The requests of one tampering, in order; those that the account refuses do nothing. */
export function callsOf(tampering: Tampering): readonly Call[] {
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
    case 'make access key':
      return [{ Action: 'CreateAccessKey', UserName: 'u1' }];
    case 'delete':
      return deletionOf(tampering.on);
    case 'make':
      return [creationOf(tampering.on, tampering.path)];
    case 'make in another stack':
      return [foreignStack(tampering.on), ...describes('other')];
    case 'delete our stack':
      return [
        { Action: 'DeleteStack', Version: STACKS, StackName: 'rolekeeper-i' },
        ...describes('rolekeeper-i'),
      ];
    case 'edit our stack':
      return [
        {
          Action: 'UpdateStack',
          Version: STACKS,
          StackName: 'rolekeeper-i',
          TemplateBody: { Resources: { Edited: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } },
        },
        ...describes('rolekeeper-i'),
      ];
  }
}

/** What stands outside every stack from the beginning, for others to refer to. */
export const OUTSIDERS: readonly Call[] = [
  { Action: 'CreateGroup', GroupName: OUTSIDE },
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

function foreignStack(on: 'role/r2' | 'group/g1'): Call {
  const properties: JsonObject =
    on === 'role/r2'
      ? { RoleName: 'r2', AssumeRolePolicyDocument: trustOf('AWS', '406095609952') }
      : { GroupName: 'g1' };
  const Type = on === 'role/r2' ? 'AWS::IAM::Role' : 'AWS::IAM::Group';
  return {
    Action: 'CreateStack',
    Version: STACKS,
    StackName: 'other',
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
    default:
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
