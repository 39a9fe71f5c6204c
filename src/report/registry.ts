import type { ApplyResult } from '../model/apply-result.ts';
import { type AssessedPlan, findingsIn } from '../model/assessment.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { withoutWorkflowCommands } from './escape-terminal.ts';
import { maskExternalIds } from './external-id.ts';
import type { ReportFormat } from './formats/format.ts';
import { json } from './formats/json.ts';
import { markdown } from './formats/markdown.ts';
import { sarif } from './formats/sarif.ts';
import { text } from './formats/text.ts';
import type { FailedScope, ScopeReport } from './many-scopes.ts';
import { renderScopesMarkdown, type ScopesOptions } from './scopes-markdown.ts';
import type { PlannedScopeReport } from './same-changes.ts';
import { planPage } from './page/plan-page.ts';
import { renderPage, type PageAssets } from './page/render-page.ts';
import type { ReportOptions } from './report-options.ts';

export type { ReportOptions } from './report-options.ts';

/** Every format of a report. A new one is a file in `formats/` and a word here. */
export const FORMATS = { text, markdown, json, sarif } as const satisfies Readonly<
  Record<string, ReportFormat>
>;

type Formats = typeof FORMATS;

/** The formats that can write one of the things given. */
type FormatOf<What extends keyof ReportFormat> = {
  readonly [F in keyof Formats]: Extract<keyof Formats[F], What> extends never ? never : F;
}[keyof Formats];

export type PlanFormat = FormatOf<'plan'>;
export type FindingFormat = FormatOf<'plan' | 'findings'>;
export type DiagnosticFormat = FormatOf<'diagnostics'>;
export type AppliedFormat = FormatOf<'applied'>;

/** The names of the formats that can write one of the things given, as `--format` takes them. */
export function formatsOf(...what: readonly (keyof ReportFormat)[]): readonly string[] {
  return Object.entries(FORMATS)
    .filter(([, format]) => what.some((one) => one in format))
    .map(([name]) => name);
}

/**
 * The plan as a report in one of the formats, within `options.limit`; external ids are masked unless the options say
 * otherwise. What a runner would take for a command is broken here; in markdown before it is fitted, where this finds
 * nothing more.
 */
export function renderPlan(plan: AssessedPlan, format: PlanFormat, options: ReportOptions): string {
  const shown = options.revealExternalIds === true ? plan : maskExternalIds(plan);
  return withoutWorkflowCommands(FORMATS[format].plan(shown, options));
}

/** The plans of several scopes as one comment within a limit. */
export function renderScopes(
  reports: readonly ScopeReport[],
  failed: readonly FailedScope[],
  options: Omit<ScopesOptions, 'renderScope'>,
): string {
  const { command } = options;
  const renderScope = (plan: AssessedPlan, limit: number): string =>
    renderPlan(plan, 'markdown', { command, color: false, limit });
  const shown = reports.map((report) => ({ ...report, plan: maskExternalIds(report.plan) }));
  return renderScopesMarkdown(shown, failed, { ...options, renderScope });
}

/**
 * The report on all scopes of a command, those that failed on top, and what is the same in several scopes once; in a format
 * for findings alone, the findings of all in one document.
 */
export function renderPlans(
  reports: readonly PlannedScopeReport[],
  format: FindingFormat,
  options: ReportOptions,
  failed: readonly FailedScope[] = [],
): string {
  if (!isPlanFormat(format)) {
    const findings = reports.flatMap(({ plan }) => findingsIn(plan));
    return FORMATS[format].findings(findings, failed, options.only);
  }
  const { join = inSequence, failed: sayFailed, scopes: renderTogether }: ReportFormat = FORMATS[format];
  if (options.command === 'plan' && renderTogether !== undefined && reports.length + failed.length > 1) {
    const shown = reports.map((report) => ({ ...report, plan: maskExternalIds(report.plan) }));
    return withoutWorkflowCommands(renderTogether(shown, failed, options));
  }
  const first = failed.length === 0 ? [] : (sayFailed?.(failed) ?? []);
  const said = reports.map(({ plan }) => renderPlan(plan, format, options));
  return join([...first.map(withoutWorkflowCommands), ...said]);
}

function isPlanFormat(format: FindingFormat): format is PlanFormat {
  return 'plan' in FORMATS[format];
}

/** The same as one HTML file, of all scopes. */
export function renderPlansPage(
  plans: readonly AssessedPlan[],
  command: 'plan' | 'drift',
  assets: PageAssets,
  failed: readonly FailedScope[] = [],
): string {
  return withoutWorkflowCommands(renderPage(planPage(plans.map(maskExternalIds), command, failed), assets));
}

function inSequence(reports: readonly string[]): string {
  return reports.join('\n');
}

/** Mistakes in the input as a report; empty text when there are none (an empty document in JSON and SARIF). */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: DiagnosticFormat,
  options: ReportOptions,
): string {
  return withoutWorkflowCommands(FORMATS[format].diagnostics(diagnostics, options));
}

/** Whether a report is written though it has nothing to say. */
export function isDocument(format: DiagnosticFormat): boolean {
  return 'isDocument' in FORMATS[format];
}

/** What apply did, as a report. Only what was read again and compared is said to be as declared. */
export function renderApplyResult(
  result: ApplyResult,
  format: AppliedFormat,
  options: Pick<ReportOptions, 'color' | 'width'>,
): string {
  return FORMATS[format].applied(result, options);
}
