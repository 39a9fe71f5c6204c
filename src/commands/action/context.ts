import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { GitHubConnection, Repository } from '../../github/github-client.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { RunPoint } from '../../review/run-order.ts';
import type { Environment } from '../environment.ts';
import { MOST_JOBS } from '../options.ts';
import type { OpenAnyAccount, OpenSession, OpenWritableSession } from '../session.ts';
import type { ReadingEnvironment } from '../show-reading.ts';

/** Shared dependencies of the action's commands. */
export interface ActionContext {
  readonly run: GitHubRun;
  readonly inputs: Inputs;
  /** Undefined where the workflow passes no token. */
  readonly connection: GitHubConnection | undefined;
  /** Of the process that the action runs in. */
  readonly environment: Pick<
    Environment,
    'clock' | 'newId' | 'audit' | 'stopped' | 'every' | 'calls' | 'judged'
  >;
  /** Writes into the log of the job. */
  readonly log: (text: string) => void;
  /** Writes into it, folded under a title. */
  readonly logGroup: (title: string, text: string) => void;
  readonly open: OpenSession;
  readonly openWritable: OpenWritableSession;
  /** Whatever account the credentials are of. */
  readonly openAny: OpenAnyAccount;
}

/** For what cannot be done without asking GitHub. @throws RolekeeperError `github` without a token */
export function requireConnection({ connection, run }: ActionContext): GitHubConnection {
  if (connection !== undefined) return connection;
  throw new RolekeeperError('github', `a GitHub token is required on ${run.event}`, {
    hint: 'pass `github-token: ${{ github.token }}`, or leave the input out',
  });
}

/** What the runner says of the run, out of its variables and the payload of the event. */
export interface GitHubRun {
  /** `pull_request`, `push`, … */
  readonly event: string;
  /** The event as GitHub sends it to webhooks; to be parsed. */
  readonly payload: unknown;
  readonly repository: Repository;
  readonly apiUrl: string;
  readonly serverUrl: string;
  /** The commit that triggered the run: what the workflow is expected to have checked out. */
  readonly commit: string;
  /** `refs/heads/main` */
  readonly ref: string;
  /** Who triggered it. */
  readonly actor: string;
  readonly run: RunPoint;
  /** A folder for files of the job. */
  readonly temporary: string;
}

const VARIABLES = z.object({
  GITHUB_EVENT_NAME: z.string().min(1),
  GITHUB_EVENT_PATH: z.string().min(1),
  GITHUB_REPOSITORY: z.string().regex(/^[^/]+\/[^/]+$/),
  GITHUB_SHA: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
  GITHUB_REF: z.string().default(''),
  GITHUB_ACTOR: z.string().default(''),
  GITHUB_RUN_ID: z.coerce.number().int().min(1),
  GITHUB_RUN_ATTEMPT: z.coerce.number().int().min(1).default(1),
  GITHUB_API_URL: z.url().default('https://api.github.com'),
  GITHUB_SERVER_URL: z.url().default('https://github.com'),
  RUNNER_TEMP: z.string().default('.'),
});

/**
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
 *
 * @throws RolekeeperError `unsupported-event` outside of a job of GitHub Actions
 */
export async function readGitHubRun(variables: NodeJS.ProcessEnv): Promise<GitHubRun> {
  const parsed = VARIABLES.safeParse(variables);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new RolekeeperError(
      'unsupported-event',
      `not running in GitHub Actions: ${names} is missing or malformed`,
      {
        hint: 'elsewhere use the command line: node dist/cli.js --help',
      },
    );
  }
  const { data } = parsed;
  const [owner = '', repo = ''] = data.GITHUB_REPOSITORY.split('/');
  return {
    event: data.GITHUB_EVENT_NAME,
    payload: await readPayload(data.GITHUB_EVENT_PATH),
    repository: { owner, repo },
    apiUrl: data.GITHUB_API_URL,
    serverUrl: data.GITHUB_SERVER_URL,
    commit: data.GITHUB_SHA,
    ref: data.GITHUB_REF,
    actor: data.GITHUB_ACTOR,
    run: { run: data.GITHUB_RUN_ID, attempt: data.GITHUB_RUN_ATTEMPT },
    temporary: data.RUNNER_TEMP,
  };
}

async function readPayload(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new RolekeeperError('unsupported-event', `the payload of the event cannot be read from ${path}`, {
      cause,
      hint: 'GITHUB_EVENT_PATH must name the file that the runner has written',
    });
  }
}

/** The page of the run, with its log and summary. */
export function runUrlOf({ serverUrl, repository, run }: GitHubRun): string {
  return `${serverUrl}/${repository.owner}/${repository.repo}/actions/runs/${run.run}/attempts/${run.attempt}`;
}

