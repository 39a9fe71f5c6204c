import { setTimeout } from 'node:timers/promises';

/** Awaited before each request. */
export type RequestRate = () => Promise<void>;

/**
 * Lets at most so many requests through in a second, evenly: IAM and CloudFormation limit an account as a whole, and
 * others work in it too.
 *
 * @param signal ends the waiting
 */
export function requestRate(perSecond: number, signal: AbortSignal): RequestRate {
  const pause = 1000 / perSecond;
  let next = 0;
  return async () => {
    const now = performance.now();
    const turn = Math.max(now, next);
    next = turn + pause;
    if (turn > now) await setTimeout(turn - now, undefined, { signal });
  };
}
