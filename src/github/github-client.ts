import { defaults, getOctokitOptions, GitHub } from '@actions/github/lib/utils';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import { mapGitHubError, type Need } from './github-error.ts';
import { endOfQuery, secondsBeforeRetry, type Ended, type Retries } from './retry.ts';

export type Octokit = InstanceType<typeof GitHub>;

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** How long GitHub is waited for. */
export interface ResponseTimeouts extends Retries {
  /** One request, its answer included. */
  readonly requestMilliseconds: number;
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
  const octokit = new GitHub({
    ...getOctokitOptions(options.token, { userAgent: `rolekeeper/${options.version}` }),
    baseUrl: options.apiUrl,
    log: SILENT,
    // The default fetch goes through the proxy that the environment names.
    request: {
      ...defaults.request,
      fetch: fetchWithin(patience.requestMilliseconds, defaults.request?.fetch as typeof fetch | undefined),
    },
  });
  // Octokit's plugins for this put each request through queues that wait for timers: 20 ms, whatever GitHub takes.
  octokit.hook.wrap('request', async (request, sent) => {
    for (let before = 0; ; before += 1) {
      const result = await Promise.resolve(request(sent)).then(
        (response) => ({ response, ended: endOfQuery(response.data, response.headers) }),
        (error: unknown) => ({ error, ended: endOf(error) }),
      );
      const { ended } = result;
      const seconds =
        ended === undefined ? undefined : secondsBeforeRetry(ended, before, patience, Date.now() / 1_000);
      if (seconds !== undefined) await setTimeout(seconds * patience.secondMilliseconds);
      else if ('response' in result) return result.response;
      else throw result.error;
    }
  });
  return octokit;
}

/** What is not an error of a request is not tried again. */
function endOf(error: unknown): Ended | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const { status, message, response } = error as Error & { status: number; response?: Ended };
  return { status, message, headers: response?.headers ?? {} };
}

/** Octokit would print to the console; what matters is in the errors. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

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
