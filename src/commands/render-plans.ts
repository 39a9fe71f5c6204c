import type { AssessedPlan } from '../model/assessment.ts';
import type { Scope } from '../model/integration.ts';
import type { FailedScope } from '../report/many-scopes.ts';
import { renderPlans, renderPlansPage, type FindingFormat, type PlanFormat } from '../report/registry.ts';
import type { Environment } from './environment.ts';
import { includedBy } from './load-scopes.ts';
import type { AccessOptions, CommonOptions } from './options.ts';
import { readPageAssets } from './read-page-assets.ts';
import { layoutFor, writeReport } from './write-report.ts';

/** `html` is the one format that is made of files beside the program. */
export type WithPage<Format extends string> = Format | 'html';

/** What a command found in a scope. */
export interface ScopePlan {
  readonly scope: Pick<Scope, 'directory' | 'settings'>;
  readonly plan: AssessedPlan;
}

/** Prints what a command found, or writes it to the file of `--out`. */
export async function writePlans(
  { planned, failed }: { readonly planned: readonly ScopePlan[]; readonly failed: readonly FailedScope[] },
  command: 'plan' | 'drift',
  {
    format,
    out,
    details = false,
    only,
  }: Pick<CommonOptions<WithPage<FindingFormat | PlanFormat>>, 'format' | 'only' | 'out'> & AccessOptions,
  environment: Environment,
): Promise<void> {
  const report =
    format === 'html'
      ? renderPlansPage(
          planned.map(({ plan }) => plan),
          command,
          await readPageAssets(),
          failed,
        )
      : renderPlans(
          planned.map(({ scope, plan }) => ({ plan, ...includedBy(scope) })),
          format,
          { command, ...layoutFor(environment, out), details, ...(only === undefined ? {} : { only }) },
          failed,
        );
  await writeReport(report, out, environment);
}
