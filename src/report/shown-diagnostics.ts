import { type Diagnostic, sortByPlace } from '../model/diagnostic.ts';

/** A run shows so many: what stands behind them is looked at when these are corrected. */
const MOST_SHOWN = 100;

/** Those that are shown, errors before warnings where there are too many, and how many are left. */
export function shownDiagnostics(
  diagnostics: readonly Diagnostic[],
  most = MOST_SHOWN,
): {
  readonly shown: readonly Diagnostic[];
  readonly left: number;
} {
  const isError = ({ severity }: Diagnostic): boolean => severity === 'error';
  const sorted = sortByPlace(diagnostics);
  const chosen = [...sorted.filter(isError), ...sorted.filter((one) => !isError(one))].slice(0, most);
  return { shown: sortByPlace(chosen), left: diagnostics.length - chosen.length };
}

/** The same as a list: what is left is one more of them, at the place of the first that is not shown. */
export function cappedDiagnostics(
  diagnostics: readonly Diagnostic[],
  most = MOST_SHOWN,
): readonly Diagnostic[] {
  const { shown, left } = shownDiagnostics(diagnostics, most);
  if (left === 0) return diagnostics;
  const chosen = new Set(shown);
  const rest = sortByPlace(diagnostics.filter((one) => !chosen.has(one)));
  const [first] = rest;
  const more: Diagnostic = {
    severity: rest.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
    code: 'not-shown',
    message: `${left} more are not shown`,
    hint: 'correct those that are shown, and run it again',
    ...(first?.location === undefined ? {} : { location: first.location }),
  };
  return [...shown, more];
}
