/**
 * V8's own settings by which it optimises functions later than it would: most runs end before optimised code pays for
 * itself, and a function that stays hot is optimised all the same (docs/decisions/0015-a-command-loads-what-it-uses.md).
 * Each release has names of its own for them. For a flag that it does not know, V8 prints an error to standard error, and
 * the program runs on: so each release gets those of its own, and any other release none.
 */
const LATER: Readonly<Record<string, readonly string[]>> = {
  v20: ['--interrupt-budget=600000'],
  v22: ['--invocation-count-for-turbofan=12000'],
  v24: ['--invocation-count-for-turbofan=12000', '--invocation-count-for-maglev=4000'],
};

/** @param set sets a flag of V8 */
export function optimiseLater(version: string, set: (flag: string) => void): void {
  for (const flag of LATER[version.replace(/\..*/, '')] ?? []) set(flag);
}
