import { failureOfPlan } from '../failures.ts';
import { readAssessedPlan } from '../read-plan.ts';
import { today } from '../today.ts';
import type { ActionContext } from './action-context.ts';
import { loadForAction } from './load-for-action.ts';
import { commitLink, runLink } from './plan-text.ts';
import { resultOf, showPlan } from './show-plan.ts';

/** Plans all that stands in the check-out, for nobody's pull request: into the summary, the outputs and the plan file. */
export async function planEverything(context: ActionContext): Promise<void> {
  const { record, run } = context;
  for (const scope of await loadForAction(context)) {
    const session = await context.open(scope.settings);
    const { assessed: plan } = await readAssessedPlan({
      scope,
      session,
      live: 'wanted',
      today: today(context.environment.clock),
    });
    await showPlan({ plan, command: 'plan', footer: [commitLink(run, run.commit), runLink(run)] }, context);
    record.results.push(resultOf(plan));
    const failure = failureOfPlan(plan);
    if (failure !== undefined) record.fail(failure);
  }
}
