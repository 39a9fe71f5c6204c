import { verdictsOf } from '../../assess/verdict.ts';
import { readChangedFiles } from '../../github/changed-files.ts';
import type { PublishWarning } from '../../github/publish-warning.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type SettledFolder, appOf, guardedBy, guardsFor, newFolder } from '../../review/base-guards.ts';
import { type BaseScope, changedGuards } from '../../review/changed-guards.ts';
import { type ChangedIntegrations, changedIn } from '../../review/changed-integrations.ts';
import { failedScopes, valuesOf } from '../each-scope.ts';
import { failureOfPlan } from '../failures.ts';
import { declaresNothing, newScopeNote, requireNew } from '../new-scope.ts';
import { offlinePlan } from '../offline-plan.ts';
import { readAssessedPlan } from '../read-plan.ts';
import type { Session } from '../session.ts';
import { withStackOrigins } from '../stack-origins.ts';
import { today } from '../today.ts';
import { declaredOnGitHub, readBaseScope, readSettledFolders } from './declared-on-github.ts';
import { sayVanished } from './vanished.ts';
import type { ActionContext } from './context.ts';
import { sayLastDriftCheck } from './drift.ts';
import type { PullRequestTask } from './event.ts';
import { showTogether } from './join.ts';
import { chosenScopes, loadForAction } from './load.ts';
import { commentPlan, commentFailure, digestsWith } from './plan-comment.ts';
import { type PlannedScope, writePlanFiles } from './plan-file.ts';
import {
  type RunFailure,
  type RunStep,
  failed,
  orNothing,
  resultOf,
  logPlan,
  sayingFailure,
} from './run-outcome.ts';
import { type PlanText, commitLink, jointReport, planText, runLink, shownPlan } from './text/plan-text.ts';
import { sayingProgress, together } from './together.ts';

/**
 * Plans what a pull request changes, and shows it in its comment. The plan is about the integrations whose files it
 * changes, judged by the guards of the branch that it is for.
 */
export async function* planOnPullRequest(task: PullRequestTask, context: ActionContext): RunStep {
  const { connection } = context;
  const scopes = yield* loadForAction(
    context,
    (failure, { diagnostics }) => commentFailure(failure, { task, diagnostics }, context),
    true,
  );
  const files = yield* orNothing(connection && (() => readChangedFiles(connection, task.number)));
  if (connection === undefined) yield { warnings: [NO_TOKEN] };
  const folders = yield* orNothing(
    connection && (() => readSettledFolders(connection, task.base, context.inputs.desired)),
  );
  // The jobs of a matrix each have a part of the scopes: the job that joins them looks at all.
  const isPart = context.inputs.scopes.length > 0;
  const say = (failure: RunFailure) => commentFailure(failure, { task, diagnostics: [] }, context);
  const app = appOf(folders ?? []);
  const vanished = isPart ? [] : yield* sayVanished(folders ?? [], scopes, context);
  const chosen = chosenScopes(scopes, context.inputs);
  const planOf = (scope: Scope) =>
    planForPullRequest(scope, changedIn(scope, files), { task, folders }, context);
  const [sole] = chosen;
  const isSole = sole !== undefined && chosen.length === 1 && sole.directory === context.inputs.desired;
  if (!isSole || isPart || vanished.length > 0) {
    const ends = yield* together(chosen, planOf, context, 'none');
    const planned = valuesOf(ends).map(plannedScope);
    return yield* showTogether(
      { planned, failed: failedScopes(ends) },
      { scopes, task, vanished, app },
      context,
    );
  }
  const made = yield* sayingFailure(sayingProgress([sole], planOf(sole), context), say, sole);
  yield { summary: [planText(made.text, context.run)] };
  yield await writePlanFiles([shownPlan(made.text)], 'plan', context);
  yield* commentPlan(sole, made.text, { verdicts: made.verdicts, task, app }, context);
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
  readonly checked: string | undefined;
}

function plannedScope({ directory, text, verdicts, checked }: MadeScope): PlannedScope {
  const { refusals = [], notes = [] } = text;
  return {
    directory,
    ...(checked === undefined ? {} : { checked }),
    plan: shownPlan(text),
    cautions: refusals,
    notes,
    digests: digestsWith(text.plan, verdicts),
  };
}

async function* planForPullRequest(
  scope: Scope,
  touched: ChangedIntegrations,
  { task, folders }: PullRequestRun,
  context: ActionContext,
): RunStep<MadeScope> {
  const { connection } = context;
  const only = touched.everything ? undefined : touched.integrations;
  const day = today(context.environment.clock);
  const base = yield* orNothing(
    connection && (() => readBaseScope(connection, task.base, scope.directory, only, day)),
  );
  const question = {
    scope: touched.everything && folders !== undefined ? guardedBy(scope, guardsFor(scope, folders)) : scope,
    base: base?.scope,
    branch: task.baseRef,
    commit: task.base,
    only,
    withoutCredentials: task.withoutCredentials,
  };
  const [{ plan, verdicts, offline }, checked] = await Promise.all([
    makePlan(question, context),
    driftNote(scope, context),
  ]);
  requireNew(scope, plan);
  const isNew = touched.everything && declaresNothing(scope);
  const text: PlanText = {
    plan,
    command: 'plan',
    guards: [
      ...(folders === undefined || !touched.settings ? [] : newFolder(scope, folders)),
      ...(base === undefined ? [] : changedGuards(scope, base, touched)),
    ],
    notes: [
      ...(offline === undefined ? [] : offlineNotes(offline, base)),
      ...(isNew ? [newScopeNote(scope, offline === undefined)] : []),
    ],
    footer: [
      commitLink(context.run, task.head),
      runLink(context.run),
      ...(checked === undefined ? [] : [checked]),
    ],
  };
  yield* logPlan(text, context);
  yield { results: [resultOf(plan)] };
  return { directory: scope.directory, text, verdicts, checked };
}

