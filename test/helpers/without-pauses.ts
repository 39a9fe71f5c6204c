/** Shorter ones are no pauses; longer ones guard against an endpoint that does not answer. */
const PAUSE = { from: 20, to: 5_000 };

/**
 * Lets the time of a pause pass at once: what the SDK waits between two attempts is chosen at random, and no test is about
 * it. The clock goes on by as much, so that a bucket of the SDK's adaptive mode is as full as after the wait.
 */
export async function withoutPauses<T>(work: () => Promise<T>): Promise<T> {
  const { setTimeout: wait } = globalThis;
  const { now } = Date;
  let passed = 0;
  const shortened = (run: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) => {
    const isPause = milliseconds >= PAUSE.from && milliseconds <= PAUSE.to;
    if (!isPause) return wait(run, milliseconds, ...given);
    return wait(() => {
      passed += milliseconds;
      run(...given);
    }, 0);
  };
  Object.assign(globalThis, { setTimeout: shortened });
  Object.assign(Date, { now: () => now() + passed });
  try {
    return await work();
  } finally {
    Object.assign(globalThis, { setTimeout: wait });
    Object.assign(Date, { now });
  }
}
