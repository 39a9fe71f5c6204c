import type { AssessedPlan } from '../../model/assessment.ts';
import { failureOfPlan } from '../failures.ts';
import { readAssessedPlan } from '../read-plan.ts';
import { today } from '../today.ts';
import type { ActionContext } from './action-context.ts';
import { loadForAction } from './load-for-action.ts';
import { commitLink, runLink } from './plan-text.ts';
import { failed, type RunStep } from './run-outcome.ts';
import { resultOf, showPlan } from './show-plan.ts';

/** Plans all that stands in the check-out, for nobody's pull request: into the summary, the outputs and the plan file. */
export async function* planEverything(context: ActionContext): RunStep {
  const { run } = context;
  const shown: AssessedPlan[] = [];
  for (const scope of yield* loadForAction(context)) {
    const session = await context.open(scope.settings);
    const { assessed: plan } = await readAssessedPlan({
      scope,
      session,
      live: 'wanted',
      today: today(context.environment.clock),
    });
    const footer = [commitLink(run, run.commit), runLink(run)];
    yield* showPlan({ plan, command: 'plan', footer }, shown, context);
    shown.push(plan);
    yield { results: [resultOf(plan)], ...failed(failureOfPlan(plan)) };
  }
}
