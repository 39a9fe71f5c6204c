/** How often, and how long, a request that failed is tried again. */
export interface Retries {
  /** Further attempts after a 5xx, a broken connection or a timeout. */
  readonly retries: number;
  /** A rate limit that ends later than this fails the call. */
  readonly rateLimitSeconds: number;
}

/** What a request came to, as far as another attempt depends on it. */
export interface Ended {
  /** Octokit gives a failed connection the status 500. */
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

const RETRIES_AFTER_LIMIT = 2;

/** Answers that another attempt does not change. */
const FINAL = new Set([400, 401, 403, 404, 410, 422, 451]);

/**
 * How long to wait before a request is sent again; undefined where it is not.
 *
 * @param before how often it was sent again already
 * @param now in seconds since 1970
 */
export function secondsBeforeRetry(
  ended: Ended,
  before: number,
  { retries, rateLimitSeconds }: Retries,
  now: number,
): number | undefined {
  if (isRateLimit(ended)) {
    const seconds = secondsOfLimit(ended, now) ?? rateLimitSeconds;
    return before < RETRIES_AFTER_LIMIT && seconds <= rateLimitSeconds ? seconds : undefined;
  }
  const isPassing = ended.status >= 400 && !FINAL.has(ended.status);
  return isPassing && before < retries ? (before + 1) ** 2 : undefined;
}

/** https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately */
function isRateLimit({ status, message, headers }: Ended): boolean {
  if (status === 429) return true;
  return status === 403 && (/\bsecondary rate\b/i.test(message) || headers['x-ratelimit-remaining'] === '0');
}

/** The answer says it in seconds, or as the time when the limit ends. */
function secondsOfLimit({ headers }: Ended, now: number): number | undefined {
  const after = headers['retry-after'];
  if (after !== undefined && Number.isFinite(Number(after))) return Number(after);
  const reset = headers['x-ratelimit-remaining'] === '0' ? headers['x-ratelimit-reset'] : undefined;
  return reset === undefined ? undefined : Math.max(Math.ceil(Number(reset) - now) + 1, 0);
}

/** GraphQL answers 200 to a query that it did not carry out; what lies in the query itself stays an answer. */
export function endOfQuery(data: unknown, headers: Ended['headers']): Ended | undefined {
  const { errors = [] } = (data ?? {}) as { errors?: readonly { type?: string; message?: string }[] };
  const message = errors[0]?.message ?? '';
  if (errors.some(({ type }) => type === 'RATE_LIMITED')) return { status: 429, message, headers };
  return /Something went wrong while executing your query/.test(message)
    ? { status: 500, message, headers }
    : undefined;
}
