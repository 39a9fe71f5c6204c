import { formatArn, iamArn } from '../model/arn.ts';
import { kindSpec } from '../kinds/registry.ts';
import { KINDS, type Kind } from '../model/address.ts';
import type { JsonObject } from '../model/json.ts';
import { githubProviderArn, roleArn, stackArns, type AccessScope } from './access-scope.ts';
import { HANDLER_ACTIONS, OWN_ROLE_WRITES } from './handler-actions.ts';
import { policyOf, type PolicyStatement } from './policy.ts';
import { ACCOUNT_READS, APPLY_ACTIONS, OWN_STACK_READS, STACK_WRITES } from './read-actions.ts';

const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/** The plan role: reads, and nothing else. */
export function planPolicy(scope: AccessScope): JsonObject {
  return policyOf(readStatements(scope));
}

function readStatements(scope: AccessScope): readonly PolicyStatement[] {
  return [
    { Sid: 'Read', Effect: 'Allow', Action: ACCOUNT_READS, Resource: '*' },
    { Sid: 'ReadOwnStacks', Effect: 'Allow', Action: OWN_STACK_READS, Resource: stackArns(scope) },
  ];
}

/** The apply role: what plan has, its own change sets, and in one of the forms the way to IAM. */
export function applyPolicy(scope: AccessScope): JsonObject {
  const byWay =
    scope.form === 'service-role'
      ? [passStatement(scope)]
      : [...handlerStatements(scope, calledVia()), denyOwn(scope)];
  return policyOf([...readStatements(scope), ...stackStatements(scope), ...byWay]);
}

/** CloudFormation's service role: the handlers' actions on the names of the scope, and never rolekeeper's own. */
export function servicePolicy(scope: AccessScope): JsonObject {
  return policyOf([...handlerStatements(scope, undefined), denyOwn(scope)]);
}

/**
 * For every other principal: only the apply role changes a stack of rolekeeper, or what is about to happen to it. To be
 * attached where the account keeps its guardrails: an SCP, or the boundary of principals that may use CloudFormation.
 */
export function denyOthersPolicy(scope: AccessScope): JsonObject {
  return policyOf([
    {
      Sid: 'OnlyRolekeeperChangesItsStacks',
      Effect: 'Deny',
      Action: STACK_WRITES,
      Resource: [stackArns(scope), changeSetArns(scope)],
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': roleArn(scope, scope.roles.apply) } },
    },
  ]);
}

function changeSetArns({ partition, account, region }: AccessScope): string {
  return formatArn({
    partition,
    service: 'cloudformation',
    region,
    account,
    resource: 'changeSet/rolekeeper-*',
  });
}

function stackStatements(scope: AccessScope): readonly PolicyStatement[] {
  const stacks = stackArns(scope);
  const service = roleArn(scope, scope.roles.service);
  const withRole =
    scope.form === 'service-role' ? { StringEquals: { 'cloudformation:RoleArn': service } } : {};
  const deleteRole =
    scope.form === 'service-role' ? { StringEqualsIfExists: { 'cloudformation:RoleArn': service } } : {};
  // Whether the key has the name or the ARN of a change set that is named by its ARN is not documented: both are let in.
  const ownSets = {
    StringLike: { 'cloudformation:ChangeSetName': ['rolekeeper-*', changeSetArns(scope)] },
  };
  return [
    {
      Sid: 'MakeOwnChangeSets',
      Effect: 'Allow',
      Action: APPLY_ACTIONS.make,
      Resource: stacks,
      Condition: { ...withRole, StringLike: { 'cloudformation:ChangeSetName': 'rolekeeper-*' } },
    },
    {
      Sid: 'RunOwnChangeSets',
      Effect: 'Allow',
      Action: APPLY_ACTIONS.run,
      Resource: stacks,
      Condition: ownSets,
    },
    {
      Sid: 'LookAtOwnStacks',
      Effect: 'Allow',
      Action: APPLY_ACTIONS.look,
      Resource: [stacks, changeSetArns(scope)],
    },
    {
      Sid: 'DeleteOwnStacks',
      Effect: 'Allow',
      Action: APPLY_ACTIONS.delete,
      Resource: stacks,
      ...(Object.keys(deleteRole).length === 0 ? {} : { Condition: deleteRole }),
    },
  ];
}

