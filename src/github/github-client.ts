import { defaults, getOctokitOptions, GitHub } from '@actions/github/lib/utils';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import { mapGitHubError, type Need } from './github-error.ts';

export type Octokit = InstanceType<typeof GitHub>;

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** How long GitHub is waited for. */
export interface ResponseTimeouts {
  /** One request, its answer included. */
  readonly requestMilliseconds: number;
  /** Further attempts after a 5xx, a broken connection or a timeout; with 0, no plugin stands before a request for them. */
  readonly retries: number;
  /** A rate limit that ends later than this fails the call; with 0, each one does, and no plugin counts requests. */
  readonly rateLimitSeconds: number;
  /** The length of the "second" that the waits between attempts are counted in; tests shorten it. */
  readonly secondMilliseconds: number;
}

export interface GitHubClientOptions {
  readonly token: string;
  /** `GITHUB_API_URL`: `https://api.github.com`, or that of an Enterprise Server. */
  readonly apiUrl: string;
  readonly repository: Repository;
  /** The version of rolekeeper, for the user agent. */
  readonly version: string;
  readonly patience?: ResponseTimeouts;
}

/** One repository on GitHub, open for whatever the token may do. */
export interface GitHubConnection {
  readonly repository: Repository;
  /**
   * Sends requests.
   * @param need what they are for, and the permission that they take
   * @throws RolekeeperError `github`, with the remedy; its `cause` is Octokit's error
   */
  readonly send: <T>(
    need: Need,
    request: (octokit: Octokit, repository: Repository) => Promise<T>,
  ) => Promise<T>;
  /** The login that our comments and issues carry, asked for once. */
  readonly identity: () => Promise<string>;
  /** Not an Enterprise Server, whose apps have ids of their own. */
  readonly isGitHubCom: boolean;
}

const PATIENCE: ResponseTimeouts = {
  requestMilliseconds: 20_000,
  retries: 2,
  rateLimitSeconds: 60,
  secondMilliseconds: 1_000,
};

const RETRIES_AFTER_LIMIT = 2;

/**
 * Opens a repository. Nothing is sent.
 * @throws RolekeeperError `github` without a token
 */
export function connectGitHub(options: GitHubClientOptions): GitHubConnection {
  if (options.token === '') {
    throw new RolekeeperError('github', 'there is no token for GitHub', {
      hint: 'leave the input `github-token` out, or pass `github-token: ${{ github.token }}`',
    });
  }
  const octokit = buildOctokit(options, options.patience ?? PATIENCE);
  const { repository } = options;
  const send: GitHubConnection['send'] = async (need, request) => {
    try {
      return await request(octokit, repository);
    } catch (error) {
      throw mapGitHubError(error, need);
    }
  };
  let identity: Promise<string> | undefined;
  const isGitHubCom = new URL(options.apiUrl).hostname === 'api.github.com';
  return { repository, send, identity: () => (identity ??= readIdentity(send)), isGitHubCom };
}

function buildOctokit(options: GitHubClientOptions, patience: ResponseTimeouts): Octokit {
  const waits = (retryAfter: number, retryCount: number): boolean =>
    retryCount < RETRIES_AFTER_LIMIT && retryAfter <= patience.rateLimitSeconds;
  const Client = GitHub.plugin(retry, throttling);
  return new Client({
    ...getOctokitOptions(options.token, { userAgent: `rolekeeper/${options.version}` }),
    baseUrl: options.apiUrl,
    log: SILENT,
    // The default fetch goes through the proxy that the environment names.
    request: {
      ...defaults.request,
      fetch: fetchWithin(patience.requestMilliseconds, defaults.request?.fetch as typeof fetch | undefined),
    },
    retry: {
      enabled: patience.retries > 0,
      retries: patience.retries,
      retryAfterBaseValue: patience.secondMilliseconds,
    },
    throttle: {
      enabled: patience.rateLimitSeconds > 0,
      retryAfterBaseValue: patience.secondMilliseconds,
      fallbackSecondaryRateRetryAfter: patience.rateLimitSeconds,
      // A run writes a handful of times, one after the other: the second that GitHub asks for between the writes of
      // bulk jobs would only make people wait for the comment.
      write: UNPACED,
      notifications: UNPACED,
      onRateLimit: (retryAfter, _options, _octokit, retryCount) => waits(retryAfter, retryCount),
      onSecondaryRateLimit: (retryAfter, _options, _octokit, retryCount) => waits(retryAfter, retryCount),
    },
  });
}

/** Octokit would print to the console; what matters is in the errors. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

type Group = NonNullable<
  NonNullable<NonNullable<ConstructorParameters<typeof GitHub>[0]>['throttle']>['write']
>;

/** In place of a limiter of the throttling plugin: lets everything through at once. */
const UNPACED = {
  key: () => ({ schedule: (_job: unknown, task: () => Promise<void>) => task() }),
} as unknown as Group;

const VIEWER = z.object({ viewer: z.object({ login: z.string().min(1) }) });

/**
 * The login of the token: `github-actions[bot]` for the token of a job.
 * An App installation token gets 403 on `GET /user`, and GraphQL's `viewer` names its bot; where there is no GraphQL
 * (some proxies let only REST through), `GET /user` answers for the tokens of people.
 */
async function readIdentity(send: GitHubConnection['send']): Promise<string> {
  const need = { purpose: 'ask GitHub whose token this is', permission: 'pull-requests: write' } as const;
  return send(need, async (octokit) => {
    try {
      const parsed = VIEWER.safeParse(await octokit.graphql('query { viewer { login } }'));
      if (parsed.success) return parsed.data.viewer.login;
    } catch (error) {
      if (error instanceof Error && 'status' in error && error.status === 401) throw error;
    }
    const { data } = await octokit.rest.users.getAuthenticated();
    if (typeof data.login === 'string' && data.login !== '') return data.login;
    throw new RolekeeperError('github', 'GitHub does not say whose token this is', {
      hint: 'check GITHUB_API_URL, and whether a proxy answers in place of GitHub',
    });
  });
}

type Fetch = typeof globalThis.fetch;

/** Answers that carry no body by definition: https://fetch.spec.whatwg.org/#null-body-status */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304]);

/**
 * A fetch of JSON that gives up when the whole answer is not there in time. Octokit takes a body that stops half-way for an
 * empty one, so it is read here, where that is an error; so is a page of HTML from a proxy.
 */
function fetchWithin(milliseconds: number, inner: Fetch = globalThis.fetch): Fetch {
  return async (input, init) => {
    const signal = AbortSignal.timeout(milliseconds);
    try {
      const response = await inner(input, { ...init, signal });
      const body = await response.text();
      const type = response.headers.get('content-type') ?? 'no type';
      if (response.ok && body !== '' && !type.includes('json')) {
        throw new Error(`the answer is not in the form of GitHub: ${type}`);
      }
      return new Response(WITHOUT_BODY.has(response.status) ? null : body, {
        status: response.status,
        statusText: response.statusText,
        headers: [...response.headers.entries()],
      });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new Error(`no answer within ${milliseconds / 1_000} s`, { cause: error });
    }
  };
}
