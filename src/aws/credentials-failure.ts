import type { FailureDetail } from '../model/failure.ts';
import { ERROR_TEXTS } from './error-texts.ts';

/** Why there are no credentials that AWS accepts, and what to do. */
export interface CredentialsFailure {
  readonly reason: 'no-credentials';
  readonly message: string;
  readonly hint: string;
  readonly detail?: FailureDetail;
}

const HOW_TO_GIVE =
  'in a workflow, use aws-actions/configure-aws-credentials before this step (with "permissions: id-token: write"); ' +
  'elsewhere, set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';

/** AWS's codes for credentials that it does not take (https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html). */
const REFUSALS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ExpiredToken: [
    'the credentials have expired',
    'get new ones: "aws sso login", or run the workflow step that assumes the role again',
  ],
  InvalidClientTokenId: [
    'AWS does not know the access key',
    'check AWS_ACCESS_KEY_ID: the key may be deleted, inactive, of another partition, or lack its AWS_SESSION_TOKEN',
  ],
  SignatureDoesNotMatch: [
    'the secret access key does not belong to the access key',
    'check AWS_SECRET_ACCESS_KEY for missing characters and white space',
  ],
  RequestExpired: [
    'AWS refuses the time of the request',
    'set the clock of this machine: it differs from the time of AWS by more than five minutes',
  ],
  MissingAuthenticationToken: ['the request had no credentials', HOW_TO_GIVE],
  OptInRequired: ['the account is not allowed to use this region', 'enable the region in the account'],
  InvalidIdentityToken: [
    'AWS does not accept the identity token of this workflow',
    'check the identity provider token.actions.githubusercontent.com in the account, and its audience',
  ],
};

const SAME_AS: Readonly<Record<string, string>> = {
  ExpiredTokenException: 'ExpiredToken',
  TokenRefreshRequired: 'ExpiredToken',
  InvalidIdentityTokenException: 'InvalidIdentityToken',
  IDPRejectedClaimException: 'InvalidIdentityToken',
  IDPRejectedClaim: 'InvalidIdentityToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidAccessKeyId: 'InvalidClientTokenId',
  AuthFailure: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  IncompleteSignature: 'SignatureDoesNotMatch',
  RequestTimeTooSkewed: 'RequestExpired',
  RequestInTheFuture: 'RequestExpired',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
};

/** Undefined when credentials are not to blame. */
export function describeCredentialsFailure(error: Error, action: string): CredentialsFailure | undefined {
  const failure = (message: string, hint: string): CredentialsFailure => ({
    reason: 'no-credentials',
    message,
    hint,
  });
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return ERROR_TEXTS.noCredentials.test(error.message)
      ? { ...failure('there are no AWS credentials', HOW_TO_GIVE), detail: { detail: 'none-given' } }
      : failure(`the AWS credentials cannot be used: ${error.message}`, HOW_TO_GIVE);
  }
  const path = unreadableFile(error);
  if (path !== undefined) {
    return failure(
      `the AWS credentials cannot be used: ${path} cannot be read`,
      'check AWS_WEB_IDENTITY_TOKEN_FILE, AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE',
    );
  }
  if (ERROR_TEXTS.webIdentityDenied.test(error.message)) {
    return failure(
      `the role cannot be assumed by this workflow: ${error.message}`,
      'check the role\'s trust policy: the claims "sub" and "aud" must match this repository, branch or environment',
    );
  }
  const skewed = error.name === 'SignatureDoesNotMatch' && ERROR_TEXTS.clockSkewed.test(error.message);
  const code = skewed ? 'RequestExpired' : (SAME_AS[error.name] ?? error.name);
  const refusal = REFUSALS[code];
  if (refusal === undefined) return undefined;
  const [message, hint] = refusal;
  return failure(`${message} (${error.name} for ${action}: ${error.message})`, hint);
}

/** The SDK opens files for credentials only. */
function unreadableFile(error: Error): string | undefined {
  const { syscall, path } = error as Error & { readonly syscall?: unknown; readonly path?: unknown };
  return syscall === 'open' && typeof path === 'string' ? path : undefined;
}

/**
 * Why the chosen profile gives no credentials, in place of "could not load credentials from any providers": the SDK's
 * chain drops it.
 *
 * @param profile what the SDK says of the profile alone
 * @returns undefined where no profile was chosen
 */
export function describeProfileFailure(profile: Error): CredentialsFailure | undefined {
  const { message } = profile;
  const missing = ERROR_TEXTS.profileMissing.exec(message)?.groups?.['profile'];
  if (missing === 'default') return undefined;
  if (ERROR_TEXTS.processFailed.test(message)) {
    // The command line may hold a secret; what the process says, it says to be read.
    const [, ...said] = message.split('\n');
    const last = said.filter((line) => line.trim() !== '').at(-1);
    return {
      reason: 'no-credentials',
      message: `the credential_process of the profile failed${last === undefined ? '' : `: ${last.trim().slice(0, 200)}`}`,
      hint: 'run the command that the profile (AWS_PROFILE) names in ~/.aws/config, and see what it says',
    };
  }
  if (missing !== undefined) {
    return {
      reason: 'no-credentials',
      message: `the profile ${missing} is in no file of AWS, or has no credentials`,
      hint: 'see "aws configure list-profiles"; check AWS_PROFILE, and "source_profile" in ~/.aws/config',
    };
  }
  return {
    reason: 'no-credentials',
    message: `the AWS credentials cannot be used: ${message}`,
    hint: 'correct the profile (AWS_PROFILE) in ~/.aws/config or ~/.aws/credentials',
  };
}
