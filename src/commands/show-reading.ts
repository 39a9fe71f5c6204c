import type { CallTally } from '../model/call-counts.ts';
import type { JudgedCounts } from '../model/judged-tally.ts';
import type { Scope } from '../model/integration.ts';
import { sayReadSoFar } from '../report/say-calls.ts';
import type { Environment } from './environment.ts';
import { overWritten } from './over-written.ts';

/** What takes no longer says nothing. */
export const QUIET_SECONDS = 2;
/** Lines of a log stay: one in ten seconds is enough to see that the run is alive. */
export const SECONDS_OF_A_LINE = 10;

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
 * Says on standard error how far a long read of AWS is: on a terminal one line that is written over each second; elsewhere,
 * as in CI, a line after two seconds and then one every ten. Judging lets no timer run: then each thing that is judged is
 * when the clock is looked at. No timer is left when it ends.
 */
export async function showReading(
  environment: ReadingEnvironment,
  scopes: readonly Scope[] = [],
): Promise<ShownReading> {
  const { calls, every, clock, judged, progressTerminal } = environment;
  if (calls === undefined || every === undefined) return { scopeDone: () => undefined, end: () => undefined };
  const start = clock.now().getTime();
  const before = countsOf(calls);
  const judgedBefore = judged?.counts() ?? NOTHING_JUDGED;
  const integrations = scopes.flatMap((scope) => scope.integrations).length;
  const update = await overWritten(progressTerminal);
  let done = 0;
  let said = 0;
  const tell = (): void => {
    const seconds = (clock.now().getTime() - start) / 1000;
    if (seconds < QUIET_SECONDS) return;
    const now = countsOf(calls);
    const text = sayReadSoFar({
      seconds,
      scopes: { done, all: scopes.length },
      integrations: { done: now.templates - before.templates, all: integrations },
      pages: now.pages - before.pages,
      calls: now.total - before.total,
      judged: since(judgedBefore, judged?.counts() ?? NOTHING_JUDGED),
    });
    if (update !== undefined) return update(text);
    if (said > 0 && seconds - said < SECONDS_OF_A_LINE) return;
    said = seconds;
    environment.err(`${text}\n`);
  };
  const stop = every(1000, tell);
  const unwatch = judged?.watch(tell);
  return {
    scopeDone: () => {
      done += 1;
    },
    end: () => {
      stop();
      unwatch?.();
      update?.clear();
      update?.done();
    },
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

function countsOf(calls: CallTally) {
  return {
    templates: calls.of('cloudformation:GetTemplate'),
    pages: LISTING.reduce((sum, operation) => sum + calls.of(`iam:${operation}`), 0),
    total: calls.total,
  };
}

/** Work that reads AWS, of which it is said how far it is. */
export async function whileReading<Result>(
  environment: ReadingEnvironment,
  scopes: readonly Scope[],
  work: (reading: ShownReading) => Promise<Result>,
): Promise<Result> {
  const reading = await showReading(environment, scopes);
  try {
    return await work(reading);
  } finally {
    reading.end();
  }
}
