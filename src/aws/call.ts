import { isNativeError } from 'node:util/types';
import { RolekeeperError } from '../model/failure.ts';
import type { Connection } from './clients.ts';
import { mapError, type Origin } from './map-error.ts';

/** What every request of the SDK is sent with. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/** Sends requests to one service, and says in our words what went wrong. */
export interface Caller {
  /**
   * @param action IAM's name of the permission, `iam:GetRole`
   * @throws RolekeeperError; its `cause` is the SDK's error. Once the connection's signal is aborted: the signal's reason
   */
  <T>(action: string, send: (options: SendOptions) => Promise<T>): Promise<T>;
}

export function callerOf(connection: Connection<unknown>): Caller {
  const { signal } = connection;
  return async (action, send) => {
    signal.throwIfAborted();
    try {
      return await send({ abortSignal: signal });
    } catch (error) {
      // The SDK throws its own AbortError, which does not say why.
      signal.throwIfAborted();
      throw mapError(error, originOf(connection, action));
    }
  };
}

function originOf(connection: Connection<unknown>, action: string): Origin {
  const endpoint = connection.endpoint();
  return { action, ...(endpoint === undefined ? {} : { endpoint }) };
}

/** AWS's code of an error that a call threw: `NoSuchEntity`. Classes of the SDK end in `Exception`, codes often not. */
export function awsCodeOf(error: unknown): string | undefined {
  const cause = error instanceof RolekeeperError ? error.cause : error;
  return isNativeError(cause) ? cause.name.replace(/Exception$/, '') : undefined;
}

/** AWS's own message of an error that a call threw. */
export function awsMessageOf(error: unknown): string {
  const cause = error instanceof RolekeeperError ? error.cause : error;
  return isNativeError(cause) ? cause.message : '';
}

/** What a read gives, or undefined when AWS says that there is no such thing. */
export async function orUndefined<T>(
  read: Promise<T>,
  isMissing: (error: unknown) => boolean,
): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * A member that AWS always sends. A page of HTML from a proxy parses as an answer without any member, and an account
 * must not look empty because of that.
 */
export function present<T>(value: T | undefined, action: string, member: string): T {
  if (value !== undefined) return value;
  throw new RolekeeperError('unreachable', `the answer to ${action} has no ${member}: it is not from AWS`, {
    hint: 'check AWS_ENDPOINT_URL, and whether a proxy answers in place of AWS',
  });
}
