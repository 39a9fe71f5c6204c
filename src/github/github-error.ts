import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';

/** What requests are for. */
export interface Need {
  /** In words that follow "could not": `write the comment on pull request #3`. */
  readonly purpose: string;
  /** The line that a job needs under `permissions:`. */
  readonly permission: TokenPermission;
}

export type TokenPermission =
  | 'actions: read'
  | 'administration: read'
  | 'contents: read'
  | 'pull-requests: read'
  | 'pull-requests: write'
  | 'issues: read'
  | 'issues: write';

/** What kept GitHub from doing what it was asked. */
export type GitHubProblem =
  | 'bad-credentials'
  | 'no-permission'
  | 'locked'
  | 'not-found'
  | 'issues-disabled'
  | 'too-long'
  | 'rate-limited'
  | 'unreachable'
  | 'refused';

/** Which problem an error of {@link mapGitHubError} stands for; undefined for any other error. */
export function problemOf(error: unknown): GitHubProblem | undefined {
  if (!(error instanceof RolekeeperError) || error.reason !== 'github') return undefined;
  return error.cause === undefined ? undefined : classify(answerOf(error.cause));
}

/** What a request threw, as a failure with its remedy; what is neither Octokit's nor in the answer stays as it is. */
export function mapGitHubError(error: unknown, need: Need): unknown {
  if (!isFromGitHub(error)) return error;
  const answer = answerOf(error);
  const problem = classify(answer);
  const { said, hint } = EXPLANATIONS[problem](answer, need);
  return new RolekeeperError('github', `could not ${need.purpose}: ${said}`, { hint, cause: error });
}

/** Octokit's errors have a status, or those of GraphQL; an answer in another form fails its schema. */
function isFromGitHub(error: unknown): boolean {
  if (error instanceof z.ZodError) return true;
  if (error instanceof RolekeeperError || typeof error !== 'object' || error === null) return false;
  return 'status' in error || 'errors' in error;
}

interface Answer {
  /** Undefined when there was no answer from GitHub. */
  readonly status: number | undefined;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/** GraphQL answers 200 and names the problem in the body. */
const GRAPHQL_STATUS: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
};

function answerOf(error: unknown): Answer {
  if (error instanceof z.ZodError) {
    return { status: undefined, message: 'the answer is not in the form of GitHub', headers: {} };
  }
  const known = (error ?? {}) as {
    status?: number;
    message?: string;
    errors?: readonly { type?: string; message?: string }[];
    response?: { headers?: Answer['headers']; data?: { message?: unknown } };
  };
  const { response } = known;
  const refusal = known.errors?.find(({ type }) => type !== undefined && GRAPHQL_STATUS[type] !== undefined);
  if (refusal !== undefined) {
    return {
      status: GRAPHQL_STATUS[refusal.type ?? ''],
      message: oneLine(refusal.message ?? ''),
      headers: response?.headers ?? {},
    };
  }
  const said = response?.data?.message;
  return {
    // Octokit gives a failed connection the status 500, and no response.
    status: response === undefined ? undefined : known.status,
    message: oneLine(typeof said === 'string' ? said : (known.message ?? String(error))),
    headers: response?.headers ?? {},
  };
}

/** What GitHub says in words alone: other problems have the same status. */
const TEXTS = {
  /** 403, the status of a missing permission (https://docs.github.com/en/communities/moderating-comments-and-conversations/locking-conversations). */
  locked: /\blocked\b/i,
  /** 422, the status of every field that GitHub refuses: "Body is too long (maximum is 65536 characters)". */
  tooLong: /too long/i,
  /** 403 or 429; 403 is the status of a missing permission (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api). */
  rateLimit: /rate limit/i,
};

function classify({ status, message, headers }: Answer): GitHubProblem {
  if (isRateLimit(message, headers, status)) return 'rate-limited';
  if (status === undefined || status >= 500) return 'unreachable';
  if (status === 401) return 'bad-credentials';
  if (TEXTS.locked.test(message)) return 'locked';
  if (status === 403) return 'no-permission';
  if (status === 410) return 'issues-disabled';
  if (status === 404) return 'not-found';
  if (status === 422 && TEXTS.tooLong.test(message)) return 'too-long';
  return 'refused';
}

function isRateLimit(message: string, headers: Answer['headers'], status: number | undefined): boolean {
  if (TEXTS.rateLimit.test(message) || status === 429) return true;
  return status === 403 && String(headers['x-ratelimit-remaining'] ?? '') === '0';
}

type Explain = (answer: Answer, need: Need) => { readonly said: string; readonly hint: string };

const EXPLANATIONS: Readonly<Record<GitHubProblem, Explain>> = {
  'bad-credentials': ({ message }) => ({
    said: `GitHub does not know the token (401: ${message})`,
    hint: 'pass `github-token: ${{ github.token }}`, or leave the input out; a token ends with its job',
  }),
  'no-permission': ({ message }, { permission }) => ({
    said: `the token lacks the permission (403: ${message})`,
    hint:
      `add \`${permission}\` under \`permissions:\` of the job; in a run for a fork or for Dependabot the token can ` +
      'only read, whatever is written there',
  }),
  locked: ({ message }) => ({
    said: `the conversation is locked (${message})`,
    hint: 'unlock it and run again; the job summary has everything',
  }),
  'not-found': (_answer, { permission }) => ({
    said: 'GitHub says that there is no such thing (404)',
    hint:
      'it was deleted, or the token may not see it: in a private repository the job needs ' +
      `\`${permission}\` under \`permissions:\``,
  }),
  'issues-disabled': ({ message }) => ({
    said: `it is gone (410: ${message})`,
    hint: 'turn on Issues in the settings of the repository',
  }),
  'too-long': ({ message }) => ({
    said: `GitHub says it is too long (422: ${message})`,
    hint: 'the job summary has everything; please report this as a bug of rolekeeper',
  }),
  'rate-limited': ({ message, headers }) => ({
    said: `GitHub limits the rate of requests (${message})${resetOf(headers)}`,
    hint: 'run the job again later; the job summary has everything',
  }),
  unreachable: ({ status, message }) => ({
    said:
      status === undefined ? `GitHub did not answer (${message})` : `GitHub failed (${status}: ${message})`,
    hint: 'see https://www.githubstatus.com, check GITHUB_API_URL and the proxy, and run the job again',
  }),
  refused: ({ status, message }) => ({
    said: `GitHub refused (${status ?? '?'}: ${message})`,
    hint: 'run the job again; if it stays, please report this as a bug of rolekeeper',
  }),
};

function resetOf(headers: Answer['headers']): string {
  const seconds = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  return Number.isFinite(seconds) ? ` until ${new Date(seconds * 1_000).toISOString()}` : '';
}

/** GitHub's messages may be pages of HTML from a proxy; the first line says enough. */
function oneLine(message: string): string {
  const [line = ''] = message.trim().split(/[\r\n]/);
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
