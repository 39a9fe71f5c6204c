import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What git prints in a folder; undefined where it refuses, or is not there. None of the commands that are asked for runs
 * a hook: `status` does not write the index. It runs the filters that the configuration of the clone names. `ls-remote` asks
 * the repository that the clone follows, with the credentials of the clone.
 */
export async function runGit(
  variables: NodeJS.ProcessEnv,
  directory: string,
  command: readonly string[],
): Promise<string | undefined> {
  try {
    const options = {
      maxBuffer: MOST_OUTPUT,
      timeout: LONGEST_MILLISECONDS,
      env: { ...variables, ...UNATTENDED },
    };
    const safely = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-C', directory];
    const { stdout } = await run('git', [...safely, ...command], options);
    return stdout;
  } catch {
    return undefined;
  }
}

/** Nothing is asked of the person at the terminal: https://git-scm.com/docs/git#_environment_variables */
const UNATTENDED = { GIT_TERMINAL_PROMPT: '0' };

/** Another repository may not answer. */
const LONGEST_MILLISECONDS = 20_000;

/** A desired file has at most 1 MiB. */
const MOST_OUTPUT = 16 * 1024 * 1024;
