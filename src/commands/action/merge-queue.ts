import { verdictsOf } from '../../assess/verdict.ts';
import { readChangedFiles } from '../../github/changed-files.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { queuedBranch, queuedPullRequest, readReviewsOf } from '../../github/review.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import { isExpiryAlone } from '../../model/plan.ts';
import { type SettledFolder, guardedBy, guardsFor, newFolder } from '../../review/base-guards.ts';
import { changedGuards } from '../../review/changed-guards.ts';
import type { ReviewVerdict } from '../../review/decide-review.ts';
import { type ChangedIntegrations, changedIn } from '../../review/changed-integrations.ts';
import { valuesOf } from '../each-scope.ts';
import { failureOfPlan } from '../failures.ts';
import { requireNew } from '../new-scope.ts';
import { readAssessedPlan } from '../read-plan.ts';
import { withStackOrigins } from '../stack-origins.ts';
import { today } from '../today.ts';
import { sayVanished } from './vanished.ts';
import { failedForRefusals } from './choose.ts';
import { candidatesOf, stackStatesIn } from '../../review/candidates.ts';
import { type ActionContext, requireConnection } from './context.ts';
import { declaredOnGitHub, readBaseScope, readSettledFolders } from './declared-on-github.ts';
import type { MergeGroupTask } from './event.ts';
import { chosenScopes, loadForAction } from './load.ts';
import { writePlanFiles } from './plan-file.ts';
import { type RunStep, failed, resultOf, showPlan } from './run-outcome.ts';
import { type PlanText, commitLink, runLink, shownPlan } from './text/plan-text.ts';
import { sayRefusals } from './text/status-text.ts';
import { together } from './together.ts';

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
  const scopes = yield* loadForAction(context, undefined, true);
  const files = await readChangedFiles(connection, number);
  const folders = await readSettledFolders(connection, task.base, context.inputs.desired);
  yield* sayVanished(folders, scopes, context);
  const chosen = chosenScopes(scopes, context.inputs);
  const ends = yield* together(
    chosen,
    (scope) => planForQueue(scope, changedIn(scope, files), { task, number, connection, folders }, context),
    context,
  );
  const plans = valuesOf(ends).filter((plan) => plan !== undefined);
  if (plans.length > 0) yield await writePlanFiles(plans, 'plan', context);
}

async function* planForQueue(
  own: Scope,
  touched: ChangedIntegrations,
  { task, number, connection, folders }: Queued,
  context: ActionContext,
): RunStep<AssessedPlan | undefined> {
  const { run } = context;
  if (!touched.everything && touched.integrations.length === 0) {
    yield { results: ['no-changes'] };
    return undefined;
  }
  const day = today(context.environment.clock);
  const base = await readBaseScope(
    connection,
    task.base,
    own.directory,
    touched.everything ? undefined : touched.integrations,
    day,
  );
  const scope = touched.everything ? guardedBy(own, guardsFor(own, folders)) : own;
  const session = await context.open(scope.settings);
  const only = touched.everything ? {} : { only: touched.integrations };
  const onJudged = context.environment.judged?.add;
  const reading = await readAssessedPlan({ scope, session, ...only, live: 'wanted', today: day, onJudged });
  const { assessment, input } = reading;
  const head = { name: queuedBranch(task.ref), commit: task.base };
  const plan = await withStackOrigins(
    reading,
    session.stacks,
    declaredOnGitHub(scope, head, context),
    base.scope,
  );
  requireNew(scope, plan);
  const verdicts = await readReviewsOf(connection, number, {
    scope: scope.directory,
    commit: run.commit,
    settingsFile: scope.settings.file,
    appOf: () => Promise.resolve(guardsFor(own, folders).gitHubApp),
    require: scope.settings.requireReview ?? 'plan',
    run: run.run,
    candidates: candidatesOf(plan, scope, {
      verdicts: verdictsOf(assessment, scope),
      stacks: stackStatesIn(input.applied),
    }),
  });
  const refused = refusedIn(verdicts, plan, touched);
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

/** What time alone has brought about, no pull request has to answer for but one that touches the file. */
function refusedIn(
  verdicts: readonly ReviewVerdict[],
  plan: AssessedPlan,
  touched: ChangedIntegrations,
): readonly RefusedVerdict[] {
  const expired = plan.integrations.filter(isExpiryAlone).map(({ integration }) => integration);
  const isForeign = (name: string): boolean => expired.includes(name) && !touched.integrations.includes(name);
  return verdicts.filter(isRefused).filter(({ integration }) => !isForeign(integration));
}

type RefusedVerdict = Exclude<ReviewVerdict, { verdict: 'approved' }>;

function isRefused(verdict: ReviewVerdict): verdict is RefusedVerdict {
  return verdict.verdict !== 'approved';
}
