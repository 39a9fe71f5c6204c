import type { CallTally } from '../model/call-counts.ts';
import type { JudgedCounts } from '../model/judged-tally.ts';
import type { Scope } from '../model/integration.ts';
import { sayReadSoFar, type ReadSoFar } from '../report/say-calls.ts';
import type { Environment } from './environment.ts';
import { stillAtWork } from './show-work.ts';

export type ReadingEnvironment = Pick<
  Environment,
  'calls' | 'clock' | 'err' | 'every' | 'judged' | 'progressTerminal'
>;

export interface ShownReading {
  /** A scope is done. */
  readonly scopeDone: () => void;
  /** Ends the saying; a line that is on the terminal goes. */
  readonly end: () => void;
}

/**
 * Says how far a long read of AWS is, at the times of {@link stillAtWork}. Judging lets no timer run: then the clock is
 * looked at with each thing that is judged. No timer is left when it ends.
 */
export function showReading(
  environment: ReadingEnvironment,
  scopes: readonly Scope[] = [],
  before = callsSoFar(environment),
): ShownReading {
  const { calls, every, judged } = environment;
  if (calls === undefined || every === undefined) return { scopeDone: () => undefined, end: () => undefined };
  const judgedBefore = judged?.counts() ?? NOTHING_JUDGED;
  const integrations = scopes.flatMap((scope) => scope.integrations).length;
  const line = stillAtWork(environment);
  const silence = silenceOf(calls);
  let done = 0;
  const say = (seconds: number): string => {
    const now = countsOf(calls);
    const unanswered = silence(seconds);
    return sayReadSoFar({
      seconds,
      scopes: { done, all: scopes.length },
      integrations: { done: now.templates - before.templates, all: integrations },
      pages: now.pages - before.pages,
      calls: now.total - before.total,
      judged: since(judgedBefore, judged?.counts() ?? NOTHING_JUDGED),
      ...(unanswered === undefined ? {} : { unanswered }),
    });
  };
  const tell = (): void => line.tell(say);
  const stop = every(1000, tell);
  const unwatch = judged?.watch(tell);
  return {
    scopeDone: () => {
      done += 1;
    },
    end: () => {
      stop();
      unwatch?.();
      line.end();
    },
  };
}

/** An answer of AWS may take some seconds. */
const SILENT_SECONDS = 5;

/** What is waited for since when, each time that it is asked, where that is longer than an answer takes. */
function silenceOf(calls: CallTally): (seconds: number) => ReadSoFar['unanswered'] {
  let last = { total: calls.total, seconds: 0 };
  return (seconds) => {
    const operations = calls.waiting();
    const { total } = calls;
    if (total !== last.total || operations.length === 0) last = { total, seconds };
    const silent = seconds - last.seconds;
    return silent < SILENT_SECONDS ? undefined : { seconds: silent, operations };
  };
}

const NOTHING_JUDGED: JudgedCounts = { access: 0, expectations: 0, rules: 0 };

function since(before: JudgedCounts, now: JudgedCounts): JudgedCounts {
  return {
    access: now.access - before.access,
    expectations: now.expectations - before.expectations,
    rules: now.rules - before.rules,
  };
}

/** The calls that list the whole account. */
const LISTING = ['GetAccountAuthorizationDetails', 'ListRoles', 'ListInstanceProfiles'];

const NO_CALLS = { templates: 0, pages: 0, total: 0 };

/** The calls to AWS so far: the progress of a reading counts from them. */
export function callsSoFar({ calls }: Pick<Environment, 'calls'>): ReturnType<typeof countsOf> {
  return calls === undefined ? NO_CALLS : countsOf(calls);
}

function countsOf(calls: CallTally) {
  return {
    templates: calls.of('cloudformation:GetTemplate'),
    pages: LISTING.reduce((sum, operation) => sum + calls.of(`iam:${operation}`), 0),
    total: calls.total,
  };
}

/**
 * Runs work that reads AWS, and says meanwhile how far it is.
 *
 * @param before the calls that are not of this reading
 */
export async function whileReading<Result>(
  environment: ReadingEnvironment,
  scopes: readonly Scope[],
  work: (reading: ShownReading) => Promise<Result>,
  before = callsSoFar(environment),
): Promise<Result> {
  const reading = showReading(environment, scopes, before);
  try {
    return await work(reading);
  } finally {
    reading.end();
  }
}
