import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Environment } from '../../../src/commands/environment.ts';
import { processEnvironment } from '../../../src/commands/process-environment.ts';
import type { Clock } from '../../../src/model/clock.ts';

export interface ProgramRun {
  readonly cwd: string;
  /** All variables. */
  readonly env: NodeJS.ProcessEnv;
  /** Gets what is printed, as it is printed. */
  readonly take: (stream: 'stdout' | 'stderr', text: string) => void;
  readonly program: (environmentOf: (colorAllowed: boolean) => Environment) => Promise<number>;
}

let busy = false;

/** Whether a program runs in this process already: it is the only one then, another needs a process of its own. */
export function isBusy(): boolean {
  return busy;
}

/** Runs a program of `dist/` in this process, which is in its folder and has its variables meanwhile. */
export async function runInProcess({ cwd, env, take, program }: ProgramRun): Promise<number> {
  if (busy) throw new Error('one program at a time in one process');
  busy = true;
  const before = { cwd: process.cwd(), env: { ...process.env }, exitCode: process.exitCode };
  const streams = { stdout: process.stdout, stderr: process.stderr };
  process.chdir(cwd);
  replaceVariables({ AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env });
  Object.defineProperties(process, {
    stdout: { configurable: true, value: pipe((text) => take('stdout', text)) },
    stderr: { configurable: true, value: pipe((text) => take('stderr', text)) },
  });
  try {
    return await program((colorAllowed) => {
      const environment = processEnvironment(colorAllowed);
      // Signals go to processes.
      const stopped = (): Promise<string> => new Promise(() => undefined);
      // To find out that there is no clone takes a process, too.
      const git: Environment['git'] = async (directory, command) =>
        isInClone(directory) ? environment.git(directory, command) : undefined;
      return { ...environment, stopped, git, clock: hastened(environment.clock) };
    });
  } finally {
    Object.defineProperties(process, {
      stdout: { configurable: true, value: streams.stdout },
      stderr: { configurable: true, value: streams.stderr },
    });
    replaceVariables(before.env);
    process.chdir(before.cwd);
    process.exitCode = before.exitCode;
    busy = false;
  }
}

function isInClone(directory: string): boolean {
  const above = dirname(directory);
  return existsSync(join(directory, '.git')) || (above !== directory && isInClone(above));
}

/** The sandbox counts requests, not seconds: what waits for it need not wait long, and its clock goes on all the same. */
function hastened(clock: Clock): Clock {
  let skipped = 0;
  return {
    now: () => new Date(clock.now().getTime() + skipped),
    sleep: async (milliseconds, signal) => {
      skipped += milliseconds;
      await clock.sleep(0, signal);
    },
  };
}

/** A module of `dist/`, once for all tests of a suite. */
export async function load<T>(folder: string, name: string): Promise<T> {
  return (await import(pathToFileURL(join(folder, 'dist', name)).href)) as T;
}

function replaceVariables(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  const given = Object.entries(env).filter(([, value]) => value !== undefined);
  Object.assign(process.env, Object.fromEntries(given));
}

/** What the program of a pipe is to a process: no terminal, and everything is taken at once. */
function pipe(take: (text: string) => void): object {
  return {
    isTTY: false,
    listeners: () => [],
    on: () => undefined,
    write: (text: string | Uint8Array, ...more: readonly unknown[]): boolean => {
      take(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
      const done = more.at(-1);
      if (typeof done === 'function') queueMicrotask(done as () => void);
      return true;
    },
  };
}
