import { describe } from '@jest/globals';

/**
 * Whether there is time for every case, as in CI. `npm test` alone goes through a part of the longest suites, so that it
 * is quick; CI leaves out nothing.
 */
export const THOROUGH = process.env['ROLEKEEPER_PROPERTY_RUNS'] !== undefined;

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

/** For suites that spawn many processes: reported as skipped where there is no time for them. */
export const describeThorough: typeof describe | typeof describe.skip = THOROUGH ? describe : describe.skip;
