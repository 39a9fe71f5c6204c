import { describe, it } from '@jest/globals';
import { NOT_THOROUGH, saySkipped, THOROUGH } from '../thorough.ts';
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a program that tests can do without is installed; when not, says so where the tests' output is read. */
export function isInstalled(program: string): boolean {
  const found = spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
  if (!found) saySkipped(`what needs ${program}`, 'it is not installed');
  return found;
}

/** Runs a program; gives what it printed. @throws with its standard error when it fails */
export async function runProgram(
  program: string,
  parameters: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { stdout } = await run(program, [...parameters], { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** For what another program says of our output, where there is time and the program: else says so, and is skipped. */
export function itWith(program: string): typeof it | typeof it.skip {
  return isTried(program) ? it : it.skip;
}

/** See {@link itWith}. */
export function describeWith(program: string): typeof describe | typeof describe.skip {
  return isTried(program) ? describe : describe.skip;
}

function isTried(program: string): boolean {
  if (!THOROUGH) saySkipped(`what needs ${program}`, NOT_THOROUGH);
  return THOROUGH && isInstalled(program);
}
