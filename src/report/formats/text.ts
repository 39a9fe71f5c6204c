import { renderAppliedText } from '../apply-result.ts';
import { failedScopesText, type FailedScope } from '../many-scopes.ts';
import { spellAsWritten } from '../spell-as-written.ts';
import { renderDiagnosticsText } from '../text-diagnostics.ts';
import { renderDriftText } from '../text-drift.ts';
import { renderPlanText, joinBlocks, legendBlock } from '../text-plan.ts';
import type { ReportFormat } from './format.ts';
import { layOutParagraph, paintFor } from '../lay-out-text.ts';
import type { ReportOptions } from '../report-options.ts';
import { sameText } from '../same-blocks.ts';
import { sameChanges, toldTogether, type PlannedScopeReport } from '../same-changes.ts';
import { SIGNS } from '../report-line.ts';

/** For a terminal. */
export const text = {
  extension: 'txt',
  plan: (plan, options) => {
    const render = options.command === 'drift' ? renderDriftText : renderPlanText;
    return render(spellAsWritten(plan), options);
  },
  scopes: renderScopesText,
  failed: (failed) => [failedScopesText(failed)],
  diagnostics: renderDiagnosticsText,
  applied: renderAppliedText,
} as const satisfies ReportFormat;

/**
 * The plans of several scopes for a terminal: those that failed, what is the same in several scopes once, and then each
 * scope with what is its own.
 */
function renderScopesText(
  reports: readonly PlannedScopeReport[],
  failed: readonly FailedScope[],
  options: ReportOptions,
): string {
  const spelled = reports.map((report) => ({ ...report, plan: spellAsWritten(report.plan) }));
  const same = sameChanges(spelled);
  const paint = paintFor(options);
  const stands = layOutParagraph('${…} stands for what differs between the scopes.', paint).map(paint.dim);
  const above = [
    legendBlock(same.length > 0, SIGNS.plan, paint),
    ...same.map((change) => sameText(change, options)),
    same.some(({ differs }) => differs.length > 0) ? stands : [],
  ];
  return [
    ...(failed.length === 0 ? [] : [failedScopesText(failed)]),
    ...(same.length === 0 ? [] : [joinBlocks(above)]),
    ...spelled.map((report) => renderPlanText(report.plan, { ...options, told: toldTogether(same, report) })),
  ].join('\n');
}
