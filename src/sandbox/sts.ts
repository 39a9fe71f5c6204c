import { authorizeWebIdentity } from './authorization/web-identity.ts';
import { AwsError, validationError } from './aws-error.ts';
import type { Call, Handlers } from './call.ts';
import type { Role } from './iam/records.ts';
import { asList, isObject, member, parseObject } from './json.ts';
import type { World } from './world.ts';

/** Sessions that AssumeRole made, by access key. */
export interface Session {
  readonly arn: string;
  readonly userId: string;
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

const sessionCredentials = (accessKeyId: string, expires: number) => ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: `sandbox-${accessKeyId}`.padEnd(40, '0'),
  SessionToken: `sandbox-session-${accessKeyId}`,
  Expiration: new Date(expires).toISOString(),
});

const HOUR = 3_600;

/**
 * STS: who is calling, and sessions of roles that exist, in any account of the sandbox. A trust policy is evaluated for web
 * identities alone, by switch; of others an external id that it asks for has to be given.
 */
export function stsHandlers(sessions: Map<string, Session>, worlds: ReadonlyMap<string, World>): Handlers {
  const assume: Handlers[string] = (call) => {
    const { action, params, region } = call;
    const arn = params.require('RoleArn');
    const session = params.require('RoleSessionName');
    checkSessionName(session);
    const account = arn.split(':')[4] ?? '';
    const world = worlds.get(account) ?? (worlds.size > 1 ? undefined : call.world);
    const role = world === undefined ? undefined : roleIn(world, arn);
    if (world === undefined || role === undefined) throw refused(call, arn);
    if (action === 'AssumeRole') checkExternalId(call, role, arn);
    const seconds = durationOf(call, role);
    if (world.switches.authorization !== 'off' && action === 'AssumeRoleWithWebIdentity')
      authorizeWebIdentity(world, params, role.trust);
    role.lastUsed = { date: world.now(), region };
    const assumed = {
      AssumedRoleId: `${role.id}:${session}`,
      Arn: `arn:aws:sts::${world.account}:assumed-role/${role.name}/${session}`,
    };
    const accessKeyId = world.uniqueId('ASIA').slice(0, 20);
    const expires = Date.now() + seconds * 1_000;
    const { Arn, AssumedRoleId } = assumed;
    sessions.set(accessKeyId, { arn: Arn, userId: AssumedRoleId, account: world.account, expires });
    return { Credentials: sessionCredentials(accessKeyId, expires), AssumedRoleUser: assumed };
  };
  return {
    GetCallerIdentity: ({ caller }) => ({
      UserId: caller.userId,
      Account: caller.account,
      Arn: caller.arn,
    }),
    AssumeRole: assume,
    AssumeRoleWithWebIdentity: assume,
  };
}

function roleIn(world: World, arn: string): Role | undefined {
  try {
    return world.iam.role(arn.slice(arn.lastIndexOf('/') + 1));
  } catch {
    return undefined;
  }
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function checkSessionName(name: string): void {
  const broken = [
    ...(/^[\w+=,.@-]*$/.test(name)
      ? []
      : [String.raw`Member must satisfy regular expression pattern: [\w+=,.@-]*`]),
    ...(name.length < 2 ? ['Member must have length greater than or equal to 2'] : []),
    ...(name.length > 64 ? ['Member must have length less than or equal to 64'] : []),
  ].map((constraint) => `Value '${name}' at 'roleSessionName' failed to satisfy constraint: ${constraint}`);
  if (broken.length === 0) return;
  const errors = broken.length === 1 ? 'error' : 'errors';
  throw validationError(`${broken.length} validation ${errors} detected: ${broken.join('; ')}`);
}

/** STS says of a role that is not there what it says of one that trusts others. */
function refused({ caller }: Call, arn: string): AwsError {
  const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
  return new AwsError('AccessDenied', 403, message);
}

/** Every statement that asks for an external id has to get it: nothing else of the trust policy is looked at. */
function checkExternalId(call: Call, role: Role, arn: string): void {
  const given = call.params.get('ExternalId');
  const statements = asList(member(parseObject(role.trust), 'Statement')).filter(isObject);
  const asked = statements.map((statement) => {
    const condition = member(statement, 'Condition');
    const equals = isObject(condition) ? member(condition, 'StringEquals') : undefined;
    return isObject(equals) ? member(equals, 'sts:ExternalId') : undefined;
  });
  const lets = asked.some((wanted) => wanted === undefined || asList(wanted).includes(given ?? ''));
  if (!lets) throw refused(call, arn);
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function durationOf({ caller, params }: Call, role: Role): number {
  const seconds = Number(params.get('DurationSeconds') ?? HOUR);
  if (seconds > role.maxSessionDuration)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  if (seconds > HOUR && caller.arn.includes(':assumed-role/'))
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  return seconds;
}
