import { sayWorkSoFar } from '../report/say-calls.ts';
import type { ReadingEnvironment } from './show-reading.ts';
import { stillAtWork } from './still-at-work.ts';

export interface ShownWork {
  /** Counts what is done one by one; `say` gets how many there are. */
  readonly counting: (say: (done: number) => string) => () => void;
  /** Ends the saying; a line that is on the terminal goes. */
  readonly end: () => void;
}

/**
 * Says how far long work on files is, at the times of {@link stillAtWork}. Such work lets no timer run, so the clock is
 * looked at with each thing that is done.
 */
export async function showWork(environment: ReadingEnvironment): Promise<ShownWork> {
  if (environment.every === undefined) return { counting: () => () => undefined, end: () => undefined };
  const line = await stillAtWork(environment);
  return {
    counting: (say) => {
      let done = 0;
      return () => {
        done += 1;
        line.tell((seconds) => sayWorkSoFar(seconds, say(done)));
      };
    },
    end: line.end,
  };
}
