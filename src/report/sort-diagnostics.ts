import type { Diagnostic } from '../model/diagnostic.ts';

/** By file, line and column; those without a place come first. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compare(a.location?.file ?? '', b.location?.file ?? '') ||
      (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
      (a.location?.column ?? 0) - (b.location?.column ?? 0),
  );
}

/** A run shows so many: what stands behind them is looked at when these are corrected. */
const MOST_SHOWN = 100;

/** Those that are shown, errors before warnings where there are too many, and how many are left. */
export function shownDiagnostics(diagnostics: readonly Diagnostic[]): {
  readonly shown: readonly Diagnostic[];
  readonly left: number;
} {
  const isError = ({ severity }: Diagnostic): boolean => severity === 'error';
  const sorted = sortDiagnostics(diagnostics);
  const chosen = [...sorted.filter(isError), ...sorted.filter((one) => !isError(one))].slice(0, MOST_SHOWN);
  return { shown: sortDiagnostics(chosen), left: diagnostics.length - chosen.length };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
