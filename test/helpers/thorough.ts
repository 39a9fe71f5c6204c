import { describe } from '@jest/globals';

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
export function runsOf(quick: number, most = Number.POSITIVE_INFINITY): { readonly numRuns: number } {
  return { numRuns: Math.min(Number(process.env['ROLEKEEPER_PROPERTY_RUNS'] ?? quick), most) };
}

/** All items where there is time, else every so many: another part each day, so that all of them get their turn. */
export function sampleOf<T>(all: readonly T[], every: number): readonly T[] {
  const today = Math.floor(Date.now() / 86_400_000);
  return all.filter((_, index) => THOROUGH || (index + today) % every === 0);
}

/** All settings where there is time, else those named. */
export function settingsFor<T>(
  all: Readonly<Record<string, T>>,
  quick: readonly string[],
): readonly [string, T][] {
  return Object.entries(all).filter(([name]) => THOROUGH || quick.includes(name));
}

/** All rows where there is time, else those named. */
export function rowsFor(all: readonly string[], quick: readonly string[]): readonly string[] {
  return all.filter((name) => THOROUGH || quick.includes(name));
}

/** Says what this run leaves out, and why, where the tests' output is read. */
export function saySkipped(what: string, why: string): void {
  process.stderr.write(`skipped: ${what}: ${why}\n`);
}

export const NOT_THOROUGH = 'runs with ROLEKEEPER_PROPERTY_RUNS only';

/** For suites that take long: without the time for them, they say so and are reported as skipped. */
export function describeThorough(title: string, suite: () => void): void {
  if (THOROUGH) {
    describe(title, suite);
    return;
  }
  saySkipped(`"${title}"`, NOT_THOROUGH);
  describe.skip(title, suite);
}
