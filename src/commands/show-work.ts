import { sayWorkSoFar } from '../report/say-calls.ts';
import { overWritten } from './over-written.ts';
import type { ReadingEnvironment } from './show-reading.ts';
import { QUIET_SECONDS, SECONDS_OF_A_LINE } from './show-reading.ts';

export interface ShownWork {
  /** Counts what is done one by one; `say` gets how many there are. */
  readonly counting: (say: (done: number) => string) => () => void;
  /** Ends the saying; a line that is on the terminal goes. */
  readonly end: () => void;
}

/**
 * Says on standard error how far long work on files is, at the times at which a long read of AWS does. Such work lets no
 * timer run, so the clock is looked at with each thing that is done.
 */
export async function showWork({
  every,
  clock,
  err,
  progressTerminal,
}: ReadingEnvironment): Promise<ShownWork> {
  if (every === undefined) return { counting: () => () => undefined, end: () => undefined };
  const start = clock.now().getTime();
  const update = await overWritten(progressTerminal);
  let said = 0;
  const tell = (text: string, seconds: number): void => {
    said = seconds;
    if (update === undefined) return err(`${text}\n`);
    update(text);
  };
  const pause = update === undefined ? SECONDS_OF_A_LINE : 1;
  return {
    counting: (say) => {
      let done = 0;
      return () => {
        done += 1;
        const seconds = (clock.now().getTime() - start) / 1000;
        if (seconds < QUIET_SECONDS || (said > 0 && seconds - said < pause)) return;
        tell(sayWorkSoFar(seconds, say(done)), seconds);
      };
    },
    end: () => {
      update?.clear();
      update?.done();
    },
  };
}
