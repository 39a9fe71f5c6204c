import { type Diagnostic, type Location, sortByPlace } from '../model/diagnostic.ts';

/** An error at a place: what is wrong, and what to write instead. */
export function errorAt(location: Location, code: string, message: string, hint?: string): Diagnostic {
  return { severity: 'error', code, message, ...(hint === undefined ? {} : { hint }), location };
}

/** A warning at a place: the input is accepted, and probably not what was meant. */
export function warningAt(location: Location, code: string, message: string, hint?: string): Diagnostic {
  return { severity: 'warning', code, message, ...(hint === undefined ? {} : { hint }), location };
}

/** Sorted by place, and without repeats. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const unique = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return sortByPlace([...unique.values()]);
}

/**
 * The later findings that are not a mere consequence of an earlier error: whatever stands at the place of one is.
 * An unknown `${Name}` in a role's name, for instance, also makes the name illegal.
 */
export function withoutFollowUps(
  earlier: readonly Diagnostic[],
  later: readonly Diagnostic[],
): readonly Diagnostic[] {
  const taken = new Set(earlier.filter((one) => one.severity === 'error').map(placeOf));
  return later.filter((one) => one.location === undefined || !taken.has(placeOf(one)));
}

/** A wrong value as it is shown in a message: JSON, shortened. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 80 ? text : `${text.slice(0, 60)}…${text.slice(-15)}`;
}

/** `a, b and c` */
export function listOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function placeOf(diagnostic: Diagnostic): string {
  const { file, line, column } = diagnostic.location ?? { file: '', line: 0, column: 0 };
  return `${file}:${line}:${column}`;
}
