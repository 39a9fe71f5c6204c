import { type AssessedPlan, findingsIn } from '../model/assessment.ts';
import { renderPlan, type PlanFormat, type ReportOptions } from '../report/registry.ts';
import { renderFindingsSarif } from '../report/sarif.ts';
import { VERSION } from './version.ts';

/**
 * The report on all scopes of a command, one after the other. As JSON, one scope is a plan and several are a list of
 * plans, so that the output is always one document; as SARIF it is the findings of all.
 */
export function renderPlans(
  plans: readonly AssessedPlan[],
  format: PlanFormat | 'sarif',
  options: ReportOptions,
): string {
  if (format === 'sarif') return renderFindingsSarif(plans.flatMap(findingsIn), VERSION);
  const reports = plans.map((plan) => renderPlan(plan, format, options));
  if (format !== 'json' || reports.length === 1) return reports.join('\n');
  return `[\n${reports.map((report) => report.trimEnd()).join(',\n')}\n]\n`;
}
