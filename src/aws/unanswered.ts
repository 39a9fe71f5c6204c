import { isNativeError } from 'node:util/types';

/** A call was given up whose requests were taken and not answered. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';

  constructor(requests: number, milliseconds: number) {
    const sent = requests === 1 ? 'a request has' : `${requests} requests have`;
    super(`${sent} no whole answer after ${Math.round(milliseconds / 1000)} s`);
  }
}

/** A call waits for so many times the time of one request. */
const REQUESTS = 3;

/**
 * Gives a call up whose endpoint takes requests and answers none of them. The SDK would send it as often as one that is
 * throttled, for minutes. Any answer, a refusal included, begins the time anew. For the middleware of one client.
 *
 * @param requestMilliseconds after which one request is given up
 * @param now milliseconds since some time
 */
export function unansweredAfter(requestMilliseconds: number, now: () => number = sinceStart) {
  // A timer may be a moment early.
  const patience = (REQUESTS - 0.5) * requestMilliseconds;
  return <Args extends { readonly input: object }, Output>(next: (args: Args) => Promise<Output>) => {
    // Calls share this function; the input of a call is the same object in each of its attempts, and of no other call.
    const unanswered = new WeakMap<object, { readonly requests: number; readonly waited: number }>();
    return async (args: Args): Promise<Output> => {
      const start = now();
      try {
        return await next(args);
      } catch (error) {
        if (!isTimeout(error)) {
          unanswered.delete(args.input);
          throw error;
        }
        const before = unanswered.get(args.input) ?? { requests: 0, waited: 0 };
        const requests = before.requests + 1;
        // A busy machine looks at its timers late.
        const waited = before.waited + Math.min(now() - start, requestMilliseconds);
        unanswered.set(args.input, { requests, waited });
        // The SDK makes another attempt after an error that it knows, or that has such a one as its cause.
        throw waited < patience ? error : new UnansweredError(requests, waited);
      }
    };
  };
}

/** `performance` is not loaded before it is asked, and takes as long as a dozen requests to load. */
function sinceStart(): number {
  return process.uptime() * 1000;
}

/** No connection, no answer, or one that stopped half-way. */
function isTimeout(error: unknown): boolean {
  return isNativeError(error) && error.name === 'TimeoutError';
}
