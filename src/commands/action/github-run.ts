import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { RolekeeperError } from '../../model/failure.ts';
import type { Repository } from '../../github/github-client.ts';
import type { RunPoint } from '../../review/run-order.ts';

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
