import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { setTimeout } from 'node:timers/promises';
import { auditOf } from './audit.ts';
import type { Environment } from './environment.ts';

/** The environment of a real process. */
export function processEnvironment(colorAllowed: boolean): Environment {
  const { stdout, stderr, stdin, env } = process;
  let stopped: Promise<string> | undefined;
  const inCi = (env['CI'] ?? '') !== '';
  // https://no-color.org/
  const color =
    colorAllowed && (env['NO_COLOR'] ?? '') === '' && (stdout.isTTY || (env['FORCE_COLOR'] ?? '') !== '');
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    progressTerminal: stderr.isTTY && !inCi ? stderr : undefined,
    interactive: stdin.isTTY && stdout.isTTY && !inCi,
    color,
    rehearsal: Object.entries(env).some(
      ([name, value]) => name.startsWith('AWS_ENDPOINT_URL') && value !== '',
    ),
    clock: { now: () => new Date(), sleep },
    newId: randomUUID,
    audit: auditOf(env),
    ask: async (question) => {
      const terminal = createInterface({ input: stdin, output: stdout });
      try {
        return await terminal.question(question);
      } finally {
        terminal.close();
      }
    },
    // The second signal has its usual effect: the process dies at once.
    stopped: () => (stopped ??= firstSignal()),
  };
}

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
