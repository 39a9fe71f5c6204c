import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { setTimeout } from 'node:timers/promises';
import type { Environment } from './environment.ts';

/** The environment of a real process. */
export function processEnvironment(colorAllowed: boolean): Environment {
  const { stdout, stderr, stdin, env } = process;
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
    clock: { now: () => new Date(), sleep: (milliseconds) => setTimeout(milliseconds) },
    newId: randomUUID,
    ask: async (question) => {
      const terminal = createInterface({ input: stdin, output: stdout });
      try {
        return await terminal.question(question);
      } finally {
        terminal.close();
      }
    },
    stopped: async () => {
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    },
  };
}
