import { DRIFT_LABEL, type DriftReport, reportDrift } from '../../github/drift-issue.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { issueStoreOf } from '../../github/issue-store.ts';
import { readOnce } from '../../github/read-once.ts';
import { type OpenPull, readOpenPulls } from '../../github/open-pulls.ts';
import { orWarning } from '../../github/publish-warning.ts';
import type { IntegrationOutcome } from '../../model/apply-result.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import type { Scope } from '../../model/integration.ts';
import { VERSION } from '../../model/version.ts';
import { failedLabel } from '../../report/apply-result.ts';
import { type DriftItem, isDrift } from '../../report/drift-items.ts';
import { codeSpan, prose, sayRemedy } from '../../report/escape-markdown.ts';
import { dueIn } from '../../report/due-dates.ts';
import { parseDriftMarker } from '../../review/marker.ts';
import { failureOfExpectations, failureOfStacks, failureOfUnchecked } from '../failures.ts';
import { failureOfLostStacks, readLostStacks, withLostStacks } from '../lost-stacks.ts';
import { readAssessedPlan } from '../read-plan.ts';
import { failureOfStrangers } from '../review-plan.ts';
import { withStackOrigins } from '../stack-origins.ts';
import { today } from '../today.ts';
import type { Choice } from './choose.ts';
import { declaredOnGitHub } from './declared-on-github.ts';
import { writePlanFiles } from './plan-file.ts';
import {
  type RunFailure,
  type RunStep,
  failed,
  partOfIssue,
  sayingFailure,
  showPlan,
} from './run-outcome.ts';
import type { ActionContext } from './context.ts';
import { chosenScopes, loadForAction } from './load.ts';
import { repairComments } from './repair-comments.ts';
import {
  blockedStacks,
  driftBody,
  driftDigest,
  driftTitle,
  forbiddenStrangers,
  lastCheckedLine,
  lostStacksIn,
  minuteOf,
  openItems,
} from './text/drift-text.ts';
import { commitLink, runLink } from './text/plan-text.ts';
import { sayRefusals } from './text/status-text.ts';
import { together } from './together.ts';

/** Reads the whole account, says what was edited there, and keeps the drift issue up to date. */
export async function* driftOnSchedule(context: ActionContext): RunStep {
  const scopes = yield* loadForAction(
    context,
    async function* (failure, { directories }) {
      for (const directory of directories) yield* sayCheckFailed(directory, failure, context);
    },
    true,
  );
  const checkOf = (scope: Scope) =>
    sayingFailure(
      checkScope(scope, scopes, context),
      (failure) => sayCheckFailed(scope.directory, failure, context),
      scope,
    );
  const ends = yield* together(chosenScopes(scopes, context.inputs), checkOf, context);
  const plans = new Map(
    ends.flatMap((end) => ('value' in end ? [[end.scope.directory, end.value] as const] : [])),
  );
  if (plans.size > 0) yield await writePlanFiles([...plans.values()], 'drift', context);
  yield* repairComments(plans, context);
}

