import * as z from 'zod';
import { RolekeeperError } from '../../model/failure.ts';
import type { GitHubRun, Inputs } from './context.ts';

/** What a run is to do. */
export type Task =
  | PullRequestTask
  | MergeGroupTask
  | ApplyTask
  /** A plan of everything, without a merge: by hand, or on a push with `command: plan`. */
  | { readonly task: 'plan' }
  | { readonly task: 'drift' }
  /** The files alone, without AWS: safe on every event that rolekeeper works on. */
  | { readonly task: 'validate' }
  /** The list of the scopes, for the matrix of other jobs. */
  | { readonly task: 'scopes' }
  | { readonly task: 'join-plans'; readonly of: PullRequestTask }
  /** Who outside can use the account, without any files. */
  | { readonly task: 'inventory' }
  /** Nothing, and that is no failure. */
  | { readonly task: 'nothing'; readonly why: string };

export interface PullRequestTask {
  readonly task: 'plan-pull-request';
  readonly number: number;
  /** The newest commit of the pull request, and the head of the branch that it is for. */
  readonly head: string;
  readonly base: string;
  /** The branch that it is for. */
  readonly baseRef: string;
  /** Why there can be no credentials; undefined where they are expected. */
  readonly withoutCredentials: string | undefined;
}

export interface MergeGroupTask {
  readonly task: 'plan-merge-group';
  readonly ref: string;
  readonly base: string;
}

export interface ApplyTask {
  readonly task: 'apply';
  readonly branch: string;
  /** The digests to apply, given when the workflow is started by hand; empty on a push. */
  readonly digests: readonly string[];
}

const commit = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const REPOSITORY = z.object({ full_name: z.string(), default_branch: z.string() });

const PULL_REQUEST = z.object({
  action: z.string().optional(),
  changes: z.object({ base: z.unknown() }).partial().optional(),
  number: z.number(),
  pull_request: z.object({
    head: z.object({ sha: commit, repo: z.object({ full_name: z.string() }).nullish() }),
    base: z.object({ ref: z.string(), sha: commit }),
    user: z.object({ login: z.string() }).nullish(),
  }),
  repository: REPOSITORY,
});

const MERGE_GROUP = z.object({
  action: z.string().optional(),
  merge_group: z.object({ head_ref: z.string(), base_sha: commit }),
});

const PUSH = z.object({ repository: REPOSITORY, deleted: z.boolean().optional() });

/**
 * What the event asks for. The command follows from it, unless the workflow names one that is safe there.
 *
 * @throws RolekeeperError `unsupported-event`
 */
export function taskOf(run: GitHubRun, inputs: Pick<Inputs, 'command' | 'digests'>): Task {
  const { command, digests } = inputs;
  if (command === 'join' && run.event !== 'pull_request')
    throw unsupported(JOIN, 'let it follow the jobs that plan a pull request');
  switch (run.event) {
    case 'pull_request':
      refuseApply(command, run.event);
      return command === 'join' ? joinTask(run) : isRead(command) ? { task: command } : pullRequestTask(run);
    case 'merge_group':
      refuseApply(command, run.event);
      return isRead(command) ? { task: command } : mergeGroupTask(run);
    case 'push':
      return command === 'plan' || isRead(command) ? { task: command } : applyTask(run, digests);
    case 'schedule':
      if (command === 'apply') throw unsupported(SCHEDULED_APPLY, 'use `command: drift`, or leave it out');
      return command === 'join' ? joinTask(run) : { task: command ?? 'drift' };
    case 'workflow_dispatch':
      return dispatchTask(run, inputs);
    default:
      throw unsupported(
        REFUSALS[run.event] ?? `the event ${run.event} is not one that rolekeeper works on`,
        USE,
      );
  }
}

const USE =
  'use pull_request, merge_group, push, schedule or workflow_dispatch; examples/workflows has one for each';

const JOIN = 'join puts the plans of a pull request together: it runs on pull_request';

const SCHEDULED_APPLY = 'apply does not run on a schedule: the plan would not be reviewed';

