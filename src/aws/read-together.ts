/** What each of some reads gives. */
export type ReadTogether<Reads extends readonly unknown[] | []> = {
  -readonly [Index in keyof Reads]: Awaited<Reads[Index]>;
};

/**
 * Makes reads at the same time. When one fails the others are aborted: nothing waits for their answers any more, and a
 * request that hangs would keep the process alive through all its retries.
 *
 * @param signal aborts all of them
 * @param start starts the reads, each of which ends with the signal it is given
 * @throws what the first one threw
 */
export async function readTogether<Reads extends readonly unknown[] | []>(
  signal: AbortSignal,
  start: (signal: AbortSignal) => Reads,
): Promise<ReadTogether<Reads>> {
  const failed = new AbortController();
  try {
    return await Promise.all(start(AbortSignal.any([signal, failed.signal])));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}
