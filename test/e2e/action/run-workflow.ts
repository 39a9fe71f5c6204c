import { parse } from 'yaml';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { FakeGitHub } from '../../helpers/github/fake-github.ts';
import { jobCredentials } from '../bootstrap.ts';
import { fillIn, isLetThrough, type Contexts, type Status } from './expressions.ts';
import type { ActionResult } from './run-action.ts';
import type { StepOptions } from './stage.ts';

interface Step {
  readonly id?: string;
  readonly uses: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, { readonly branches?: readonly string[] } | null>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Something that happens on GitHub, and how the action runs for it. */
export interface WorkflowEvent {
  readonly name: 'pull_request' | 'push' | 'schedule';
  /** Branch of a push. */
  readonly branch?: string;
  /** The context `github`, for the expressions. */
  readonly github: Contexts;
  readonly act: (more: StepOptions) => Promise<ActionResult>;
  readonly ids: RepositoryIds;
}

/** Those that stand in the subjects of the repository's tokens. */
export interface RepositoryIds {
  readonly owner: number;
  readonly repository: number;
}

export interface JobRun {
  readonly job: string;
  readonly result: Status | 'skipped';
  /** The subject of the token that it got its credentials by. */
  readonly subject?: string;
  /** What the steps that use rolekeeper came to. */
  readonly runs: readonly ActionResult[];
  /** Actions of others. */
  readonly others: readonly string[];
}

/** Where the jobs run: what they ask, and what they change. */
export interface Runner {
  readonly github: FakeGitHub;
  readonly sandbox: Sandbox;
}

/** Runs the workflow where the event triggers it, as the file says: conditions, permissions, roles, inputs, outputs. */
export async function runWorkflow(
  text: string,
  event: WorkflowEvent,
  runner: Runner,
): Promise<readonly JobRun[]> {
  const workflow = parse(text) as Workflow;
  if (!isTriggered(workflow, event)) return [];
  const done: JobRun[] = [];
  const needs: Record<string, { result: JobRun['result']; outputs: Readonly<Record<string, string>> }> = {};
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const waitsFor = [job.needs ?? []].flat();
    const status = waitsFor.every((other) => needs[other]?.result === 'success') ? 'success' : 'failure';
    const contexts = { github: event.github, inputs: {}, needs };
    if (!isLetThrough(job.if, contexts, status)) {
      done.push({ job: name, result: 'skipped', runs: [], others: [] });
      needs[name] = { result: 'skipped', outputs: {} };
      continue;
    }
    const { run, outputs } = await runJob({ name, job, event, contexts }, runner);
    done.push(run);
    needs[name] = { result: run.result, outputs };
  }
  return done;
}

function isTriggered({ on }: Workflow, { name, branch }: WorkflowEvent): boolean {
  if (!Object.hasOwn(on, name)) return false;
  const branches = on[name]?.branches;
  return branches === undefined || (branch !== undefined && branches.includes(branch));
}

interface JobOf {
  readonly name: string;
  readonly job: Job;
  readonly event: WorkflowEvent;
  readonly contexts: Contexts;
}

/** Steps in their order: what is not rolekeeper's is known by name, and an action that is not known fails the test. */
async function runJob(
  { name, job, event, contexts }: JobOf,
  { github, sandbox }: Runner,
): Promise<{ readonly run: JobRun; readonly outputs: Readonly<Record<string, string>> }> {
  const steps: Record<string, { outputs: Readonly<Record<string, string>> }> = {};
  const token = await github.mintToken(tokenPermissions(job));
  const runs: ActionResult[] = [];
  const others: string[] = [];
  let status: Status = 'success';
  let env: Readonly<Record<string, string>> = {};
  let subject: string | undefined;
  for (const step of job.steps) {
    const known = { ...contexts, steps };
    if (!isLetThrough(step.if, known, status)) continue;
    const inputs = Object.fromEntries(
      Object.entries(step.with ?? {}).map(([key, value]) => [key, fillIn(String(value), known)]),
    );
    const [action = ''] = step.uses.split('@');
    if (action === 'rolekeeper/rolekeeper') {
      const result = await event.act({ inputs, env, token });
      runs.push(result);
      if (step.id !== undefined) steps[step.id] = { outputs: result.outputs };
      if (result.exitCode !== 0) status = 'failure';
    } else if (action === 'aws-actions/configure-aws-credentials') {
      if (job.permissions?.['id-token'] !== 'write') throw new Error(`${name} may ask for no token`);
      subject = subjectOf(job, event);
      env = await jobCredentials(sandbox, {
        role: inputs['role-to-assume'] ?? '',
        session: inputs['role-session-name'] ?? '',
        region: inputs['aws-region'] ?? '',
        subject,
      });
    } else if (['actions/checkout', 'actions/upload-artifact'].includes(action)) {
      others.push(action);
    } else throw new Error(`no runner knows ${action}`);
  }
  const outputs = Object.fromEntries(
    Object.entries(job.outputs ?? {}).map(([key, value]) => [key, fillIn(value, { ...contexts, steps })]),
  );
  const run = { job: name, result: status, runs, others, ...(subject === undefined ? {} : { subject }) };
  return { run, outputs };
}

/** `pull-requests: write` as the App permission that the token has. */
function tokenPermissions({ permissions = {} }: Job): Readonly<Record<string, 'read' | 'write'>> {
  return Object.fromEntries(
    Object.entries(permissions)
      .filter(([name]) => name !== 'id-token')
      .map(([name, value]) => [name.replaceAll('-', '_'), value]),
  );
}

/** https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims */
function subjectOf({ environment }: Job, { name, branch = 'main', ids }: WorkflowEvent): string {
  const context =
    environment !== undefined
      ? `environment:${environment}`
      : name === 'pull_request'
        ? 'pull_request'
        : `ref:refs/heads/${branch}`;
  return `repo:acme@${ids.owner}/infra@${ids.repository}:${context}`;
}
