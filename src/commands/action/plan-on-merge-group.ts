import type { Scope } from '../../model/integration.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { RolekeeperError } from '../../model/failure.ts';
import { readChangedFiles } from '../../github/changed-files.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { queuedPullRequest, readReviewsOf } from '../../github/review.ts';
import type { ReviewVerdict } from '../../review/decide-review.ts';
import { failureOfPlan } from '../failures.ts';
import { readAssessedPlan } from '../read-plan.ts';
import { today } from '../today.ts';
import type { ActionContext } from './action-context.ts';
import { candidatesOf } from './candidates.ts';
import type { MergeGroupTask } from './event.ts';
import { changedGuards, guardedBy, readBaseScope } from './guards.ts';
import { loadForAction } from './load-for-action.ts';
import { requireConnection } from './require-connection.ts';
import { commitLink, runLink } from './plan-text.ts';
import { failedForRefusals, sayRefusals } from './refusals.ts';
import { failed, type RunStep } from './run-outcome.ts';
import { resultOf, showPlan } from './show-plan.ts';
import { touchedIn, type Touched } from './touched.ts';

interface Queued {
  readonly task: MergeGroupTask;
  readonly number: number;
  readonly connection: GitHubConnection;
  /** The plans of the run so far. */
  readonly shown: AssessedPlan[];
}

/**
 * Plans what a merge queue is about to merge, and fails when that is not what was reviewed: before the merge, where
 * nobody has to be told afterwards.
 */
export async function* planOnMergeGroup(task: MergeGroupTask, context: ActionContext): RunStep {
  const connection = requireConnection(context);
  const number = queuedPullRequest(task.ref);
  if (number === undefined) {
    throw new RolekeeperError('unsupported-event', `${task.ref} does not say which pull request is merged`, {
      hint: 'the ref of a merge queue is gh-readonly-queue/<branch>/pr-<number>-<commit>',
    });
  }
  const scopes = yield* loadForAction(context);
  const files = await readChangedFiles(connection, number);
  const shown: AssessedPlan[] = [];
  for (const scope of scopes) {
    yield* planScope(scope, touchedIn(scope, files), { task, number, connection, shown }, context);
  }
}

async function* planScope(
  own: Scope,
  touched: Touched,
  { task, number, connection, shown }: Queued,
  context: ActionContext,
): RunStep {
  const { run } = context;
  if (!touched.everything && touched.integrations.length === 0) {
    yield { results: ['no-changes'] };
    return;
  }
  const base = await readBaseScope(
    connection,
    task.base,
    own.directory,
    touched.everything ? undefined : touched.integrations,
  );
  const scope = touched.everything ? guardedBy(own, base.settings) : own;
  const session = await context.open(scope.settings);
  const only = touched.everything ? {} : { only: touched.integrations };
  const { assessed: plan } = await readAssessedPlan({
    scope,
    session,
    ...only,
    live: 'wanted',
    today: today(context.environment.clock),
  });
  const verdicts = await readReviewsOf(connection, number, {
    scope: scope.directory,
    require: scope.settings.requireReview ?? 'plan',
    candidates: candidatesOf(plan, scope),
  });
  const refused = verdicts.filter(isRefused);
  yield* showPlan(
    {
      plan,
      command: 'plan',
      cautions: [...sayRefusals(refused), ...changedGuards(own, base, touched)],
      footer: [`merge queue, pull request #${number}`, commitLink(run, run.commit), runLink(run)],
    },
    shown,
    context,
  );
  shown.push(plan);
  yield { results: [resultOf(plan)] };
  yield failedForRefusals(refused);
  yield failed(failureOfPlan(plan));
}

function isRefused(verdict: ReviewVerdict): verdict is Exclude<ReviewVerdict, { verdict: 'approved' }> {
  return verdict.verdict !== 'approved';
}
