import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as CliMain from '../../../src/cli.ts';
import { ROLEKEEPERS_KEY } from '../watched-sandbox.ts';
import { isBusy, load, runInProcess } from './in-process.ts';

export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
export const CLI = join(REPOSITORY, 'dist', 'cli.js');

export interface CliOptions {
  readonly cwd: string;
  /** All variables that the process gets, besides PATH and an empty HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** The Node to run it with. @default the one that runs the tests */
  readonly node?: string;
  /** The folder whose `dist` runs. @default this repository */
  readonly home?: string;
}

export interface CliResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** Nothing of the machine's own settings: no credentials, no profile, no region, no instance metadata. */
export function cleanEnvironment(cwd: string, env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: cwd, AWS_EC2_METADATA_DISABLED: 'true', ...env };
}

/** What a user sets to work on a sandbox: an endpoint, a region and dummy credentials. */
export function sandboxVariables(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: ROLEKEEPERS_KEY,
    AWS_SECRET_ACCESS_KEY: 'test',
  };
}

/**
 * Runs the committed build to its end: in this process, or in one of its own for another Node, and while a run is under
 * way here already.
 */
export async function runCli(parameters: readonly string[], options: CliOptions): Promise<CliResult> {
  if (options.node !== undefined || isBusy()) return spawnCli(parameters, options);
  const start = performance.now();
  const { cwd } = options;
  const printed = { stdout: '', stderr: '' };
  const exitCode = await runInProcess({
    cwd,
    env: cleanEnvironment(cwd, options.env),
    take: (stream, text) => {
      printed[stream] += text;
    },
    program: async (environmentOf) => {
      const { main } = await load<typeof CliMain>(options.home ?? REPOSITORY, 'cli-main.js');
      return main(parameters, environmentOf);
    },
  });
  return { exitCode, ...printed, milliseconds: performance.now() - start };
}

/** Runs the committed build in a process of its own, to its end. */
export function spawnCli(parameters: readonly string[], options: CliOptions): Promise<CliResult> {
  const start = performance.now();
  const cli = options.home === undefined ? CLI : join(options.home, 'dist', 'cli.js');
  const child = spawn(options.node ?? process.execPath, [cli, ...parameters], {
    cwd: options.cwd,
    env: cleanEnvironment(options.cwd, options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) =>
      resolve({ exitCode, stdout, stderr, milliseconds: performance.now() - start }),
    );
  });
}
