import { AwsError } from '../aws-error.ts';
import type { Call } from '../call.ts';
import { awsManagedPolicy } from '../iam/aws-managed-policies.ts';
import { defaultDocument } from '../iam/policy-versions.ts';
import type { Entity } from '../iam/records.ts';
import type { IamStore } from '../iam/store.ts';
import { type JsonObject, parseObject } from '../json.ts';
import type { Origin } from '../ledger.ts';
import type { Params } from '../query.ts';
import type { World } from '../world.ts';
import { type Decision, evaluate, type Request } from './evaluate.ts';

/**
 * Refuses a request that the policies of its caller do not allow. Sessions of roles are held against them; the account's
 * own root, and keys that no session was made for, may do everything.
 *
 * @throws AwsError AccessDenied
 */
export function authorizeCall(service: string, call: Call): void {
  const { world, action, caller } = call;
  if (service === 'sts') return;
  const requests = [
    {
      action: `${service}:${action}`,
      resources: resourcesOf(service, call),
      context: contextOf(service, call),
    },
    ...passedRoles(service, call),
  ];
  for (const request of requests) authorize(world.iam, caller.arn, request);
}

function authorize(iam: IamStore, principal: string, request: Request): void {
  const role = roleOf(iam, principal);
  if (role === undefined) return;
  const context = { ...request.context, 'aws:principalarn': [iam.arn('role', role)] };
  const decision = decideFor(iam, role, { ...request, context });
  if (decision === 'allowed') return;
  const why =
    decision === 'denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${request.action} action`;
  const on = request.resources.length === 1 ? ` on resource: ${request.resources[0] ?? ''}` : '';
  throw new AwsError(
    'AccessDenied',
    403,
    `User: ${principal} is not authorized to perform: ${request.action}${on} ${why}`,
  );
}

function resourcesOf(service: string, { world, params, region }: Call): readonly string[] {
  if (service === 'iam') return [iamResource(world.iam, params)];
  const set = params.get('ChangeSetName') ?? '';
  const name = params.get('StackName') ?? world.cloudFormation.findChangeSet(region, set)?.[0].id;
  if (name === undefined) return ['*'];
  if (name.startsWith('arn:')) return [name];
  const known = world.cloudFormation.find(region, name)?.id;
  return [known ?? `arn:aws:cloudformation:${region}:${world.account}:stack/${name}/new`];
}

/** By the parameter that names it. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
function iamResource(iam: IamStore, params: Params): string {
  const [profile, policy, provider] = ['InstanceProfileName', 'PolicyArn', 'OpenIDConnectProviderArn'].map(
    (name) => params.get(name),
  );
  const account = iam.account;
  if (profile !== undefined) return `arn:aws:iam::${account}:instance-profile/${profile}`;
  for (const [name, kind] of [
    ['RoleName', 'role'],
    ['GroupName', 'group'],
    ['UserName', 'user'],
  ] as const) {
    const value = params.get(name);
    if (value !== undefined) return arnOf(iam, `${kind}/${value}`);
  }
  return policy ?? provider ?? '*';
}

function contextOf(service: string, { params }: Call): Request['context'] {
  if (service !== 'cloudformation') return {};
  const types = (params.structures('ResourcesToImport') ?? []).map((one) => one.get('ResourceType') ?? '');
  const values: Readonly<Record<string, readonly (string | undefined)[]>> = {
    'cloudformation:changesetname': [params.get('ChangeSetName')],
    'cloudformation:rolearn': [params.get('RoleARN')],
    'cloudformation:importresourcetypes': types,
  };
  const given = Object.entries(values).map(
    ([key, list]) => [key, list.filter((value) => value !== undefined)] as const,
  );
  return Object.fromEntries(given.filter(([, list]) => list.length > 0));
}

/** A role that a request hands to CloudFormation. */
function passedRoles(service: string, { params }: Call): readonly Request[] {
  const arn = params.get('RoleARN');
  if (service !== 'cloudformation' || arn === undefined) return [];
  return [passRole(arn, 'cloudformation.amazonaws.com', {})];
}

function passRole(arn: string, to: string, context: Request['context']): Request {
  return { action: 'iam:PassRole', resources: [arn], context: { ...context, 'iam:passedtoservice': [to] } };
}

