import type { AssessedPlan } from '../../model/assessment.ts';
import type { Scope } from '../../model/integration.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { readChangedFiles } from '../../github/changed-files.ts';
import { commentStoreOf } from '../../github/comment-store.ts';
import { publishPlan, readShownPlan } from '../../github/plan-comment.ts';
import { orWarning, type PublishWarning } from '../../github/publish-warning.ts';
import { failureOfPlan } from '../failures.ts';
import { failureOfFindings } from '../review-plan.ts';
import { VERSION } from '../version.ts';
import type { ActionContext } from './action-context.ts';
import { commentFailure } from './comment-failure.ts';
import { sayLastDriftCheck } from './drift-check.ts';
import type { PullRequestTask } from './event.ts';
import { changedGuards, guardedBy, readBaseScope, type BaseScope } from './guards.ts';
import { loadForAction } from './load-for-action.ts';
import { makePlan } from './make-plan.ts';
import { commitLink, planText, runLink, type PlanText } from './plan-text.ts';
import { failed, partOfComment, sayingFailure, type RunStep } from './run-outcome.ts';
import { resultOf, showPlan } from './show-plan.ts';
import { touchedIn, type Touched } from './touched.ts';

/**
 * Plans what a pull request changes, and shows it in its comment. The plan is about the integrations whose files it
 * changes, judged by the guards of the branch that it is for.
 */
export async function* planOnPullRequest(task: PullRequestTask, context: ActionContext): RunStep {
  const { connection } = context;
  const scopes = yield* loadForAction(context, (failure, invalid) =>
    commentFailure(failure, { task, ...invalid }, context),
  );
  const files = yield* orNothing(connection && (() => readChangedFiles(connection, task.number)));
  if (connection === undefined) yield { warnings: [NO_TOKEN] };
  const shown: AssessedPlan[] = [];
  for (const scope of scopes) {
    const plan = yield* sayingFailure(
      planScope(scope, touchedIn(scope, files), { task, shown }, context),
      (failure) =>
        commentFailure(failure, { task, directories: [scope.directory], diagnostics: [] }, context),
    );
    shown.push(plan);
  }
}

interface PullRequestRun {
  readonly task: PullRequestTask;
  /** The plans of the run so far. */
  readonly shown: readonly AssessedPlan[];
}

async function* planScope(
  scope: Scope,
  touched: Touched,
  { task, shown }: PullRequestRun,
  context: ActionContext,
): RunStep<AssessedPlan> {
  const { connection } = context;
  const only = touched.everything ? undefined : touched.integrations;
  const base = yield* orNothing(
    connection && (() => readBaseScope(connection, task.base, scope.directory, only)),
  );
  const question = {
    scope: touched.everything ? guardedBy(scope, base?.settings) : scope,
    base: base?.scope,
    commit: task.base,
    only,
    withoutCredentials: task.withoutCredentials,
  };
  const [{ plan, offline }, checked] = await Promise.all([
    makePlan(question, context),
    driftNote(scope, context),
  ]);
  const text: PlanText = {
    plan,
    command: 'plan',
    cautions: base === undefined ? [] : changedGuards(scope, base, touched),
    notes: offline === undefined ? [] : offlineNotes(offline, base),
    footer: [commitLink(context.run, task.head), runLink(context.run), ...checked],
  };
  yield* showPlan(text, shown, context);
  yield { results: [resultOf(plan)] };
  yield* comment(scope, text, offline !== undefined, task, context);
  yield failed(failureOfPlan(plan));
  return plan;
}

function offlineNotes(why: string, base: BaseScope | undefined): readonly string[] {
  return [
    `**Live IAM was not read:** ${why}. This is what the files say, compared with the files of the base branch.`,
    ...(base?.scope === undefined
      ? ['The base branch has nothing here that could be compared with: everything is shown as new.']
      : []),
    'Nobody can approve this plan for apply: that takes a plan of the live account.',
  ];
}

async function driftNote({ directory }: Scope, { connection }: ActionContext): Promise<readonly string[]> {
  const said = connection === undefined ? undefined : await sayLastDriftCheck(connection, directory);
  return said === undefined ? [] : [said];
}

async function* comment(
  scope: Scope,
  text: PlanText,
  offline: boolean,
  task: PullRequestTask,
  { connection, inputs, run, log }: ActionContext,
): RunStep {
  if (connection === undefined || inputs.comment === 'never') return;
  const { plan } = text;
  const store = commentStoreOf(connection, task.number);
  const isQuiet =
    inputs.comment === 'on-change' && outcomeOf(plan).clean && failureOfFindings(plan) === undefined;
  if (plan.integrations.length === 0 || isQuiet) {
    const shown = yield* orNothing(() => readShownPlan(store, scope.directory));
    if (shown === undefined || shown.marker.closed) return;
  }
  const outcome = await publishPlan(store, {
    scope: scope.directory,
    run: run.run,
    head: task.head,
    base: task.base,
    tool: VERSION,
    // What nobody compared with the account cannot be what apply does.
    digests: offline ? [] : plan.integrations.map(({ integration, digest }) => ({ integration, digest })),
    plan: planText(text, run),
  });
  yield partOfComment(outcome);
  if (outcome.outcome === 'overtaken') {
    log(`run ${outcome.by.run} is newer and has written the comment already: it stays as it is\n`);
  }
}

/** What GitHub refuses to tell costs a part of the comment, not the plan. */
async function* orNothing<T>(ask: (() => Promise<T>) | undefined): RunStep<T | undefined> {
  if (ask === undefined) return undefined;
  const result = await orWarning(ask);
  if ('value' in result) return result.value;
  yield { warnings: [result.warning] };
  return undefined;
}

const NO_TOKEN: PublishWarning = {
  code: 'bad-credentials',
  message: 'there is no token for GitHub: every integration was compared, and no comment was written',
  hint: 'pass `github-token: ${{ github.token }}`, or leave the input out',
};
