import type { ApplyResult } from '../../model/apply-result.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Finding } from '../../model/finding.ts';
import type { FailedScope } from '../many-scopes.ts';
import type { ReportOptions } from '../report-options.ts';
import type { PlannedScopeReport } from '../same-changes.ts';

/**
 * One way to write what a run found. A format declares what it can write, and `--format` offers it to the commands that
 * print that.
 */
export interface ReportFormat {
  /** The file name extension of its golden files. */
  readonly extension: string;
  /** A plan, or the drift of one. */
  readonly plan?: (plan: AssessedPlan, options: ReportOptions) => string;
  /**
   * The findings of plans, for a format without `plan`; the scopes that have no plan; and the integrations that alone were
   * planned, where not all were.
   */
  readonly findings?: (
    findings: readonly Finding[],
    failed: readonly FailedScope[],
    only: readonly string[] | undefined,
  ) => string;
  /** Mistakes in the input; empty text, or an empty list, when there are none. */
  readonly diagnostics?: (diagnostics: readonly Diagnostic[], options: ReportOptions) => string;
  /** What apply did. */
  readonly applied?: (result: ApplyResult, options: Pick<ReportOptions, 'color' | 'width'>) => string;
  /** The plans of several scopes, where they are more than one report after the other. */
  readonly scopes?: (
    reports: readonly PlannedScopeReport[],
    failed: readonly FailedScope[],
    options: ReportOptions,
  ) => string;
  /** What goes before the reports on the scopes that were done. */
  readonly failed?: (failed: readonly FailedScope[]) => readonly string[];
  /** Joins the reports on several scopes. @default one after the other */
  readonly join?: (reports: readonly string[]) => string;
  /** An empty report is a document as well, and is written. */
  readonly isDocument?: true;
}
