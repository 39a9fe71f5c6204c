/**
 * V8's own settings, for a program that runs for seconds (docs/decisions/0015-a-command-loads-what-it-uses.md). Each release
 * has names of its own for some of them. For a flag that it does not know, V8 prints an error to standard error, and the
 * program runs on: so each release gets those of its own, and any other release none.
 */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  v20: ['--interrupt-budget=600000'],
  v22: ['--invocation-count-for-turbofan=12000'],
  v24: ['--invocation-count-for-turbofan=12000', '--invocation-count-for-maglev=4000'],
};

/**
 * All of the old objects are looked through again when there are twice as many as the last look left. V8 waits for up to
 * four times as many, which for a large account is 200 MB of garbage.
 */
const COLLECTED_SOONER = '--heap-growing-percent=100';

/**
 * Functions are optimised later than V8 would: most runs end before optimised code pays for itself, and a function that
 * stays hot is optimised all the same. Garbage is collected sooner.
 *
 * @param set sets a flag of V8
 */
export function tuneV8(version: string, set: (flag: string) => void): void {
  const own = FLAGS[version.replace(/\..*/, '')];
  if (own !== undefined) for (const flag of [...own, COLLECTED_SOONER]) set(flag);
}
