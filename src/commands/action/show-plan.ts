import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RolekeeperError } from '../../model/failure.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { maskExternalIds } from '../../report/external-id.ts';
import { renderJson } from '../../report/json-report.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { renderPlan } from '../../report/registry.ts';
import type { RunResult } from '../../github/outputs.ts';
import type { ActionContext } from './action-context.ts';
import { annotationsOfPlan } from './annotations-of.ts';
import { planText, type PlanText } from './plan-text.ts';
import type { RunStep } from './run-outcome.ts';

/**
 * Puts a plan into the log, the annotations, the summary, the outputs and the plan file.
 *
 * @param before the plans that the run has shown already: the file has all of them
 */
export async function* showPlan(
  text: PlanText,
  before: readonly AssessedPlan[],
  context: ActionContext,
): RunStep {
  const { run, logGroup } = context;
  const { plan, command } = text;
  yield {
    plans: [plan],
    digests: digestsOf(plan),
    annotations: annotationsOfPlan(plan),
    summary: [planText(text, run)],
  };
  logGroup(`${command} for account ${plan.account}`, renderPlan(plan, 'text', { command, color: false }));
  yield { planPath: await writePlanFile([...before, plan], context) };
}

/** What a plan that nobody applies comes to. */
export function resultOf(plan: AssessedPlan): RunResult {
  const { clean, totals } = outcomeOf(plan);
  if (clean) return 'no-changes';
  return totals.create + totals.update + totals.delete + totals.adopt + totals.release + totals.forget > 0
    ? 'changes'
    : totals.drift > 0
      ? 'drift'
      : 'no-changes';
}

/** The digests of what apply would do, as a workflow takes them: 16 digits each. */
export function digestsOf({ integrations }: AssessedPlan): readonly string[] {
  return integrations
    .filter(({ entries }) => entries.some(({ action }) => action !== 'none'))
    .map(({ digest }) => digest.slice(0, 16));
}

/** All plans of the run, never cut. */
async function writePlanFile(
  plans: readonly AssessedPlan[],
  { inputs, run }: ActionContext,
): Promise<string> {
  const path = inputs.planPath ?? join(run.temporary, 'rolekeeper-plan.json');
  try {
    await writeFile(path, renderJson({ format: 1, plans: plans.map(maskExternalIds) }));
  } catch (cause) {
    throw new RolekeeperError('invalid-config', `plan-path: ${path} cannot be written`, {
      cause,
      hint: 'name a file in a folder that exists and may be written to',
    });
  }
  return path;
}