/** One change that a handler of CloudFormation is about to make. */
export interface HandlerWrite {
  readonly origin: Origin;
  /** The action of IAM. */
  readonly operation: string;
  /** `role/<name>`, as in the ledger. */
  readonly resource: string;
  readonly subject: string | undefined;
  /** IAM before and after the change. */
  readonly before: IamStore;
  readonly after: IamStore;
}

/**
 * Refuses what CloudFormation does in IAM and may not: as the service role that the stack carries, or with the
 * permissions of who started the operation (forward access sessions, which carry `aws:CalledVia`).
 *
 * @throws AwsError AccessDenied
 */
export function authorizeHandler(world: World, write: HandlerWrite): void {
  const { origin, operation, resource, subject, before, after } = write;
  if (origin.kind === 'api') return;
  const stack = world.cloudFormation.stacks.find(({ id }) => id === origin.stackId);
  const principal = stack?.roleArn ?? world.principals.get(origin.by);
  if (principal === undefined) return;
  const via = stack?.roleArn === undefined ? { 'aws:calledvia': ['cloudformation.amazonaws.com'] } : {};
  const boundary = boundaryOf(operation, resource, subject, before, after);
  const context = { ...via, ...(boundary === undefined ? {} : { 'iam:permissionsboundary': [boundary] }) };
  const target = /^(AddUserTo|RemoveUserFrom)Group$/.test(operation) ? `group/${subject ?? ''}` : resource;
  const arn = arnOf(operation.startsWith('Create') ? after : before, target);
  authorize(before, principal, { action: `iam:${operation}`, resources: [arn], context });
  if (operation === 'AddRoleToInstanceProfile')
    authorize(before, principal, passRole(arnOf(after, `role/${subject ?? ''}`), 'ec2.amazonaws.com', via));
}

function boundaryOf(
  operation: string,
  resource: string,
  subject: string | undefined,
  before: IamStore,
  after: IamStore,
): string | undefined {
  if (operation.endsWith('PermissionsBoundary') && operation.startsWith('Put')) return subject;
  const [kind, name = ''] = resource.split('/');
  if (kind !== 'role' && kind !== 'user') return undefined;
  const store = operation.startsWith('Create') ? after : before;
  return (kind === 'role' ? store.roles : store.users).get(name.toLowerCase())?.boundary;
}

/** The ARN of what a ledger entry names; with the path that it has, where it exists. */
function arnOf(iam: IamStore, resource: string): string {
  const kind = resource.slice(0, resource.indexOf('/'));
  const name = resource.slice(kind.length + 1);
  const path = pathOf(iam, kind, name.toLowerCase());
  const type = kind === 'managed-policy' ? 'policy' : kind;
  return `arn:aws:iam::${iam.account}:${type}${path ?? '/'}${name}`;
}

function pathOf(iam: IamStore, kind: string, key: string): string | undefined {
  switch (kind) {
    case 'role':
      return iam.roles.get(key)?.path;
    case 'user':
      return iam.users.get(key)?.path;
    case 'group':
      return iam.groups.get(key)?.path;
    case 'managed-policy':
      return iam.policies.get(key)?.path;
    case 'instance-profile':
      return iam.instanceProfiles.get(key)?.path;
    default:
      return undefined;
  }
}

/** The role of a session, and what a role's ARN names; undefined for the account itself, which may do everything. */
function roleOf(iam: IamStore, arn: string): Entity | undefined {
  const [, name] =
    /^arn:[^:]+:sts::\d+:assumed-role\/([^/]+)\//.exec(arn) ?? /:role\/(?:[^:]*\/)?([^/:]+)$/.exec(arn) ?? [];
  return name === undefined ? undefined : iam.role(name);
}

/** What the policies of a role decide, within its boundary. */
function decideFor(iam: IamStore, role: Entity, request: Request): Decision {
  const policies = [
    ...role.inline.map(({ document }) => parseObject(document)),
    ...role.attached.map((arn) => documentOf(iam, arn)),
  ];
  const decision = evaluate(policies, request);
  if (decision !== 'allowed' || role.boundary === undefined) return decision;
  return evaluate([documentOf(iam, role.boundary)], request);
}

function documentOf(iam: IamStore, arn: string): JsonObject {
  const own = iam.findPolicy(arn);
  return parseObject(own === undefined ? (awsManagedPolicy(arn)?.document ?? '{}') : defaultDocument(own));
}
