import type { Diagnostic } from '../model/diagnostic.ts';
import { codeSpan, prose } from './escape-markdown.ts';
import { withoutWorkflowCommands } from './escape-terminal.ts';
import type { ReportOptions } from './report-options.ts';
import { shownDiagnostics } from './sort-diagnostics.ts';
import { sayDiagnosticTotals, sayIncluded } from './text-diagnostics.ts';

const WITHOUT_LIMIT = Number.POSITIVE_INFINITY;

/** Diagnostics as a list, errors and warnings with their place; as many as the limit allows, and how many are left. */
export function renderDiagnosticsMarkdown(
  diagnostics: readonly Diagnostic[],
  { limit = WITHOUT_LIMIT }: Pick<ReportOptions, 'limit'>,
): string {
  if (diagnostics.length === 0) return '';
  const head = `**${sayDiagnosticTotals(diagnostics)}**\n`;
  const items = shownDiagnostics(diagnostics).shown.map((item) =>
    withoutWorkflowCommands(diagnosticItem(item)),
  );
  const reserve = 40;
  let text = head;
  let shown = 0;
  for (const item of items) {
    if (text.length + item.length + reserve > limit) break;
    text += `\n${item}`;
    shown += 1;
  }
  const left = diagnostics.length - shown;
  return left === 0 ? `${text}\n` : `${text}\n\n… and ${left} more.\n`;
}

function diagnosticItem(diagnostic: Diagnostic): string {
  const { severity, message, hint, location } = diagnostic;
  const included = sayIncluded(diagnostic);
  const place =
    location === undefined ? '' : ` ${codeSpan(`${location.file}:${location.line}:${location.column}`)}`;
  const remedy = hint === undefined ? '' : `\n  _What to write:_ ${prose(hint)}`;
  return `- **${severity}**${place}: ${prose(message)}${included === '' ? '' : `, ${prose(included)}`}${remedy}`;
}
