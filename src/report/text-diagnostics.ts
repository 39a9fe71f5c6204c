import type { Diagnostic } from '../model/diagnostic.ts';
import { visibleText } from './escape-terminal.ts';
import { HANGING, layOutParagraph, paintFor, wrapText, type Paint } from './lay-out-text.ts';
import type { ReportOptions } from './report-options.ts';
import { shownDiagnostics } from './shown-diagnostics.ts';
import { count } from './say-totals.ts';
import { joinBlocks } from './text-plan.ts';

/** Diagnostics in the form that editors and people know, `file:line:column: error: …`, grouped by file, with totals. */
export function renderDiagnosticsText(
  diagnostics: readonly Diagnostic[],
  options: Pick<ReportOptions, 'color' | 'width'>,
): string {
  if (diagnostics.length === 0) return '';
  const paint = paintFor(options);
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
  // A file and its line stay one word: terminals make a link of them.
  const [first = '', ...rest] = wrapText(
    `${visibleText(place)}${severity}: ${visibleText(message)}`,
    paint.width,
  );
  return [
    first.replace(`${severity}:`, label),
    ...rest.map((line) => `${HANGING}${line}`),
    ...(included === '' ? [] : layOutParagraph(included, paint, '    ')),
    ...(hint === undefined ? [] : layOutParagraph(hint, paint, '    ')),
  ];
}
