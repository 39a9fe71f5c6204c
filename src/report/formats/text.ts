import { renderAppliedText } from '../apply-result.ts';
import { failedScopesText } from '../many-scopes.ts';
import { renderScopesText } from '../scopes-text.ts';
import { spellAsWritten } from '../spell-as-written.ts';
import { renderDiagnosticsText } from '../text-diagnostics.ts';
import { renderDriftText } from '../text-drift.ts';
import { renderPlanText } from '../text-plan.ts';
import type { ReportFormat } from './format.ts';

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
