import type { AssessedPlan } from '../model/assessment.ts';
import type { FailedScope } from '../report/many-scopes.ts';
import { renderPlans, renderPlansPage, type FindingFormat, type PlanFormat } from '../report/registry.ts';
import type { Environment } from './environment.ts';
import type { AccessOptions, CommonOptions } from './options.ts';
import { readPageAssets } from './read-page-assets.ts';
import { layoutFor, writeReport } from './write-report.ts';

/** `html` is the one format that is made of files beside the program. */
export type WithPage<Format extends string> = Format | 'html';

/** Prints what a command found, or writes it to the file of `--out`. */
export async function writePlans(
  { plans, failed }: { readonly plans: readonly AssessedPlan[]; readonly failed: readonly FailedScope[] },
  command: 'plan' | 'drift',
  {
    format,
    out,
    details = false,
  }: Pick<CommonOptions<WithPage<FindingFormat | PlanFormat>>, 'format' | 'out'> & AccessOptions,
  environment: Environment,
): Promise<void> {
  const report =
    format === 'html'
      ? renderPlansPage(plans, command, await readPageAssets(), failed)
      : renderPlans(plans, format, { command, ...layoutFor(environment, out), details }, failed);
  await writeReport(report, out, environment);
}
