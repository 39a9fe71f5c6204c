import type { Clock } from '../model/clock.ts';

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/**
 * Asks until there is an answer: quickly at first, then every five seconds.
 *
 * @param ask gives undefined while there is no answer yet
 * @param patience milliseconds after which it gives up
 * @returns the answer, or undefined when patience ran out
 */
export async function waitFor<T>(
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
