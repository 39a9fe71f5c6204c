import { matrixOf } from '../scopes.ts';
import { chosenScopes, loadForAction } from './annotations.ts';
import type { ActionContext } from './context.ts';
import { applyMerged } from './apply.ts';
import { driftOnSchedule } from './drift.ts';
import { taskOf } from './event.ts';
import { joinPlans, planEverything, planOnMergeGroup, planOnPullRequest } from './plan.ts';
import { takeInventory } from './inventory.ts';
import type { RunStep } from './run-outcome.ts';
import { validateFiles } from './validate.ts';
import { prose } from '../../report/escape-markdown.ts';

/** The scopes as the list that the matrix of other jobs is made of. */
async function* listScopes(context: ActionContext): RunStep {
  const matrix = matrixOf(chosenScopes(yield* loadForAction(context), context.inputs), context.inputs.jobs);
  context.log(`${matrix.length} jobs:\n${matrix.map(({ name }) => `  ${name}\n`).join('')}`);
  yield { matrix: JSON.stringify(matrix), results: ['no-changes'] };
}

/**
 * Does what the event asks for.
 *
 * @throws RolekeeperError, after what was known by then
 */
export async function* runAction(context: ActionContext): RunStep {
  const task = taskOf(context.run, context.inputs);
  switch (task.task) {
    case 'plan-pull-request':
      return yield* planOnPullRequest(task, context);
    case 'plan-merge-group':
      return yield* planOnMergeGroup(task, context);
    case 'apply':
      return yield* applyMerged(task, context);
    case 'plan':
      return yield* planEverything(context);
    case 'join-plans':
      return yield* joinPlans(task.of, context);
    case 'scopes':
      return yield* listScopes(context);
    case 'validate':
      return yield* validateFiles(context);
    case 'inventory':
      return yield* takeInventory(context);
    case 'drift':
      return yield* driftOnSchedule(context);
    case 'nothing':
      yield {
        results: ['skipped'],
        summary: [() => `Nothing to do for rolekeeper: ${prose(task.why)}.\n`],
      };
      context.log(`nothing to do: ${task.why}\n`);
  }
}
