import type { AssessedPlan } from '../../model/assessment.ts';
import { renderAppliedMarkdown } from '../apply-result.ts';
import { renderDiagnosticsMarkdown } from '../markdown-diagnostics.ts';
import { renderDriftMarkdown } from '../markdown-drift.ts';
import { failedScopesMarkdown } from '../many-scopes.ts';
import { renderPlanMarkdown } from '../markdown-plan.ts';
import type { ReportOptions } from '../report-options.ts';
import { renderScopesMarkdown } from '../scopes-markdown.ts';
import { spellAsWritten } from '../spell-as-written.ts';
import type { ReportFormat } from './format.ts';

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
