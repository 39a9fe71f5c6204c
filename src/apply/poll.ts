import type { Clock } from '../model/clock.ts';

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

const FIRST_POLL = 1_000;
const LONGEST_POLL = 10_000;

/**
 * Reads until what was read is as it should be, or patience runs out: at once, then after pauses that double from one
 * second to ten. IAM's quotas are those of the whole account.
 *
 * @param read is given what was read before
 * @returns what was read last
 */
export async function readUntil<T>(
  clock: Clock,
  patience: number,
  read: (before: T | undefined) => Promise<T>,
  isDone: (now: T) => boolean,
): Promise<T> {
  const deadline = clock.now().getTime() + patience;
  let last = await read(undefined);
  for (let pause = FIRST_POLL; !isDone(last); pause = Math.min(pause * 2, LONGEST_POLL)) {
    if (clock.now().getTime() + pause > deadline) break;
    await clock.sleep(pause);
    last = await read(last);
  }
  return last;
}

/**
 * Asks until there is an answer: quickly at first, then every five seconds.
 *
 * @param ask gives undefined while there is no answer yet
 * @param patience milliseconds after which it gives up
 * @returns the answer, or undefined when patience ran out
 */
export async function pollUntil<T>(
  clock: Clock,
  patience: number,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = clock.now().getTime() + patience;
  let pause = FIRST_PAUSE;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (clock.now().getTime() + pause > deadline) return undefined;
    await clock.sleep(pause);
    pause = Math.min(pause * 1.5, LONGEST_PAUSE);
  }
}
