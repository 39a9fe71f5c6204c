import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type * as ActionMain from '../../../src/action.ts';
import { isBusy, load, runInProcess } from '../../helpers/cli/in-process.ts';
import { ONCE } from '../../helpers/github/connect.ts';
import { cleanEnvironment, REPOSITORY } from '../../helpers/cli/run-cli.ts';
import { temporaryFolder } from '../../helpers/cli/temporary-folder.ts';

export interface ActionRequest {
  readonly event: string;
  readonly payload: unknown;
  readonly ref: string;
  /** The commit of the run. */
  readonly sha: string;
  readonly run: { readonly id: number; readonly attempt: number };
  /** The files of the check-out, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Symbolic links of the check-out: where each points to, by path. */
  readonly links?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly token: string;
  readonly actor?: string;
  /** Credentials and the like, of the steps before. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default the Node that runs the tests */
  readonly node?: string;
  /** When the run takes place, in ISO; without it, now. In this process alone. */
  readonly now?: string;
  /**
   * Something happens where the action writes this into the log, and GitHub answers it after that; or it gets a signal
   * there. Where the thing that happens is another run, the action is stopped meanwhile, as a process `apart`.
   */
  readonly at?: {
    readonly text: string;
    readonly happens: (() => Promise<unknown>) | NodeJS.Signals;
    readonly apart?: true;
  };
  /** Lets GitHub wait with its answers. */
  readonly hold: (until: Promise<unknown>) => void;
}

export interface ActionResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
  readonly plan: unknown;
  /** Workflow commands that the runner would turn into annotations. */
  readonly annotations: readonly string[];
  readonly milliseconds: number;
}

interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly main: string };
}

const metadata = parse(readFileSync(join(REPOSITORY, 'action.yml'), 'utf8')) as ActionMetadata;

/** The summary of the runs in this process. */
let summaryHere: string | undefined;

/**
 * Runs the built action as a runner does: defaults of action.yml, `INPUT_*`, and the files for what it hands back. It
 * runs in this process, but where another run is under way here, or is stopped half-way: then in one of its own, which
 * sends requests to GitHub again as in production.
 */
export async function runAction(request: ActionRequest): Promise<ActionResult> {
  const folder = temporaryFolder();
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  for (const [path, text] of Object.entries(request.files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  for (const [path, target] of Object.entries(request.links ?? {}))
    symlinkSync(target, join(workspace, path));
  const file = (name: string, text = ''): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  // @actions/core knows one summary for the life of a process.
  const summary = fitsHere(request) ? (summaryHere ??= join(folder, 'summary')) : join(folder, 'summary');
  mkdirSync(dirname(summary), { recursive: true });
  writeFileSync(summary, '');
  const env = {
    ...inputVariables(request),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: request.event,
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(request.payload)),
    GITHUB_REPOSITORY: 'acme/infra',
    GITHUB_API_URL: request.apiUrl,
    GITHUB_GRAPHQL_URL: `${request.apiUrl}/graphql`,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: request.sha,
    GITHUB_REF: request.ref,
    GITHUB_ACTOR: request.actor ?? 'alice',
    GITHUB_RUN_ID: String(request.run.id),
    GITHUB_RUN_NUMBER: '1',
    GITHUB_RUN_ATTEMPT: String(request.run.attempt),
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_ENV: file('env'),
    GITHUB_STATE: file('state'),
    GITHUB_PATH: file('path'),
    RUNNER_TEMP: folder,
    ...request.env,
  };
  const start = performance.now();
  const { exitCode, log } = await runToEnd(request, workspace, cleanEnvironment(folder, env));
  const outputs = parseOutputs(readFileSync(join(folder, 'output'), 'utf8'));
  const planPath = outputs['plan-path'] ?? '';
  return {
    exitCode,
    outputs,
    log,
    summary: readFileSync(summary, 'utf8'),
    plan: planPath === '' ? undefined : JSON.parse(readFileSync(resolve(workspace, planPath), 'utf8')),
    annotations: log.split('\n').filter((line) => /^::(?:error|warning|notice)[ :]/.test(line)),
    milliseconds: performance.now() - start,
  };
}

function inputVariables({ inputs = {}, token }: ActionRequest): Record<string, string> {
  const unknown = Object.keys(inputs).filter((name) => metadata.inputs[name] === undefined);
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(metadata.inputs).map(([name, { default: value = '' }]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      (inputs[name] ?? value).replace('${{ github.token }}', token),
    ]),
  );
}

/** Another Node, a run that gets a signal, and one beside another run are processes of their own. */
function fitsHere({ node, at }: ActionRequest): boolean {
  const isApart = at !== undefined && (typeof at.happens === 'string' || at.apart === true);
  return node === undefined && !isApart && !isBusy();
}

async function runToEnd(
  request: ActionRequest,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ exitCode: number | null; log: string }> {
  if (!fitsHere(request)) return spawnToEnd(request, cwd, env);
  let log = '';
  let happened: Promise<unknown> | undefined;
  const { at, hold } = request;
  const exitCode = await runInProcess({
    cwd,
    env,
    take: (_stream, text) => {
      log += text;
      if (happened !== undefined || typeof at?.happens !== 'function' || !log.includes(at.text)) return;
      happened = at.happens();
      hold(happened);
    },
    program: async (environmentOf) => {
      const { main } = await load<typeof ActionMain>(REPOSITORY, 'action-main.js');
      const environment = environmentOf(false);
      const { now } = request;
      const { clock } = environment;
      if (now === undefined) return main(environment, ONCE);
      return main({ ...environment, clock: { ...clock, now: () => new Date(now) } }, ONCE);
    },
  });
  await happened;
  return { exitCode, log };
}

function spawnToEnd(
  { node, at }: ActionRequest,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ exitCode: number | null; log: string }> {
  const child = spawn(node ?? process.execPath, [join(REPOSITORY, metadata.runs.main)], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  let isThere = false;
  const take = (text: string): void => {
    log += text;
    if (at === undefined || isThere || !log.includes(at.text)) return;
    isThere = true;
    if (typeof at.happens === 'string') child.kill(at.happens);
    else void pauseWhile(child, at.happens);
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, log }));
  });
}

/** The requests of a stopped process wait; those of others go on. */
async function pauseWhile(child: ChildProcess, happens: () => Promise<unknown>): Promise<void> {
  child.kill('SIGSTOP');
  try {
    await happens();
  } finally {
    child.kill('SIGCONT');
  }
}

/** `name<<delimiter`, the value on lines of its own, `delimiter`. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name = '', , value = ''] of text.matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n?\2$/gm))
    outputs[name] = value;
  return outputs;
}