function passStatement(scope: AccessScope): PolicyStatement {
  return {
    Sid: 'PassTheServiceRole',
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: roleArn(scope, scope.roles.service),
    Condition: { StringEquals: { 'iam:PassedToService': CLOUDFORMATION } },
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html */
function calledVia(): JsonObject {
  return { 'ForAnyValue:StringEquals': { 'aws:CalledVia': CLOUDFORMATION } };
}

/** What CloudFormation does in IAM, kind by kind, on the names of the scope alone. */
function handlerStatements(scope: AccessScope, by: JsonObject | undefined): readonly PolicyStatement[] {
  return KINDS.flatMap((kind) => {
    const names = scope.managed[kind] ?? [];
    return names.length === 0 ? [] : kindStatements(kind, names, scope, by);
  });
}

function kindStatements(
  kind: Kind,
  names: readonly string[],
  scope: AccessScope,
  by: JsonObject | undefined,
): readonly PolicyStatement[] {
  const { write, read, bounded } = HANDLER_ACTIONS[kind];
  const Resource = [...new Set(names.map((name) => arnOfName(kind, name, scope)))].sort();
  const word = SIDS[kind];
  const free = scope.boundary === undefined ? write : write.filter((action) => !bounded.includes(action));
  const statement = (
    Sid: string,
    actions: readonly string[],
    condition: JsonObject = {},
  ): readonly PolicyStatement[] => {
    const Condition = { ...by, ...condition };
    const Action = actions.map((action) => `iam:${action}`).sort();
    if (actions.length === 0) return [];
    const rest = Object.keys(Condition).length === 0 ? {} : { Condition };
    return [{ Sid, Effect: 'Allow', Action, Resource, ...rest }];
  };
  return [
    ...statement(`Write${word}`, [...free, ...read]),
    ...(scope.boundary === undefined
      ? []
      : statement(`Write${word}WithinTheBoundary`, bounded, {
          StringEquals: { 'iam:PermissionsBoundary': scope.boundary },
        })),
    ...(MORE[kind]?.(scope, by) ?? []),
  ];
}

/** What the handlers of some kinds ask for besides. */
const MORE: Readonly<Partial<Record<Kind, typeof passToInstances>>> = {
  'instance-profile': passToInstances,
  user: groupsOfUsers,
};

const SIDS: Readonly<Record<Kind, string>> = {
  role: 'Roles',
  'managed-policy': 'Policies',
  user: 'Users',
  group: 'Groups',
  'instance-profile': 'InstanceProfiles',
  'oidc-provider': 'IdentityProviders',
};

/** Putting a role into an instance profile passes it to EC2. */
function passToInstances(scope: AccessScope, by: JsonObject | undefined): readonly PolicyStatement[] {
  const roles = scope.managed.role ?? [];
  if (roles.length === 0) return [];
  return [
    {
      Sid: 'PassRolesToInstances',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: [...new Set(roles.map((name) => arnOfName('role', name, scope)))].sort(),
      Condition: { ...by, StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    },
  ];
}

/** IAM holds membership against the group. */
function groupsOfUsers(scope: AccessScope, by: JsonObject | undefined): readonly PolicyStatement[] {
  return [
    {
      Sid: 'PutUsersIntoGroups',
      Effect: 'Allow',
      Action: ['iam:AddUserToGroup', 'iam:RemoveUserFromGroup'],
      Resource: (scope.managed.group ?? ['*']).map((name) => arnOfName('group', name, scope)),
      ...(by === undefined ? {} : { Condition: by }),
    },
  ];
}

function arnOfName(kind: Kind, name: string, scope: AccessScope): string {
  const type = kindSpec(kind).arnType.replace(/\/$/, '');
  return iamArn(scope, `${type}/${name.replace(/^\//, '')}`);
}

/** Whatever a desired file says: not the roles that do it, nor the provider that lets them in, nor the boundary. */
function denyOwn(scope: AccessScope): PolicyStatement {
  const { plan, apply, service } = scope.roles;
  return {
    Sid: 'NeverRolekeepersOwn',
    Effect: 'Deny',
    Action: OWN_ROLE_WRITES.map((action) => `iam:${action}`),
    Resource: [
      ...[plan, apply, service].map((name) => roleArn(scope, name)),
      githubProviderArn(scope),
      ...(scope.boundary === undefined ? [] : [scope.boundary]),
    ],
  };
}
