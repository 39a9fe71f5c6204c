import { verdictsOf } from '../../assess/verdict.ts';
import { readChangedFiles } from '../../github/changed-files.ts';
import { commentStoreOf } from '../../github/comment-store.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { publishPlan, readShownPlan } from '../../github/plan-comment.ts';
import { type PublishWarning, orWarning } from '../../github/publish-warning.ts';
import { queuedPullRequest, readReviewsOf } from '../../github/review.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import { outcomeOf } from '../../report/outcome.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { ReviewVerdict } from '../../review/decide-review.ts';
import { failureOfPlan } from '../failures.ts';
import { readAssessedPlan } from '../read-plan.ts';
import { failureOfFindings } from '../review-plan.ts';
import { today } from '../today.ts';
import { VERSION } from '../../model/version.ts';
import { chosenScopes, loadForAction } from './annotations.ts';
import { type SettledFolder, guardsFor, newFolder, readSettledFolders, sayVanished } from './base-scopes.ts';
import { candidatesOf, stackStatesIn } from './choose.ts';
import { type ActionContext, requireConnection } from './context.ts';
import { sayLastDriftCheck } from './drift.ts';
import type { MergeGroupTask, PullRequestTask } from './event.ts';
import {
  type BaseScope,
  type Touched,
  changedGuards,
  guardedBy,
  readBaseScope,
  touchedIn,
} from './guards.ts';
import { failedScopes, valuesOf } from '../each-scope.ts';
import { makePlan } from './make-plan.ts';
import { type PlannedScope, joinedSummary, readParts, showTogether } from './many-plans.ts';
import {
  type PlanText,
  commitLink,
  digestsOf,
  planText,
  resultOf,
  runLink,
  showPlan,
  shownPlan,
  writePlanFiles,
} from './plan-text.ts';
import { type RunFailure, type RunStep, failed, partOfComment, sayingFailure } from './run-outcome.ts';
import { together } from './together.ts';
import { commentFailure, failedForRefusals, sayRefusals } from './say-failure.ts';

/**
 * Plans what a pull request changes, and shows it in its comment. The plan is about the integrations whose files it
 * changes, judged by the guards of the branch that it is for.
 */
export async function* planOnPullRequest(task: PullRequestTask, context: ActionContext): RunStep {
  const { connection } = context;
  const scopes = yield* loadForAction(context, (failure, { diagnostics }) =>
    commentFailure(failure, { task, diagnostics }, context),
  );
  const files = yield* orNothing(connection && (() => readChangedFiles(connection, task.number)));
  if (connection === undefined) yield { warnings: [NO_TOKEN] };
  const folders = yield* orNothing(
    connection && (() => readSettledFolders(connection, task.base, context.inputs.desired)),
  );
  // The jobs of a matrix each have a part of the scopes: the job that joins them looks at all.
  const isPart = context.inputs.scopes.length > 0;
  const say = (failure: RunFailure) => commentFailure(failure, { task, diagnostics: [] }, context);
  const vanished = isPart ? [] : yield* sayVanished(folders ?? [], scopes, context);
  const chosen = chosenScopes(scopes, context.inputs);
  const planOf = (scope: Scope) =>
    planForPullRequest(scope, touchedIn(scope, files), { task, folders }, context);
  const [sole] = chosen;
  const isSole = sole !== undefined && chosen.length === 1 && sole.directory === context.inputs.desired;
  if (!isSole || isPart || vanished.length > 0) {
    const ends = yield* together(chosen, planOf, context);
    const planned = valuesOf(ends).map(plannedScope);
    return yield* showTogether({ planned, failed: failedScopes(ends) }, { scopes, task, vanished }, context);
  }
  const made = yield* sayingFailure(planOf(sole), say);
  yield await writePlanFiles([shownPlan(made.text)], 'plan', context);
  yield* comment(sole, made.text, { verdicts: made.verdicts, task }, context);
  yield failed(failureOfPlan(made.text.plan));
}

