import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What git prints in a folder; undefined where it refuses, or is not there. None of the commands that are asked for runs
 * a hook: `status` does not write the index. It runs the filters that the configuration of the clone names.
 */
export async function runGit(directory: string, command: readonly string[]): Promise<string | undefined> {
  try {
    const options = { maxBuffer: MOST_OUTPUT };
    const safely = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-C', directory];
    const { stdout } = await run('git', [...safely, ...command], options);
    return stdout;
  } catch {
    return undefined;
  }
}

/** A desired file has at most 1 MiB. */
const MOST_OUTPUT = 16 * 1024 * 1024;
