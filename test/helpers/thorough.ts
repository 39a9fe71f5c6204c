import { describe, it } from '@jest/globals';

/**
 * Whether there is time for every case, as in CI. `npm test` alone goes through a part of the longest suites, so that it
 * is quick; CI leaves out nothing.
 */
export const THOROUGH = process.env['ROLEKEEPER_PROPERTY_RUNS'] !== undefined;

/**
 * How often a property is tried.
 *
 * @param quick in `npm test` alone
 * @param most however many CI asks for: a try of a whole account costs a thousand times what one of a text does
 */
export function runsOf(quick: number, most = Number.POSITIVE_INFINITY): Draws {
  const { ROLEKEEPER_PROPERTY_RUNS: runs, ROLEKEEPER_PROPERTY_SEED: seed } = process.env;
  return {
    numRuns: Math.min(Number(runs ?? quick), most),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}

/** Parameters of fast-check. */
export interface Draws {
  readonly numRuns: number;
  /** Of the same seed the same is drawn; another each time where there is none. */
  readonly seed?: number;
}

/** All items where there is time, else every so many: another part each day, so that all of them get their turn. */
export function sampleOf<T>(all: readonly T[], every: number): readonly T[] {
  const today = Math.floor(Date.now() / 86_400_000);
  return chosen(all, (_, index) => (index + today) % every === 0);
}

/** All settings where there is time, else those named. */
export function settingsFor<T>(
  all: Readonly<Record<string, T>>,
  quick: readonly string[],
): readonly [string, T][] {
  return chosen(Object.entries(all), ([name]) => quick.includes(name));
}

/** All rows where there is time, else those named. */
export function rowsFor(all: readonly string[], quick: readonly string[]): readonly string[] {
  return chosen(all, (name) => quick.includes(name));
}

/** Says what this run leaves out, and why, where the tests' output is read. */
export function saySkipped(what: string, why: string): void {
  process.stderr.write(`skipped: ${what}: ${why}\n`);
}

export const NOT_THOROUGH = 'runs with ROLEKEEPER_PROPERTY_RUNS only';

/** All of a table where there is time, else those wanted, and a word on how many are left out. */
function chosen<T>(all: readonly T[], isQuick: (one: T, index: number) => boolean): readonly T[] {
  if (THOROUGH) return all;
  const quick = all.filter(isQuick);
  if (quick.length < all.length)
    saySkipped(`${all.length - quick.length} of the ${all.length} rows of a table`, NOT_THOROUGH);
  return quick;
}

/** A case that takes long, or a row of a table whose kind others of it stand for: it is reported as skipped, and said. */
export function itThorough(title: string, test: () => Promise<void> | void): void {
  if (THOROUGH) {
    it(title, test);
    return;
  }
  saySkipped(`"${title}"`, NOT_THOROUGH);
  it.skip(title, test);
}

/** For suites that take long: without the time for them, they say so and are reported as skipped. */
export function describeThorough(title: string, suite: () => void): void {
  if (THOROUGH) {
    describe(title, suite);
    return;
  }
  saySkipped(`"${title}"`, NOT_THOROUGH);
  describe.skip(title, suite);
}
