import type { AssessedPlan } from '../../model/assessment.ts';
import { renderAppliedMarkdown } from '../apply-result.ts';
import { renderDriftMarkdown } from '../markdown-drift.ts';
import { failedScopesMarkdown } from '../many-scopes.ts';
import { renderPlanMarkdown } from '../markdown-plan.ts';
import type { ReportOptions } from '../report-options.ts';
import { renderScopesMarkdown } from '../scopes-markdown.ts';
import { spellAsWritten } from '../spell-as-written.ts';
import type { ReportFormat } from './format.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { codeSpan, prose } from '../escape-markdown.ts';
import { withoutWorkflowCommands } from '../escape-terminal.ts';
import { shownDiagnostics } from '../shown-diagnostics.ts';
import { sayDiagnosticTotals, sayIncluded } from '../text-diagnostics.ts';

/** For a comment, an issue or a job summary on GitHub. */
export const markdown = {
  extension: 'md',
  plan: renderOne,
  scopes: (reports, failed, options) => {
    const { command, limit = Number.POSITIVE_INFINITY } = options;
    const renderScope = (plan: AssessedPlan, room: number): string =>
      renderOne(plan, { ...options, limit: room });
    const whole = reports.map((report) => ({ ...report, cautions: [], notes: [] }));
    return renderScopesMarkdown(whole, failed, { command, limit, footer: [], renderScope });
  },
  failed: (failed) => [failedScopesMarkdown(failed)],
  diagnostics: renderDiagnosticsMarkdown,
  applied: renderAppliedMarkdown,
} as const satisfies ReportFormat;

function renderOne(plan: AssessedPlan, options: ReportOptions): string {
  const render = options.command === 'drift' ? renderDriftMarkdown : renderPlanMarkdown;
  return render(spellAsWritten(plan), options);
}

const WITHOUT_LIMIT = Number.POSITIVE_INFINITY;

/** Diagnostics as a list, errors and warnings with their place; as many as the limit allows, and how many are left. */
function renderDiagnosticsMarkdown(
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
