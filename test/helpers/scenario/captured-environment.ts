import type { Environment } from '../../../src/commands/environment.ts';

export interface CapturedEnvironment extends Environment {
  /** What went to standard output. */
  readonly stdout: () => string;
  /** What went to standard error. */
  readonly stderr: () => string;
  /** Both, in the order in which a terminal shows them. */
  readonly transcript: () => string;
}

/** Counts over all commands of a run: CloudFormation takes a token that it has seen for the same request again. */
let ids = 0;

/** A process without a terminal and without a git clone, whose clock stands still but for sleeping, which takes no time. */
export function capturedEnvironment(
  start: string,
  overrides: Partial<Environment> = {},
): CapturedEnvironment {
  const written: { stream: 'out' | 'err'; text: string }[] = [];
  const of = (stream?: 'out' | 'err') => () =>
    written
      .filter((item) => stream === undefined || item.stream === stream)
      .map((item) => item.text)
      .join('');
  let now = Date.parse(start);
  return {
    out: (text) => void written.push({ stream: 'out', text }),
    err: (text) => void written.push({ stream: 'err', text }),
    progressTerminal: undefined,
    interactive: false,
    inCi: true,
    color: false,
    onTerminal: false,
    clock: {
      now: () => new Date(now),
      sleep: async (milliseconds, signal) => {
        signal?.throwIfAborted();
        now += milliseconds;
        await Promise.resolve();
      },
    },
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    ask: () => Promise.reject(new Error('nobody is there to answer')),
    git: () => Promise.resolve(undefined),
    stopped: () => new Promise(() => undefined),
    stdout: of('out'),
    stderr: of('err'),
    transcript: of(),
    ...overrides,
  };
}