interface PullRequestRun {
  readonly task: PullRequestTask;
  /** What the base has; undefined where GitHub did not say. */
  readonly folders: readonly SettledFolder[] | undefined;
}

interface MadeScope {
  readonly directory: string;
  readonly text: PlanText;
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

function plannedScope({ directory, text, verdicts }: MadeScope): PlannedScope {
  const { refusals = [], notes = [] } = text;
  return {
    directory,
    plan: shownPlan(text),
    cautions: refusals,
    notes,
    digests: digestsWith(text.plan, verdicts),
  };
}

/** What is not compared with the account cannot be what apply does. */
function digestsWith(
  { integrations }: AssessedPlan,
  verdicts: ReadonlyMap<string, Verdict>,
): PlannedScope['digests'] {
  return integrations.flatMap(({ integration, digest }) => {
    const verdict = verdicts.get(integration);
    return verdict === undefined ? [] : [{ integration, digest, verdict }];
  });
}

/**
 * Puts the plans that the jobs of a matrix made of parts of the scopes into one comment, and fails where one of them does.
 */
export async function* joinPlans(task: PullRequestTask, context: ActionContext): RunStep {
  const { connection, inputs, run } = context;
  const scopes = yield* loadForAction(context, (failure, { diagnostics }) =>
    commentFailure(failure, { task, diagnostics }, context),
  );
  const folders = yield* orNothing(
    connection && (() => readSettledFolders(connection, task.base, inputs.desired)),
  );
  const vanished = yield* sayVanished(folders ?? [], scopes, context);
  const many = await readParts(inputs.plans, scopes, run.commit);
  yield {
    plans: many.planned.map(({ plan }) => plan),
    results: many.planned.map(({ plan }) => resultOf(plan)),
    digests: many.planned.flatMap(({ plan }) => digestsOf(plan)),
    summary: [(limit) => joinedSummary(many, limit)],
  };
  for (const { directory, reason, message, hint } of many.failed)
    yield failed({ reason, message: `${directory}: ${message}`, hint });
  yield* showTogether(many, { scopes, task, vanished }, context);
}

async function* planForPullRequest(
  scope: Scope,
  touched: Touched,
  { task, folders }: PullRequestRun,
  context: ActionContext,
): RunStep<MadeScope> {
  const { connection } = context;
  const only = touched.everything ? undefined : touched.integrations;
  const base = yield* orNothing(
    connection && (() => readBaseScope(connection, task.base, scope.directory, only)),
  );
  const question = {
    scope: touched.everything && folders !== undefined ? guardedBy(scope, guardsFor(scope, folders)) : scope,
    base: base?.scope,
    commit: task.base,
    only,
    withoutCredentials: task.withoutCredentials,
  };
  const [{ plan, verdicts, offline }, checked] = await Promise.all([
    makePlan(question, context),
    driftNote(scope, context),
  ]);
  const text: PlanText = {
    plan,
    command: 'plan',
    guards: [
      ...(folders === undefined || !touched.settings ? [] : newFolder(scope, folders)),
      ...(base === undefined ? [] : changedGuards(scope, base, touched)),
    ],
    notes: offline === undefined ? [] : offlineNotes(offline, base),
    footer: [commitLink(context.run, task.head), runLink(context.run), ...checked],
  };
  yield* showPlan(text, context);
  yield { results: [resultOf(plan)] };
  return { directory: scope.directory, text, verdicts };
}

function offlineNotes(why: string, base: BaseScope | undefined): readonly string[] {
  return [
    `**Live IAM was not read:** ${why}. This is what the files say, compared with the files of the base branch.`,
    ...(base?.scope === undefined
      ? ['The base branch has nothing here that could be compared with: everything is shown as new.']
      : []),
    'This plan is no evidence for apply: that takes a plan of the live account.',
  ];
}

async function driftNote({ directory }: Scope, { connection }: ActionContext): Promise<readonly string[]> {
  const said = connection === undefined ? undefined : await sayLastDriftCheck(connection, directory);
  return said === undefined ? [] : [said];
}

async function* comment(
  scope: Scope,
  text: PlanText,
  { verdicts, task }: { readonly verdicts: ReadonlyMap<string, Verdict>; readonly task: PullRequestTask },
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
    baseRef: task.baseRef,
    tool: VERSION,
    digests: digestsWith(plan, verdicts),
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

interface Queued {
  readonly task: MergeGroupTask;
  readonly number: number;
  readonly connection: GitHubConnection;
  readonly folders: readonly SettledFolder[];
}

/**
 * Plans what a merge queue is about to merge, and fails when that is not what was reviewed: before the merge, where
 * nothing has to be reported afterwards.
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
  const folders = await readSettledFolders(connection, task.base, context.inputs.desired);
  yield* sayVanished(folders, scopes, context);
  const chosen = chosenScopes(scopes, context.inputs);
  const ends = yield* together(
    chosen,
    (scope) => planForQueue(scope, touchedIn(scope, files), { task, number, connection, folders }, context),
    context,
  );
  const plans = valuesOf(ends).filter((plan) => plan !== undefined);
  if (plans.length > 0) yield await writePlanFiles(plans, 'plan', context);
}

async function* planForQueue(
  own: Scope,
  touched: Touched,
  { task, number, connection, folders }: Queued,
  context: ActionContext,
): RunStep<AssessedPlan | undefined> {
  const { run } = context;
  if (!touched.everything && touched.integrations.length === 0) {
    yield { results: ['no-changes'] };
    return undefined;
  }
  const base = await readBaseScope(
    connection,
    task.base,
    own.directory,
    touched.everything ? undefined : touched.integrations,
  );
  const scope = touched.everything ? guardedBy(own, guardsFor(own, folders)) : own;
  const session = await context.open(scope.settings);
  const only = touched.everything ? {} : { only: touched.integrations };
  const {
    assessed: plan,
    assessment,
    input,
  } = await readAssessedPlan({
    scope,
    session,
    ...only,
    live: 'wanted',
    today: today(context.environment.clock),
  });
  const verdicts = await readReviewsOf(connection, number, {
    scope: scope.directory,
    commit: run.commit,
    settingsFile: scope.settings.file,
    require: scope.settings.requireReview ?? 'plan',
    run: run.run,
    candidates: candidatesOf(plan, scope, {
      verdicts: verdictsOf(assessment, scope),
      stacks: stackStatesIn(input.applied),
    }),
  });
  const refused = verdicts.filter(isRefused);
  const text: PlanText = {
    plan,
    command: 'plan',
    refusals: sayRefusals(refused),
    guards: [...(touched.settings ? newFolder(own, folders) : []), ...changedGuards(own, base, touched)],
    footer: [`merge queue, pull request #${number}`, commitLink(run, run.commit), runLink(run)],
  };
  yield* showPlan(text, context);
  yield { results: [resultOf(plan)] };
  yield failedForRefusals(refused);
  yield failed(failureOfPlan(plan));
  return shownPlan(text);
}

function isRefused(verdict: ReviewVerdict): verdict is Exclude<ReviewVerdict, { verdict: 'approved' }> {
  return verdict.verdict !== 'approved';
}

/** Plans all that stands in the check-out, for no pull request: into the summary, the outputs and the plan file. */
export async function* planEverything(context: ActionContext): RunStep {
  const scopes = chosenScopes(yield* loadForAction(context), context.inputs);
  const ends = yield* together(scopes, (scope) => planScope(scope, context), context);
  const plans = valuesOf(ends);
  if (plans.length > 0) yield await writePlanFiles(plans, 'plan', context);
}

async function* planScope(scope: Scope, context: ActionContext): RunStep<AssessedPlan> {
  const { run } = context;
  const session = await context.open(scope.settings);
  const { assessed: plan } = await readAssessedPlan({
    scope,
    session,
    live: 'wanted',
    today: today(context.environment.clock),
  });
  const footer = [commitLink(run, run.commit), runLink(run)];
  yield* showPlan({ plan, command: 'plan', footer }, context);
  yield { results: [resultOf(plan)], ...failed(failureOfPlan(plan)) };
  return plan;
}