/** What the workflow passes under `with:`. */
export interface Inputs {
  /** Undefined: follows from the event. */
  readonly command: 'plan' | 'apply' | 'drift' | 'validate' | 'inventory' | 'scopes' | 'join' | undefined;
  readonly desired: string;
  /** The folders of the scopes that this job is about; all where it names none. */
  readonly scopes: readonly string[];
  /** With command `scopes`: the most jobs that they are shared out to. */
  readonly jobs: number;
  /** The folder with the plan files of other jobs. */
  readonly plans: string;
  /** Digests that are to be applied although no review covers them. */
  readonly digests: readonly string[];
  readonly comment: 'always' | 'on-change' | 'never';
  readonly driftIssue: boolean;
  readonly failOnDrift: boolean;
  readonly parallel: number;
  /** Undefined: as the settings of each scope say, or no limit. */
  readonly requestsPerSecond: number | undefined;
  /** Undefined: in the job's temporary folder. */
  readonly planPath: string | undefined;
  readonly token: string;
}

const flag = z
  .enum(['true', 'false', ''], 'must be true or false')
  .transform((text) => (text === '' ? undefined : text === 'true'));

const INPUTS = {
  command: z.enum(
    ['plan', 'apply', 'drift', 'validate', 'inventory', 'scopes', 'join', ''],
    'must be plan, apply, drift, validate, inventory, scopes or join; without it, it follows from the event',
  ),
  desired: z.string(),
  scopes: z.string(),
  jobs: z.string().regex(/^(?:[1-9]\d{0,2})?$/, 'must be a whole number from 1 to 256'),
  plans: z.string(),
  digest: z
    .string()
    .refine(
      (text) => digestsIn(text).every((digest) => /^(?:sha256:)?[0-9A-Fa-f]{32,64}$/.test(digest)),
      'must be a digest as the plan shows it: 32 or more hexadecimal digits',
    ),
  comment: z.enum(['always', 'on-change', 'never', ''], 'must be always, on-change or never'),
  'drift-issue': flag,
  'fail-on-drift': flag,
  parallel: z.string().regex(/^(?:[1-9]\d?)?$/, 'must be a whole number from 1 to 99'),
  'requests-per-second': z.string().regex(/^(?:[1-9]\d{0,3})?$/, 'must be a whole number from 1 to 9999'),
  'plan-path': z.string(),
  'github-token': z.string(),
} as const;

export const INPUT_NAMES: readonly string[] = Object.keys(INPUTS);

/**
 * Reads the inputs.
 *
 * @param get `core.getInput`: empty text for an input that is not given
 * @throws RolekeeperError `invalid-config` with every input that is wrong
 */
export function parseInputs(get: (name: string) => string): Inputs {
  const given = Object.fromEntries(INPUT_NAMES.map((name) => [name, get(name).trim()]));
  const parsed = z.object(INPUTS).safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      return `${name} "${given[name] ?? ''}" ${message}`;
    });
    throw new RolekeeperError('invalid-config', `the inputs of the action: ${wrong.join('; ')}`, {
      hint: 'action.yml and docs/github.md list them',
    });
  }
  const { data } = parsed;
  return {
    command: data.command === '' ? undefined : data.command,
    desired: folderOf(data.desired),
    scopes: data.scopes
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    jobs: Math.min(data.jobs === '' ? MOST_JOBS : Number(data.jobs), MOST_JOBS),
    plans: data.plans === '' ? 'rolekeeper-plans' : data.plans,
    digests: digestsIn(data.digest),
    comment: data.comment === '' ? 'always' : data.comment,
    driftIssue: data['drift-issue'] ?? true,
    failOnDrift: data['fail-on-drift'] ?? false,
    parallel: data.parallel === '' ? 5 : Number(data.parallel),
    requestsPerSecond: data['requests-per-second'] === '' ? undefined : Number(data['requests-per-second']),
    planPath: data['plan-path'] === '' ? undefined : data['plan-path'],
    token: data['github-token'],
  };
}

function digestsIn(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((one) => one !== '');
}

/** From the root of the repository, as git writes it: this is how GitHub's lists of files name it. */
function folderOf(text: string): string {
  const segments = text.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.');
  if (text.startsWith('/') || segments.includes('..')) {
    throw new RolekeeperError('invalid-config', `the input desired "${text}" leads out of the repository`, {
      hint: 'name a folder from the root of the repository, as in "desired"',
    });
  }
  if (text === '') return 'desired';
  return segments.length === 0 ? '.' : segments.join('/');
}

/** Has the log of the job say how far a run is: it is no terminal. */
export function readingOf({
  environment,
  log,
}: Pick<ActionContext, 'log' | 'environment'>): ReadingEnvironment {
  return { ...environment, progressTerminal: undefined, err: log };
}