async function* checkScope(
  scope: Scope,
  scopes: readonly Scope[],
  context: ActionContext,
): RunStep<AssessedPlan> {
  const { run, inputs } = context;
  const session = await context.open(scope.settings);
  const lost = await readLostStacks(scope, scopes, session);
  const day = today(context.environment.clock);
  const onJudged = context.environment.judged?.add;
  const reading = await readAssessedPlan({ scope, session, live: 'all', today: day, onJudged });
  const head = { name: run.ref.replace(/^refs\/heads\//, ''), commit: run.commit };
  const assessed = await withStackOrigins(reading, session.stacks, declaredOnGitHub(scope, head, context));
  const plan = withLostStacks(assessed, lost);
  const footer = [commitLink(run, run.commit), runLink(run)];
  yield* showPlan({ plan, command: 'drift', footer }, context);
  const items = openItems(plan);
  const drifted = items.filter(isDrift);
  yield { results: [drifted.length > 0 ? 'drift' : items.length > 0 ? 'changes' : 'no-changes'] };
  const stuck = failureOfStacks(plan);
  const unchecked = failureOfUnchecked(plan);
  yield failed(failureOfExpectations(plan), stuck, unchecked);
  const strangers = failureOfStrangers(plan);
  const lostStacks = failureOfLostStacks(lost);
  if (items.length === 0 && (stuck ?? strangers ?? lostStacks) === undefined && unchecked !== undefined) {
    yield* sayCheckFailed(scope.directory, unchecked, context);
  } else {
    yield* report(scope, plan, items, context);
  }
  yield failed(strangers, lostStacks);
  if (drifted.length > 0 && inputs.failOnDrift) {
    yield failed({
      reason: undefined,
      message: `drift in ${[...new Set(drifted.map(({ integration }) => integration.integration))].join(', ')}`,
      hint: 'revert it, accept it in the YAML, or hold it; the job fails because of fail-on-drift',
    });
  }
  return plan;
}

async function* report(
  { directory }: Scope,
  plan: AssessedPlan,
  items: readonly DriftItem[],
  context: ActionContext,
): RunStep {
  const { environment, run } = context;
  const now = environment.clock.now();
  const at = minuteOf(now);
  const openPulls = await openPullsOn(items, context);
  const body = driftBody({ plan, at, run, openPulls });
  const isClean =
    items.length +
      blockedStacks(plan).length +
      forbiddenStrangers(plan).length +
      lostStacksIn(plan).length +
      dueIn(plan).length ===
    0;
  yield* write(
    {
      scope: directory,
      tool: VERSION,
      run: run.run,
      state: isClean ? 'clean' : 'drift',
      checkedAt: `${now.toISOString().slice(0, 19)}Z`,
      digest: isClean ? '' : driftDigest(plan, items),
      title: isClean ? `IAM drift in account ${plan.account}: none` : driftTitle(plan, items),
      body,
      comment: isClean
        ? () => `The account is as declared again. ${lastCheckedLine(at)} · ${runLink(run)}\n`
        : body,
    },
    context,
  );
}

async function* sayCheckFailed(
  directory: string,
  { reason, message, hint }: Pick<RunFailure, 'reason' | 'message' | 'hint'>,
  context: ActionContext,
): RunStep {
  const { run, environment } = context;
  const text = [
    `**The drift check failed** (${codeSpan(reason ?? 'failed')}): ${prose(message)}. Whether the account is as declared is not known.`,
    ...(hint === undefined ? [] : [sayRemedy({ hint })]),
    `<sub>${minuteOf(environment.clock.now())} · ${runLink(run)}</sub>`,
    '',
  ].join('\n\n');
  yield* write(
    {
      scope: directory,
      tool: VERSION,
      run: run.run,
      state: 'check-failed',
      checkedAt: undefined,
      digest: '',
      title: `IAM drift check of ${directory} failed`,
      body: () => text,
      comment: () => text,
    },
    context,
  );
}

async function* write(issue: DriftReport, { connection, inputs }: ActionContext): RunStep {
  if (connection === undefined || !inputs.driftIssue) return;
  const outcome = await reportDrift(issueStoreOf(connection), issue);
  yield partOfIssue(outcome);
}

/** Who is at work on the drift already; what GitHub does not tell is left out. */
async function openPullsOn(
  items: readonly DriftItem[],
  { connection, run, inputs }: ActionContext,
): Promise<readonly OpenPull[]> {
  const files = items.flatMap(({ integration }) => integration.file ?? []);
  if (connection === undefined || !inputs.driftIssue || files.length === 0) return [];
  const branch = run.ref.replace(/^refs\/heads\//, '');
  const found = await orWarning(() => readOpenPulls(connection, branch, files));
  return 'value' in found ? found.value : [];
}

/** Those of all scopes, as they were when a plan first asked: a run lists them once. */
const driftIssues = readOnce((connection: GitHubConnection) => issueStoreOf(connection).ours(DRIFT_LABEL));

/**
 * What a plan comment says of the last drift check of a scope, out of the drift issue; nothing where the token may not
 * read issues.
 */
export async function sayLastDriftCheck(
  connection: GitHubConnection,
  scope: string,
): Promise<string | undefined> {
  const found = await orWarning(() => driftIssues(connection));
  if ('warning' in found) return undefined;
  const own = found.value.filter(({ body }) => parseDriftMarker(body)?.scope === scope);
  const issues = [...own].sort((a, b) => Number(b.open) - Number(a.open) || b.number - a.number);
  const [issue] = issues;
  if (issue === undefined) return 'drift was never reported here';
  const checkedAt = parseDriftMarker(issue.body)?.checkedAt;
  const at = checkedAt === undefined ? 'at an unknown time' : minuteOf(new Date(checkedAt));
  const state = issue.open ? 'is open' : 'is closed';
  return `drift last checked ${at}: [issue ${issue.number}](${issue.url}) ${state}`;
}

export interface FailedApply {
  readonly choice: Choice;
  readonly outcomes: readonly IntegrationOutcome[];
  /** Of this scope. */
  readonly failures: readonly RunFailure[];
}

/** Appends to the drift issue that an apply failed or was refused: the account is not as the branch declares it. */
export async function* appendToIssue(
  { directory }: Pick<Scope, 'directory'>,
  { choice, outcomes, failures }: FailedApply,
  context: ActionContext,
): RunStep {
  const failed = outcomes.flatMap((outcome) =>
    outcome.outcome === 'failed' && outcome.reason !== 'stale-run'
      ? [
          `${failedLabel(outcome)} ${codeSpan(outcome.integration)} (${codeSpan(outcome.reason)}): ${prose(outcome.message)}`,
        ]
      : [],
  );
  const blocked = failures
    .filter(({ reason }) => reason === 'blocked' || reason === 'findings')
    .map(sayReason);
  yield* append(directory, [...sayRefusals(choice.refused), ...failed, ...blocked], context);
}

/** The same where the run ended before there was anything to apply. */
export async function* sayApplyFailure(
  directories: readonly string[],
  failure: RunFailure,
  context: ActionContext,
): RunStep {
  for (const directory of directories) yield* append(directory, [sayReason(failure)], context);
}

function sayReason({ reason, message, hint }: RunFailure): string {
  const remedy = hint === undefined ? '' : ` ${sayRemedy({ hint })}`;
  return `**Not applied** (${codeSpan(reason ?? 'failed')}): ${prose(message)}.${remedy}`;
}

async function* append(directory: string, lines: readonly string[], context: ActionContext): RunStep {
  if (lines.length === 0) return;
  const { run } = context;
  const text = (limit: number): string => {
    const head = `Of ${commitLink(run, run.commit)} not everything was applied, or not for certain · ${runLink(run)}\n`;
    const items = lines.map((line) => `- ${line}`);
    const room = limit - head.length - 40;
    const shown = items.filter((_item, index) => items.slice(0, index + 1).join('\n').length <= room);
    const rest = items.length - shown.length;
    return [head, ...shown, ...(rest === 0 ? [] : [`- … and ${rest} more`]), ''].join('\n');
  };
  yield* write(
    {
      scope: directory,
      tool: VERSION,
      state: 'apply-failed',
      checkedAt: undefined,
      run: run.run,
      digest: '',
      title: `IAM of ${directory} may not be as declared: not everything was applied`,
      body: text,
      comment: text,
    },
    context,
  );
}
