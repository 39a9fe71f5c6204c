import type { Diagnostic } from '../model/diagnostic.ts';
import { visibleText } from './escape-terminal.ts';
import { layOutParagraph, paintFor, type Paint } from './lay-out-text.ts';
import type { ReportOptions } from './report-options.ts';
import { shownDiagnostics } from './sort-diagnostics.ts';
import { count } from './say-totals.ts';
import { joinBlocks } from './text-plan.ts';

/** Diagnostics in the form that editors and people know, `file:line:column: error: …`, grouped by file, with totals. */
export function renderDiagnosticsText(
  diagnostics: readonly Diagnostic[],
  { color }: Pick<ReportOptions, 'color'>,
): string {
  if (diagnostics.length === 0) return '';
  const paint = paintFor(color);
  const byFile = new Map<string, string[]>();
  const { shown, left } = shownDiagnostics(diagnostics);
  for (const diagnostic of shown) {
    const file = diagnostic.location?.file ?? '';
    const lines = byFile.get(file) ?? [];
    lines.push(...diagnosticLines(diagnostic, paint));
    byFile.set(file, lines);
  }
  const rest = left === 0 ? [] : [[`… and ${left} more`]];
  return joinBlocks([...byFile.values(), ...rest, [paint.bold(sayDiagnosticTotals(diagnostics))]]);
}

/** `2 errors, 1 warning`. */
export function sayDiagnosticTotals(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const parts = [
    errors === 0 ? '' : count(errors, 'error'),
    warnings === 0 ? '' : count(warnings, 'warning'),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Of a shared file: for which scopes it holds; empty for any other. */
export function sayIncluded({ includedAt = [] }: Diagnostic): string {
  const [first, second] = includedAt.map(({ file, line, column }) => `${file}:${line}:${column}`);
  if (first === undefined) return '';
  const others = includedAt.length - 1;
  const rest = second === undefined ? '' : others === 1 ? ` and ${second}` : ` and ${others} more places`;
  return `as included in ${first}${rest}`;
}

function diagnosticLines(diagnostic: Diagnostic, paint: Paint): readonly string[] {
  const { severity, message, hint, location } = diagnostic;
  const included = sayIncluded(diagnostic);
  const place = location === undefined ? '' : `${location.file}:${location.line}:${location.column}: `;
  const label = paint.symbol(severity === 'error' ? '-' : '~', `${severity}:`);
  return [
    `${visibleText(place)}${label} ${visibleText(message)}`,
    ...(included === '' ? [] : layOutParagraph(included, '    ')),
    ...(hint === undefined ? [] : layOutParagraph(hint, '    ')),
  ];
}
