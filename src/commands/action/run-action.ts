import type { ActionContext } from './action-context.ts';
import { applyMerged } from './apply-merged.ts';
import { driftOnSchedule } from './drift-on-schedule.ts';
import { taskOf } from './event.ts';
import { planEverything } from './plan-everything.ts';
import { planOnMergeGroup } from './plan-on-merge-group.ts';
import { planOnPullRequest } from './plan-on-pull-request.ts';
import { withSessions } from '../with-sessions.ts';
import { prose } from '../../report/escape-markdown.ts';

/**
 * Does what the event asks for, and puts what it finds and does into the record.
 *
 * @throws RolekeeperError, and what is known by then is in the record
 */
export async function runAction(context: ActionContext): Promise<void> {
  await withSessions(context.open, (open) =>
    withSessions(context.openWritable, (openWritable) => runTask({ ...context, open, openWritable })),
  );
}

async function runTask(context: ActionContext): Promise<void> {
  const task = taskOf(context.run, context.inputs);
  switch (task.task) {
    case 'plan-pull-request':
      return planOnPullRequest(task, context);
    case 'plan-merge-group':
      return planOnMergeGroup(task, context);
    case 'apply':
      return applyMerged(task, context);
    case 'plan':
      return planEverything(context);
    case 'drift':
      return driftOnSchedule(context);
    case 'nothing':
      context.record.results.push('skipped');
      context.record.summary.push(() => `Nothing to do for rolekeeper: ${prose(task.why)}.\n`);
      context.log(`nothing to do: ${task.why}\n`);
  }
}
