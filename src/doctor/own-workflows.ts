import { parse } from 'yaml';

/** A workflow of the repository. */
export interface WorkflowFile {
  readonly file: string;
  readonly text: string;
}

/** A workflow that uses the action, as far as its jobs say what the doctor looks at. */
export interface OwnWorkflow extends WorkflowFile {
  readonly uses: readonly ActionUse[];
  /** Undefined where the file is not YAML. */
  readonly content: WorkflowContent | undefined;
}

/** `owner/rolekeeper@ref # version` */
export interface ActionUse {
  readonly action: string;
  readonly ref: string;
  /** What the comment beside a pin says. */
  readonly version: string | undefined;
}

export interface WorkflowContent {
  readonly permissions: unknown;
  /** Names of the jobs that use the action on a pull request: a required check is called so. */
  readonly checks: readonly string[];
  readonly environments: readonly UsedEnvironment[];
  /** The lines of `schedule:`. */
  readonly crons: readonly string[];
}

export interface UsedEnvironment {
  readonly name: string;
  /** The job applies what another job planned: the reviewers of the environment read that plan. */
  readonly isGate: boolean;
}

const USE = /uses:\s*["']?([\w.-]+\/rolekeeper)@([^\s"'#]+)["']?(?:[ \t]*#[ \t]*(v?\d+\.\d+\.\d+))?/g;

export function ownWorkflows(files: readonly WorkflowFile[]): readonly OwnWorkflow[] {
  return files
    .map(({ file, text }) => {
      const uses = [...text.matchAll(USE)].map(([, action = '', ref = '', version]) => ({
        action,
        ref,
        version,
      }));
      return { file, text, uses, content: uses.length === 0 ? undefined : contentOf(text) };
    })
    .filter(({ uses }) => uses.length > 0);
}

type Row = Readonly<Record<string, unknown>>;

function contentOf(text: string): WorkflowContent | undefined {
  let workflow: Row;
  try {
    workflow = rowOf(parse(text));
  } catch {
    return undefined;
  }
  const on = workflow['on'];
  const events = typeof on === 'string' ? { [on]: null } : Array.isArray(on) ? namesOf(on) : rowOf(on);
  const jobs = Object.entries(rowOf(workflow['jobs'])).map(([id, job]) => ({ id, job: rowOf(job) }));
  const own = jobs.filter(({ job }) => stepsOf(job).some(isOwn));
  const schedule = events['schedule'];
  return {
    permissions: workflow['permissions'],
    checks: 'pull_request' in events ? own.map(({ id, job }) => textOf(job['name']) ?? id) : [],
    environments: own.flatMap(({ job }) => environmentOf(job)),
    crons: Array.isArray(schedule) ? schedule.flatMap((one) => textOf(rowOf(one)['cron']) ?? []) : [],
  };
}

function environmentOf(job: Row): readonly UsedEnvironment[] {
  const { environment } = job;
  const name = textOf(environment) ?? textOf(rowOf(environment)['name']);
  const isGate = stepsOf(job).some((step) => /\bneeds\./.test(textOf(rowOf(step['with'])['digest']) ?? ''));
  return name === undefined ? [] : [{ name, isGate }];
}

function stepsOf({ steps }: Row): readonly Row[] {
  return Array.isArray(steps) ? steps.map(rowOf) : [];
}

function isOwn({ uses }: Row): boolean {
  return typeof uses === 'string' && /^[\w.-]+\/rolekeeper@/.test(uses);
}

function namesOf(list: readonly unknown[]): Row {
  return Object.fromEntries(list.flatMap((name) => (typeof name === 'string' ? [[name, null]] : [])));
}

function rowOf(value: unknown): Row {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
