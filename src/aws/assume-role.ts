import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { RolekeeperError } from '../model/failure.ts';
import { awsMessageOf, callerOf, present } from './call.ts';
import { ERROR_TEXTS } from './error-texts.ts';
import type { Connection } from './clients.ts';

/** Credentials of a role's session, as the clients of the SDK take them. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface RoleToAssume {
  readonly arn: string;
  /** What CloudTrail shows behind the role's name. */
  readonly sessionName: string;
  readonly externalId?: string;
  readonly durationSeconds?: number;
  /** The file that names the role, for who has to correct it. */
  readonly file: string;
}

/** A session is renewed this long before it ends: a request that was sent just then still has its answer. */
const MARGIN_MILLISECONDS = 5 * 60_000;

/**
 * The credentials of a role that is assumed with those of the connection. It is assumed at the first call, and anew
 * shortly before a session ends: an apply may wait for CloudFormation longer than a session lasts.
 *
 * @param now milliseconds since 1970
 * @throws RolekeeperError `access-denied` where the role does not let the caller assume it; `no-credentials`, `unreachable`
 */
export function assumedCredentials(
  connection: Connection<STSClient>,
  role: RoleToAssume,
  now: () => number,
): () => Promise<SessionCredentials> {
  let session: Promise<SessionCredentials> | undefined;
  let renewAt = 0;
  return async () => {
    if (session === undefined || now() >= renewAt) {
      session = assume(connection, role);
      // Calls meanwhile wait for the same session.
      renewAt = Number.POSITIVE_INFINITY;
      session.then(
        ({ expiration }) => (renewAt = expiration.getTime() - MARGIN_MILLISECONDS),
        () => (renewAt = 0),
      );
    }
    return session;
  };
}

async function assume(connection: Connection<STSClient>, role: RoleToAssume): Promise<SessionCredentials> {
  const action = 'sts:AssumeRole';
  const { arn, sessionName, externalId, durationSeconds } = role;
  const command = new AssumeRoleCommand({
    RoleArn: arn,
    RoleSessionName: sessionName,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
    ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
  });
  try {
    const answer = await callerOf(connection)(action, (options) => connection.client.send(command, options));
    const given = present(answer.Credentials, action, 'Credentials');
    return {
      accessKeyId: present(given.AccessKeyId, action, 'AccessKeyId'),
      secretAccessKey: present(given.SecretAccessKey, action, 'SecretAccessKey'),
      sessionToken: present(given.SessionToken, action, 'SessionToken'),
      expiration: present(given.Expiration, action, 'Expiration'),
    };
  } catch (error) {
    throw explained(error, role);
  }
}

function explained(error: unknown, { arn, externalId, durationSeconds, file }: RoleToAssume): unknown {
  if (!(error instanceof RolekeeperError)) return error;
  if (error.reason !== 'access-denied' && error.reason !== 'internal') return error;
  const id = externalId === undefined ? '' : ', with the external id of the settings';
  const hint =
    durationSeconds !== undefined && ERROR_TEXTS.sessionTooLong.test(awsMessageOf(error))
      ? `lower "durationSeconds" in ${file}, or raise the role's MaxSessionDuration; a role that was assumed itself gets an hour at most`
      : `let the role's trust policy allow sts:AssumeRole to the caller${id}, and the caller's policy allow it of this role; or correct "role:" in ${file}`;
  return new RolekeeperError(
    error.reason === 'internal' ? 'invalid-config' : 'access-denied',
    `the role ${arn} of ${file} cannot be assumed: ${awsMessageOf(error)}`,
    { hint, cause: error },
  );
}
