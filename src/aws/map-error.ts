import { isNativeError } from 'node:util/types';
import { RolekeeperError } from '../model/failure.ts';
import { describeCredentialsFailure } from './credentials-failure.ts';
import { describeDenial } from './denial.ts';
import { ERROR_TEXTS } from './error-texts.ts';
import { UnansweredError } from './unanswered.ts';

/** The request that failed. */
export interface Origin {
  /** `iam:GetRole` */
  readonly action: string;
  /** `https://iam.amazonaws.com`; absent when nothing was sent. */
  readonly endpoint?: string;
}

/** What errors of the SDK and of node:http carry. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly input?: unknown;
  readonly hostname?: unknown;
  readonly errors?: unknown;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly attempts?: number;
  };
}

const THROTTLED = /^(Throttl|RequestThrottled|TooManyRequests|RequestLimitExceeded|SlowDown|Rate ?exceeded)/i;

/** An answer of AWS that says to come again later. */
export function isThrottling(error: unknown): error is Error & { readonly $metadata: { attempts?: number } } {
  return isNativeError(error) && '$metadata' in error && isThrottled(error as SdkError);
}

function isThrottled(error: SdkError): boolean {
  return THROTTLED.test(error.name) || error.$metadata?.httpStatusCode === 429;
}

/** What node says of the network, in words (https://nodejs.org/api/errors.html#common-system-errors). */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it ended the connection without an answer',
  EPIPE: 'it ended the connection without an answer',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it did not answer in time',
  EPROTO: 'it does not speak TLS',
};

/**
 * An error of the SDK in our words: `no-credentials`, `access-denied`, `unreachable` (network, what is not AWS,
 * throttling, AWS's own failures), else `internal` with AWS's code, message and request id.
 */
export function mapError(error: unknown, origin: Origin): RolekeeperError {
  if (error instanceof RolekeeperError) return error;
  if (!isNativeError(error)) {
    return new RolekeeperError('internal', `${origin.action} failed: ${String(error)}`, { cause: error });
  }
  const told =
    describeCredentialsFailure(error, origin.action) ??
    describeDenial(error, origin.action) ??
    describeUnreachable(error, origin);
  if (told !== undefined) {
    return new RolekeeperError(told.reason, told.message, {
      hint: told.hint,
      cause: error,
      detail: 'detail' in told ? told.detail : undefined,
    });
  }
  const { requestId, httpStatusCode } = (error as SdkError).$metadata ?? {};
  const where = [
    ...(httpStatusCode === undefined ? [] : [`HTTP ${httpStatusCode}`]),
    ...(requestId === undefined ? [] : [`request id ${requestId}`]),
  ].join(', ');
  return new RolekeeperError(
    'internal',
    `${origin.action} failed: ${error.name}: ${error.message}${where === '' ? '' : ` (${where})`}`,
    { cause: error },
  );
}

interface Told {
  readonly reason: 'unreachable';
  readonly message: string;
  readonly hint: string;
}

function describeUnreachable(error: SdkError, { action, endpoint }: Origin): Told | undefined {
  const unreachable = (message: string, hint: string): Told => ({ reason: 'unreachable', message, hint });
  const place = endpoint ?? 'the endpoint of AWS';
  const status = error.$metadata?.httpStatusCode;

  if (error.code === 'ERR_INVALID_URL') {
    return unreachable(
      `${JSON.stringify(error.input)} is not the URL of an endpoint`,
      'set AWS_ENDPOINT_URL to a URL such as http://127.0.0.1:4566, or remove it to use AWS itself',
    );
  }
  if (isThrottled(error)) {
    const attempts = error.$metadata?.attempts;
    const tried = attempts === undefined ? '' : ` after ${attempts} attempt${attempts === 1 ? '' : 's'}`;
    return unreachable(
      `AWS still throttles ${action}${tried}: ${error.message}`,
      'something else in this account calls the same API very often; run again later',
    );
  }
  if (error instanceof UnansweredError) {
    return unreachable(
      `${place} does not answer ${action}: ${error.message}`,
      /:(?:Describe|Get|List)/.test(action)
        ? 'run again later; ROLEKEEPER_AWS_TIMEOUT sets the seconds that a request may take'
        : 'run again later: whether AWS did it is not known, and the next run reads what is there',
    );
  }
  const trouble = networkTrouble(error);
  if (trouble !== undefined) {
    return unreachable(`${place} cannot be reached for ${action}: ${trouble}`, reachHint(endpoint));
  }
  if (isForeignAnswer(error)) {
    const said = status === undefined ? '' : ` (HTTP ${status})`;
    return unreachable(
      `what answers ${action} at ${place} is not AWS${said}`,
      'check AWS_ENDPOINT_URL, and whether a proxy answers in place of AWS',
    );
  }
  if (status === 400 && error.name === 'ValidationError' && ERROR_TEXTS.unknownPage.test(error.message)) {
    return unreachable(
      `${place} does not know the next page of ${action}, which its own answer named: ${error.message}`,
      'run again; if it happens again, what answers is not AWS',
    );
  }
  if (status !== undefined && status >= 500) {
    return unreachable(
      `${place} could not carry out ${action}: ${error.name}: ${error.message} (HTTP ${status})`,
      'run again later; https://health.aws.amazon.com says whether AWS has a problem',
    );
  }
  return undefined;
}

/** In words; undefined when the network is not to blame. */
function networkTrouble(error: SdkError): string | undefined {
  const code = codeOf(error) ?? '';
  const known = NETWORK[code];
  if (known !== undefined) return `${known} (${code})`;
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  if (/CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL)/.test(code)) {
    return `its certificate is not accepted: ${error.message} (${code})`;
  }
  return undefined;
}

/**
 * Where a name has several addresses, node tries all and gives all their errors. Where the SDK wraps an error, its
 * text alone is left.
 */
function codeOf({ code, errors, message }: SdkError): string | undefined {
  if (typeof code === 'string') return code;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (isNativeError(first)) return codeOf(first);
  if (ERROR_TEXTS.hangUp.test(message)) return 'ECONNRESET';
  return ERROR_TEXTS.systemError.exec(message)?.[0];
}

/**
 * HTML, JSON or nothing where XML of AWS should be. HTML that happens to be XML has no code and no message: the SDK
 * then writes "Unknown", and "NotFound" for HTTP 404.
 */
function isForeignAnswer({ name, message }: Error): boolean {
  return (
    ERROR_TEXTS.notXml.test(message) ||
    (ERROR_TEXTS.unknown.test(message) && (name === 'Unknown' || name === 'NotFound'))
  );
}

function reachHint(endpoint: string | undefined): string {
  return endpoint !== undefined && !endpoint.includes('.amazonaws.')
    ? 'check AWS_ENDPOINT_URL: start what should listen there, or remove the variable to use AWS itself'
    : 'check the network, the proxy settings and the region';
}
