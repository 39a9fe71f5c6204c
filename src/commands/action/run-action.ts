import type { ActionContext } from './context.ts';
import { applyMerged } from './apply.ts';
import { driftOnSchedule } from './drift.ts';
import { taskOf } from './event.ts';
import { planEverything, planOnMergeGroup, planOnPullRequest } from './plan.ts';
import { takeInventory } from './inventory.ts';
import type { RunStep } from './run-outcome.ts';
import { validateFiles } from './validate.ts';
import { prose } from '../../report/escape-markdown.ts';

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
