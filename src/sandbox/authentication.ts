import { AwsError } from './aws-error.ts';
import type { Caller } from './call.ts';
import type { Session } from './sts.ts';

/** An access key that the sandbox knows. Without a list every key is accepted. */
export interface SandboxCredential {
  readonly accessKeyId: string;
  /** @default the account's root */
  readonly arn?: string;
  /** An identity of another account than the sandbox's own. */
  readonly account?: string;
  readonly expired?: boolean;
}

export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** The account that a request is about, as far as its key says. */
export function accountOf(
  signature: Signature | undefined,
  credentials: readonly SandboxCredential[] | undefined,
  sessions: ReadonlyMap<string, Session>,
): string | undefined {
  const key = signature?.accessKeyId ?? '';
  return sessions.get(key)?.account ?? credentials?.find((one) => one.accessKeyId === key)?.account;
}

/** Reads SigV4's credential scope. Signatures themselves are not checked. */
export function readSignature(authorization: string | undefined): Signature | undefined {
  const scope = /Credential=([^/,\s=]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization ?? '');
  const [, accessKeyId, region, service] = scope ?? [];
  return accessKeyId === undefined || region === undefined || service === undefined
    ? undefined
    : { accessKeyId, region, service };
}

/** Who signed the request. @throws AwsError for no, unknown or expired credentials */
export function identify(
  signature: Signature | undefined,
  account: string,
  credentials: readonly SandboxCredential[] | undefined,
  sessions: ReadonlyMap<string, Session>,
): Caller {
  if (signature === undefined) {
    throw new AwsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token');
  }
  const { accessKeyId } = signature;
  const session = sessions.get(accessKeyId);
  if (session !== undefined) {
    if (session.expires <= Date.now()) throw expiredToken();
    const { arn, userId, account: own } = session;
    return { accessKeyId, account: own, arn, userId };
  }
  const known = credentials?.find((one) => one.accessKeyId === accessKeyId);
  if (credentials !== undefined && known === undefined) {
    throw new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');
  }
  if (known?.expired === true) throw expiredToken();
  const owner = known?.account ?? account;
  const arn = known?.arn ?? `arn:aws:iam::${owner}:root`;
  return { accessKeyId, arn, userId: arn.endsWith(':root') ? owner : `AIDA${accessKeyId}`, account: owner };
}

export function expiredToken(): AwsError {
  return new AwsError('ExpiredToken', 403, 'The security token included in the request is expired');
}