const REFUSALS: Readonly<Record<string, string>> = {
  pull_request_target:
    'pull_request_target runs with the secrets of the base branch on code from any fork: rolekeeper does not support it',
  workflow_run:
    'workflow_run runs with the secrets of the default branch after a run on code from any fork: rolekeeper does not support it',
  issue_comment: 'issue_comment is not supported: a comment does not identify what to apply',
};

function pullRequestTask({ payload, actor }: GitHubRun): Task {
  const { action, changes, number, pull_request: pull, repository } = read(PULL_REQUEST, payload);
  if (action === 'closed') return { task: 'nothing', why: `pull request #${number} is closed` };
  // A plan of another title is the same plan.
  if (action === 'edited' && changes?.base === undefined) {
    return { task: 'nothing', why: `pull request #${number} has another title or text, and the same base` };
  }
  const isFork = pull.head.repo?.full_name !== repository.full_name;
  const isDependabot = actor === 'dependabot[bot]' || pull.user?.login === 'dependabot[bot]';
  return {
    task: 'plan-pull-request',
    number,
    head: pull.head.sha,
    base: pull.base.sha,
    baseRef: pull.base.ref,
    // https://docs.github.com/en/actions/reference/security/oidc (forks get no id-token)
    withoutCredentials: isFork
      ? 'a pull request from a fork gets no credentials'
      : isDependabot
        ? 'a pull request of Dependabot gets no credentials'
        : undefined,
  };
}

function joinTask(run: GitHubRun): Task {
  const task = pullRequestTask(run);
  return task.task === 'plan-pull-request' ? { task: 'join-plans', of: task } : task;
}

function mergeGroupTask({ payload }: GitHubRun): Task {
  const { action, merge_group: group } = read(MERGE_GROUP, payload);
  if (action === 'destroyed') return { task: 'nothing', why: 'the merge group is gone' };
  return { task: 'plan-merge-group', ref: group.head_ref, base: group.base_sha };
}

/** Only what stands on the default branch is ever applied. */
function applyTask({ payload, ref }: GitHubRun, digests: readonly string[]): Task {
  const { repository, deleted } = read(PUSH, payload);
  const branch = repository.default_branch;
  if (deleted === true) return { task: 'nothing', why: `${ref} was deleted` };
  if (ref !== `refs/heads/${branch}`) {
    const why = `${ref} is not the default branch: rolekeeper applies what is on ${branch}, and nothing else`;
    return { task: 'nothing', why };
  }
  return { task: 'apply', branch, digests };
}

function dispatchTask(run: GitHubRun, { command, digests }: Pick<Inputs, 'command' | 'digests'>): Task {
  switch (command) {
    case undefined:
      throw unsupported(
        'workflow_dispatch does not say what to do',
        'pass `command: plan`, `apply`, `drift`, `validate`, `inventory` or `scopes`',
      );
    case 'apply': {
      const task = applyTask(run, digests);
      if (task.task === 'nothing') throw unsupported(task.why, 'start the workflow on the default branch');
      return task;
    }
    case 'join':
      return joinTask(run);
    case 'plan':
    case 'drift':
    case 'validate':
    case 'scopes':
    case 'inventory':
      return { task: command };
  }
}

/** Commands that mean the same on every event. */
function isRead(command: Inputs['command']): command is 'drift' | 'validate' | 'inventory' | 'scopes' {
  return command === 'drift' || command === 'validate' || command === 'inventory' || command === 'scopes';
}

function refuseApply(command: Inputs['command'], event: string): void {
  if (command !== 'apply') return;
  throw unsupported(
    `apply does not run on ${event}: the change is not merged yet`,
    'use `command: plan` there, or leave it out, and apply on a push to the default branch',
  );
}

function unsupported(message: string, hint: string): RolekeeperError {
  return new RolekeeperError('unsupported-event', message, { hint });
}

function read<T>(schema: z.ZodType<T>, payload: unknown): T {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unsupported(
    `the payload of the event is not in GitHub's form: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    'GITHUB_EVENT_PATH must name the file that the runner has written',
  );
}
