/** A place in a file; line and column count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A mistake in the input: what is wrong, where, and what to write instead. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable kebab-case identifier of the rule, e.g. `unknown-key`. */
  readonly code: string;
  /** What is wrong, with the wrong value in it. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  readonly location?: Location;
  /** Of a shared file: where the scopes include it for which this holds. */
  readonly includedAt?: readonly Location[];
}

/** The codes of warnings that the review rules did not look at files, or not by all that the settings say. */
export const NOT_JUDGED = 'not-judged';
export const JUDGED_IN_PART = 'judged-in-part';

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** By file, line and column; those without a place come first. */
export function sortByPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(({ location: a }, { location: b }) => {
    const [file, other] = [a?.file ?? '', b?.file ?? ''];
    if (file !== other) return file < other ? -1 : 1;
    return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
  });
}