interface PlanQuestion {
  readonly scope: Scope;
  /** What the base branch declares, for a plan without credentials. */
  readonly base: Scope | undefined;
  /** The branch that it is for, and its head. */
  readonly branch: string;
  readonly commit: string;
  /** The integrations that it is about; all when undefined. */
  readonly only: readonly string[] | undefined;
  /** Why there can be no credentials; then none are looked for. */
  readonly withoutCredentials: string | undefined;
}

interface MadePlan {
  readonly plan: AssessedPlan;
  /** What is told of each integration; empty where the account was not read. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Why the account was not read; undefined where it was. */
  readonly offline: string | undefined;
}

/** The plan of a pull request: of the live account, or without credentials against the base branch. */
async function makePlan(question: PlanQuestion, context: ActionContext): Promise<MadePlan> {
  const { scope, only } = question;
  const day = today(context.environment.clock);
  const onJudged = context.environment.judged?.add;
  const offline = async (why: string): Promise<MadePlan> => ({
    plan: await offlinePlan({ ...question, today: day, onJudged }),
    verdicts: new Map(),
    offline: why,
  });
  if (only?.length === 0) {
    // Nothing is said of anything, so nothing needs to be read either.
    const { plan } = await offline('');
    return {
      plan: { ...plan, source: { kind: 'iam', endpoint: undefined } },
      verdicts: new Map(),
      offline: undefined,
    };
  }
  if (question.withoutCredentials !== undefined) return offline(question.withoutCredentials);
  const session = await openOrNothing(scope, context);
  if (session === undefined) return offline('this run has no AWS credentials');
  const reading = await readAssessedPlan({
    scope,
    session,
    ...(only === undefined ? {} : { only }),
    live: 'wanted',
    today: day,
    onJudged,
  });
  // An edited stack looks like a change of the file: the commit that it was applied from tells the two apart.
  const plan = await withStackOrigins(
    reading,
    session.stacks,
    declaredOnGitHub(scope, { name: question.branch, commit: question.commit }, context),
    question.base,
  );
  return { plan, verdicts: verdictsOf(reading.assessment, scope), offline: undefined };
}

/** Undefined where the run was given no credentials at all; those that AWS refuses are a failure. */
async function openOrNothing(scope: Scope, { open }: ActionContext): Promise<Session | undefined> {
  try {
    return await open(scope.settings);
  } catch (error) {
    if (error instanceof RolekeeperError && error.detail?.detail === 'none-given') return undefined;
    throw error;
  }
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

async function driftNote({ directory }: Scope, { connection }: ActionContext): Promise<string | undefined> {
  return connection === undefined ? undefined : sayLastDriftCheck(connection, directory);
}

const NO_TOKEN: PublishWarning = {
  code: 'bad-credentials',
  message: 'there is no token for GitHub: every integration was compared, and no comment was written',
  hint: 'pass `github-token: ${{ github.token }}`, or leave the input out',
};

/** Plans all that stands in the check-out, for no pull request: into the summary, the outputs and the plan file. */
export async function* planEverything(context: ActionContext): RunStep {
  const { run, inputs } = context;
  const scopes = chosenScopes(yield* loadForAction(context, undefined, true), inputs);
  const ends = yield* together(scopes, (scope) => planScope(scope, context), context);
  const texts = valuesOf(ends);
  const plans = texts.map(({ text }) => text.plan);
  const [sole] = texts;
  if (sole !== undefined && scopes.length === 1) yield { summary: [planText(sole.text, run)] };
  else {
    const planned = texts.map(({ directory, text }) =>
      plannedScope({ directory, text, verdicts: new Map(), checked: undefined }),
    );
    const many = { planned, failed: failedScopes(ends) };
    yield { summary: [jointReport(many, { scopes, commit: run.commit }, run)] };
  }
  if (plans.length > 0) yield await writePlanFiles(plans, 'plan', context);
}

async function* planScope(
  scope: Scope,
  context: ActionContext,
): RunStep<Pick<MadeScope, 'directory' | 'text'>> {
  const { run } = context;
  const session = await context.open(scope.settings);
  const { assessed: plan } = await readAssessedPlan({
    scope,
    session,
    live: 'wanted',
    today: today(context.environment.clock),
    onJudged: context.environment.judged?.add,
  });
  requireNew(scope, plan);
  const notes = declaresNothing(scope) ? [newScopeNote(scope, true)] : [];
  const footer = [commitLink(run, run.commit), runLink(run)];
  const text: PlanText = { plan, command: 'plan', notes, footer };
  yield* logPlan(text, context);
  yield { results: [resultOf(plan)], ...failed(failureOfPlan(plan)) };
  return { directory: scope.directory, text };
}
