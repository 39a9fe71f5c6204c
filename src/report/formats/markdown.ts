import { renderAppliedMarkdown } from '../apply-result.ts';
import { renderDiagnosticsMarkdown } from '../markdown-diagnostics.ts';
import { renderDriftMarkdown } from '../markdown-drift.ts';
import { failedScopesMarkdown } from '../many-scopes.ts';
import { renderPlanMarkdown } from '../markdown-plan.ts';
import { spellAsWritten } from '../spell-as-written.ts';
import type { ReportFormat } from './format.ts';

/** For a comment, an issue or a job summary on GitHub. */
export const markdown = {
  extension: 'md',
  plan: (plan, options) => {
    const render = options.command === 'drift' ? renderDriftMarkdown : renderPlanMarkdown;
    return render(spellAsWritten(plan), options);
  },
  failed: (failed) => [failedScopesMarkdown(failed)],
  diagnostics: renderDiagnosticsMarkdown,
  applied: renderAppliedMarkdown,
} as const satisfies ReportFormat;
