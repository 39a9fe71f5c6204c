import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { isatty } from 'node:tty';
import type { Audit } from '../model/audit.ts';
import { isFullDisk } from '../model/full-disk.ts';
import type { Environment } from './environment.ts';

/** The environment of a real process. */
export function processEnvironment(colorAllowed: boolean): Environment {
  const { stdout, stderr, env } = process;
  endInWordsWhenFull(stdout);
  let stopped: Promise<string> | undefined;
  const inCi = (env['CI'] ?? '') !== '';
  // https://no-color.org/
  const color =
    colorAllowed && (env['NO_COLOR'] ?? '') === '' && (stdout.isTTY || (env['FORCE_COLOR'] ?? '') !== '');
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    progressTerminal: stderr.isTTY && !inCi ? stderr : undefined,
    // The question stands on standard error, so that the report can go anywhere.
    // What has no terminal asks nothing, and then standard input is not opened.
    interactive: isatty(0) && !inCi,
    inCi,
    color,
    onTerminal: stdout.isTTY,
    ...widthsOf(env['COLUMNS'], stdout, stderr),
    rehearsal: Object.entries(env).some(
      ([name, value]) => name.startsWith('AWS_ENDPOINT_URL') && value !== '',
    ),
    clock: { now: () => new Date(), sleep },
    every: (milliseconds, tick) => {
      // What is said of a run must not keep it alive.
      const timer = setInterval(tick, milliseconds).unref();
      return () => clearInterval(timer);
    },
    newId: () => crypto.randomUUID(),
    audit: auditOf(env),
    git: async (...command) => (await import('./run-git.ts')).runGit(process.env, ...command),
    github: gitHubOf(env),
    ask: (question) => ask(question, process.stdin, stderr),
    // The second signal has its usual effect: the process dies at once.
    stopped: () => (stopped ??= firstSignal()),
  };
}

/**
 * What GitHub says of the run that this is, from its environment variables; nothing outside of it
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/variables).
 */
export function auditOf(env: Readonly<Record<string, string | undefined>>): Audit {
  const { GITHUB_SHA: commit, GITHUB_RUN_ID: id, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = env;
  const pullRequest = /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1];
  const run = server !== undefined && name !== undefined ? `${server}/${name}/actions/runs/${id ?? ''}` : id;
  return {
    ...(commit === undefined || commit === '' ? {} : { commit }),
    ...(pullRequest === undefined ? {} : { pullRequest: Number(pullRequest) }),
    ...(id === undefined || id === '' || run === undefined ? {} : { run }),
  };
}

/** As `gh` reads them: https://cli.github.com/manual/gh_help_environment */
function gitHubOf(env: NodeJS.ProcessEnv): NonNullable<Environment['github']> {
  const { GITHUB_API_URL: apiUrl = '', GITHUB_REPOSITORY: repository = '' } = env;
  const token = [env['GH_TOKEN'], env['GITHUB_TOKEN']].find((one) => one !== undefined && one !== '');
  return {
    apiUrl: apiUrl === '' ? 'https://api.github.com' : apiUrl,
    ...(token === undefined ? {} : { token }),
    ...(repository === '' ? {} : { repository }),
  };
}

/** `COLUMNS` goes before what the terminal says, as with `ls`. */
function widthsOf(
  said: string | undefined,
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
): Pick<Environment, 'width' | 'errWidth'> {
  const width = (stream: NodeJS.WriteStream): number =>
    Number(said ?? '') || (stream.isTTY ? stream.columns : 0);
  const [out, err] = [width(stdout), width(stderr)];
  return { ...(out > 0 ? { width: out } : {}), ...(err > 0 ? { errWidth: err } : {}) };
}

/** Ctrl-C and Ctrl-D are answers too. */
async function ask(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string | undefined> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input, output });
  const closed = once(terminal, 'close').then(() => undefined);
  const isNo = (error: unknown): undefined => {
    if (error instanceof Error && error.name === 'AbortError') return undefined;
    throw error;
  };
  try {
    const answer = await Promise.race([terminal.question(question).catch(isNo), closed]);
    // No Enter has ended the line.
    if (answer === undefined) output.write('\n');
    return answer;
  } finally {
    terminal.close();
  }
}

/** A full disk, or a pipe that is not read any more, is no bug of ours; what is under way goes on to its end. */
function endInWordsWhenFull(stdout: NodeJS.WriteStream): void {
  if (stdout.listeners('error').includes(sayFull)) return;
  stdout.on('error', sayFull);
}

function sayFull(error: NodeJS.ErrnoException): void {
  if (isTold) return;
  isTold = true;
  const hint = isFullDisk(error) ? '  make room on the disk, or send the output elsewhere\n' : '';
  process.stderr.write(
    `\nError: standard output cannot be written: ${error.message} (invalid-config)\n${hint}`,
  );
  process.once('exit', () => {
    process.exitCode = 1;
  });
}

let isTold = false;

async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

async function firstSignal(): Promise<string> {
  return Promise.race(
    (['SIGINT', 'SIGTERM'] as const).map(async (signal) => {
      await once(process, signal);
      return signal;
    }),
  );
}
