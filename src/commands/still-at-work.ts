import type { Environment } from './environment.ts';
import { overWritten } from './over-written.ts';

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
export async function stillAtWork({
  clock,
  err,
  progressTerminal,
}: Pick<Environment, 'clock' | 'err' | 'progressTerminal'>): Promise<StillAtWork> {
  const start = clock.now().getTime();
  const update = await overWritten(progressTerminal);
  const pause = update === undefined ? SECONDS_OF_A_LINE : 1;
  let said = 0;
  return {
    tell: (say) => {
      const seconds = (clock.now().getTime() - start) / 1000;
      if (seconds < QUIET_SECONDS || (said > 0 && seconds - said < pause)) return;
      said = seconds;
      if (update === undefined) err(`${say(seconds)}\n`);
      else update(say(seconds));
    },
    end: () => {
      update?.clear();
      update?.done();
    },
  };
}
