import { authorizeWebIdentity } from './authorization/web-identity.ts';
import type { Handlers } from './call.ts';

/** Sessions that AssumeRole made, by access key. */
export interface Session {
  readonly arn: string;
  readonly userId: string;
}

const sessionCredentials = (accessKeyId: string) => ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: `sandbox-${accessKeyId}`.padEnd(40, '0'),
  SessionToken: `sandbox-session-${accessKeyId}`,
  Expiration: new Date(Date.now() + 3_600_000).toISOString(),
});

/** STS: who is calling, and sessions of roles that exist. A trust policy is evaluated for web identities alone, by switch. */
export function stsHandlers(sessions: Map<string, Session>): Handlers {
  const assume: Handlers[string] = ({ world, action, params, region }) => {
    const arn = params.require('RoleArn');
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const role = world.iam.role(name);
    if (world.switches.authorization !== 'off' && action === 'AssumeRoleWithWebIdentity')
      authorizeWebIdentity(world, params, role.trust);
    const session = params.require('RoleSessionName');
    role.lastUsed = { date: world.now(), region };
    const assumed = {
      AssumedRoleId: `${role.id}:${session}`,
      Arn: `arn:aws:sts::${world.account}:assumed-role/${role.name}/${session}`,
    };
    const accessKeyId = world.uniqueId('ASIA').slice(0, 20);
    sessions.set(accessKeyId, { arn: assumed.Arn, userId: assumed.AssumedRoleId });
    return { Credentials: sessionCredentials(accessKeyId), AssumedRoleUser: assumed };
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
