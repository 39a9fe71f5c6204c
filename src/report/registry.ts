import type { Diagnostic } from '../model/diagnostic.ts';
import type { AssessedPlan } from '../model/assessment.ts';
import { withoutWorkflowCommands } from './escape-terminal.ts';
import { withCautions } from './cautions.ts';
import { maskExternalIds } from './external-id.ts';
import { renderJson } from './json-report.ts';
import { renderDiagnosticsMarkdown } from './markdown-diagnostics.ts';
import { renderDriftMarkdown } from './markdown-drift.ts';
import { renderPlanMarkdown } from './markdown-plan.ts';
import type { ReportOptions } from './report-options.ts';
import { spellAsWritten } from './spell-as-written.ts';
import { renderDiagnosticsText } from './text-diagnostics.ts';
import { renderDriftText } from './text-drift.ts';
import { renderPlanText } from './text-plan.ts';

export type { ReportOptions } from './report-options.ts';

export type PlanFormat = 'text' | 'markdown' | 'json';

/** One way to write what a run found. A new one is a file and a line in FORMATS. */
interface ReportFormat {
  readonly plan: (plan: AssessedPlan, options: ReportOptions) => string;
  readonly diagnostics: (diagnostics: readonly Diagnostic[], options: ReportOptions) => string;
}

const FORMATS: Readonly<Record<PlanFormat, ReportFormat>> = {
  text: {
    plan: (plan, options) =>
      options.command === 'drift' ? renderDriftText(plan, options) : renderPlanText(plan, options),
    diagnostics: renderDiagnosticsText,
  },
  markdown: {
    plan: (plan, options) =>
      options.command === 'drift' ? renderDriftMarkdown(plan, options) : renderPlanMarkdown(plan, options),
    diagnostics: renderDiagnosticsMarkdown,
  },
  json: { plan: (plan) => renderJson(withCautions(plan)), diagnostics: renderJson },
};

/**
 * The plan as a report in one of the formats, within `options.limit`; external ids are masked unless the options say
 * otherwise. What a runner would take for a command is broken here; in markdown before it is fitted, where this finds
 * nothing more.
 */
export function renderPlan(plan: AssessedPlan, format: PlanFormat, options: ReportOptions): string {
  const shown = options.revealExternalIds === true ? plan : maskExternalIds(plan);
  return withoutWorkflowCommands(
    FORMATS[format].plan(format === 'json' ? shown : spellAsWritten(shown), options),
  );
}

/** Mistakes in the input as a report; empty text when there are none (`[]` in JSON). */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: PlanFormat,
  options: ReportOptions,
): string {
  return withoutWorkflowCommands(FORMATS[format].diagnostics(diagnostics, options));
}
