import { sayWorkSoFar } from '../report/say-calls.ts';
import type { Environment } from './environment.ts';
import type { ReadingEnvironment } from './show-reading.ts';

/** What takes no longer says nothing. */
const QUIET_SECONDS = 2;
/** Lines of a log stay: one in ten seconds is enough to see that the run is alive. */
const SECONDS_OF_A_LINE = 10;

export interface StillAtWork {
  /** Writes what `say` gives for the seconds since the start, where it is time for a line. */
  readonly tell: (say: (seconds: number) => string) => void;
  /** A line that is on the terminal goes. */
  readonly end: () => void;
}

/**
 * A line on standard error that says how far long work is: on a terminal one that is written over, at most once a second;
 * elsewhere, as in CI, one after two seconds and then one every ten.
 */
export function stillAtWork({
  clock,
  err,
  progressTerminal,
}: Pick<Environment, 'clock' | 'err' | 'progressTerminal'>): StillAtWork {
  const start = clock.now().getTime();
  const line = progressTerminal === undefined ? undefined : writtenOver(progressTerminal);
  const pause = line === undefined ? SECONDS_OF_A_LINE : 1;
  let said = 0;
  return {
    tell: (say) => {
      const seconds = (clock.now().getTime() - start) / 1000;
      if (seconds < QUIET_SECONDS || (said > 0 && seconds - said < pause)) return;
      said = seconds;
      if (line === undefined) err(`${say(seconds)}\n`);
      else line.write(say(seconds));
    },
    end: () => line?.clear(),
  };
}

/**
 * One text of ASCII, which the next one takes the place of. By the terminal's own means: a package for that takes a
 * twentieth of a short run to load, and could not be loaded later, by work that lets nothing else run.
 */
function writtenOver(terminal: NodeJS.WriteStream) {
  let rows = 0;
  const clear = (): void => {
    if (rows === 0) return;
    terminal.cursorTo(0);
    terminal.moveCursor(0, 1 - rows);
    terminal.clearScreenDown();
    rows = 0;
  };
  return {
    write: (text: string): void => {
      clear();
      terminal.write(text);
      rows = terminal.columns > 0 ? Math.ceil(text.length / terminal.columns) : 1;
    },
    clear,
  };
}

export interface ShownWork {
  /** Counts what is done one by one; `say` gets how many there are. */
  readonly counting: (say: (done: number) => string) => () => void;
}

/**
 * Does long work on files, and says meanwhile how far it is, at the times of {@link stillAtWork}. Such work lets no timer
 * run, so the clock is looked at with each thing that is done.
 */
export async function whileWorking<Result>(
  environment: ReadingEnvironment,
  work: (shown: ShownWork) => Promise<Result>,
): Promise<Result> {
  if (environment.every === undefined) return work({ counting: () => () => undefined });
  const line = stillAtWork(environment);
  const counting: ShownWork['counting'] = (say) => {
    let done = 0;
    return () => {
      done += 1;
      line.tell((seconds) => sayWorkSoFar(seconds, say(done)));
    };
  };
  try {
    return await work({ counting });
  } finally {
    line.end();
  }
}
