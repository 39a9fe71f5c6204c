import type { ApplyResult, IntegrationOutcome } from '../../model/apply-result.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { waitForStacks } from '../../apply/wait-for-stacks.ts';
import { renderApplyResult } from '../../report/apply-result.ts';
import { codeSpan } from '../../report/escape-markdown.ts';
import { progressLine } from '../../report/progress.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { carryOut as carryOutPlan } from '../carry-out.ts';
import { failureOfBlocked, failureOfUnchecked } from '../failures.ts';
import { readAssessedPlan, type AssessedReading } from '../read-plan.ts';
import type { WritableSession } from '../session.ts';
import { today } from '../today.ts';
import type { ActionContext } from './action-context.ts';
import { annotationsOfOutcomes } from './annotations-of.ts';
import { appendToIssue, sayApplyFailure } from './apply-issue.ts';
import { isActing, isPureDrift } from '../../model/plan.ts';
import type { Choice } from './choice.ts';
import { chooseByDigest, refuseUnknownDigests } from './choose-by-digest.ts';
import { chooseReviewed } from './choose-reviewed.ts';
import type { ApplyTask } from './event.ts';
import { loadForAction } from './load-for-action.ts';
import { commitLink, runLink } from './plan-text.ts';
import { isNeutral } from './record.ts';
import { failForRefusals, sayRefusals } from './refusals.ts';
import { repairComments } from './repair-comments.ts';
import { requireConnection } from './require-connection.ts';
import { showPlan } from './show-plan.ts';
import { staleRun } from './staleness.ts';
import { tellApplying, tellBroken, tellEnd } from './tell-pulls.ts';

/**
 * Applies what stands on the default branch, as far as it was reviewed, or exactly what somebody named by its digest.
 * What is refused, blocked or superseded is not touched, and the rest is applied all the same.
 */
export async function applyMerged(task: ApplyTask, context: ActionContext): Promise<void> {
  const connection = requireConnection(context);
  const { record, inputs } = context;
  record.sayFailure = (failure) => sayApplyFailure([inputs.desired], failure, context);
  const scopes = await loadForAction(context, ({ directories }) => {
    record.sayFailure = (failure) => sayApplyFailure(directories, failure, context);
  });
  const ends = new Map<string, AssessedPlan>();
  const known: AssessedPlan['integrations'][number][] = [];
  for (const scope of scopes) {
    record.sayFailure = (failure) => sayApplyFailure([scope.directory], failure, context);
    const done = await applyScope(scope, task, connection, context);
    if (done === undefined) continue;
    known.push(...done.known);
    ends.set(scope.directory, done.left);
  }
  await repairComments(ends, context);
  const isStale = record.failures.some(({ reason }) => reason === 'stale-run');
  const unknown = isStale ? undefined : refuseUnknownDigests(task.digests, known);
  if (unknown !== undefined) record.fail(unknown);
}

interface ScopeEnd {
  /** What there was to do. */
  readonly known: readonly AssessedPlan['integrations'][number][];
  /** What is left of it, and of the rest, after all that was done. */
  readonly left: AssessedPlan;
}

/** Undefined where a newer run does it. */
async function applyScope(
  scope: Scope,
  task: ApplyTask,
  connection: GitHubConnection,
  context: ActionContext,
): Promise<ScopeEnd | undefined> {
  const { record, run } = context;
  const { branch, digests } = task;
  const known = record.failures.length;
  const stale = await staleRun(scope.directory, branch, context);
  if (stale !== undefined) {
    record.fail(stale);
    return undefined;
  }
  const session = await context.openWritable(scope.settings);
  const day = today(context.environment.clock);
  await waitForStacks(session.stacks, context.environment.clock, {
    prefix: scope.settings.stackPrefix,
    names: undefined,
    onWaiting: (stacks) =>
      context.log(
        `waiting for CloudFormation, which is changing ${stacks.map((one) => one.integration).join(', ')}\n`,
      ),
  });
  const reading = await readAssessedPlan({ scope, session, live: 'wanted', today: day });
  const merged = { reading, scope, branch, commit: run.commit };
  const choice =
    digests.length > 0
      ? { ...(await chooseByDigest(merged, digests, connection)), plan: reading.assessed }
      : await chooseReviewed(merged, connection);
  const planned = { ...reading, assessed: choice.plan };
  await showPlan(
    {
      plan: choice.plan,
      command: 'apply',
      cautions: sayRefusals(choice.refused),
      notes: notesOf(choice.plan, choice, digests),
      footer: [commitLink(run, run.commit), runLink(run)],
    },
    context,
  );
  record.sayFailure = async (failure) => {
    await tellBroken(failure, scope, choice, connection, context);
    await sayApplyFailure([scope.directory], failure, context);
  };
  await tellApplying(scope, choice, connection, context);
  const result = await carryOut({ scope, session, planned, day, branch }, choice.approved, context);
  await tellEnd(scope, choice, choice.plan, result.outcomes, connection, context);
  record.sayFailure = (failure) => sayApplyFailure([scope.directory], failure, context);
  finish(choice, result, context);
  const failures = record.failures.slice(known).filter((failure) => !isNeutral(failure));
  if (failures.length > 0)
    await appendToIssue(scope, { choice, outcomes: result.outcomes, failures }, context);
  const { integrations } = choice.plan;
  const others = integrations.filter(({ integration }) => !choice.approved.includes(integration));
  return {
    known: integrations.filter(({ entries }) => entries.some(isActing)),
    left: { ...choice.plan, integrations: [...others, ...result.proof.integrations] },
  };
}

interface Work {
  readonly scope: Scope;
  readonly session: WritableSession;
  readonly planned: AssessedReading;
  readonly day: string;
  readonly branch: string;
}

async function carryOut(work: Work, names: readonly string[], context: ActionContext): Promise<ApplyResult> {
  const { scope, session, planned, day, branch } = work;
  const isChosen = ({ integration }: { readonly integration: string }): boolean =>
    names.includes(integration);
  const assessed = {
    ...planned.assessed,
    integrations: planned.assessed.integrations.filter(isChosen),
  };
  if (assessed.integrations.length === 0) return { outcomes: [], proof: assessed };
  const plan = { ...planned.plan, integrations: planned.plan.integrations.filter(isChosen) };
  const chosen = { input: planned.input, plan, assessed };
  const result = await carryOutPlan({
    scope,
    session,
    planned: chosen,
    today: day,
    environment: { ...context.environment, err: context.log },
    onProgress: (progress) => context.log(`${progressLine(progress, false)}\n`),
    parallel: context.inputs.parallel,
    beforeFirstMutation: async () => {
      const stale = await staleRun(scope.directory, branch, context);
      if (stale !== undefined) throw stale;
    },
  });
  context.log(renderApplyResult(result, 'text', { color: false }));
  context.record.summary.push(() => renderApplyResult(result, 'markdown', { color: false }));
  return result;
}

function notesOf(plan: AssessedPlan, choice: Choice, digests: readonly string[]): readonly string[] {
  const left = plan.integrations.filter(isPureDrift).map(({ integration }) => integration);
  const rest = left.filter((name) => !choice.approved.includes(name)).map((name) => codeSpan(name));
  return [
    ...(digests.length === 0
      ? []
      : [
          `Started by hand for the digest ${digests.map((digest) => codeSpan(digest)).join(', ')}: nothing else is applied.`,
        ]),
    ...(rest.length === 0
      ? []
      : [`Drift that no merge touched is reported and not applied: ${rest.join(', ')}.`]),
  ];
}

/** What the run comes to. */
function finish(
  choice: Choice & { readonly plan: AssessedPlan },
  result: ApplyResult,
  { record }: ActionContext,
): void {
  const { outcomes } = result;
  record.annotations.push(...annotationsOfOutcomes(outcomes));
  failForOutcomes(outcomes, record.fail.bind(record));
  failForRefusals(choice.refused, record);
  const others = [failureOfBlocked(choice.plan), failureOfUnchecked(result.proof)];
  for (const failure of others) if (failure !== undefined) record.fail(failure);
  if (outcomes.some(({ outcome }) => outcome === 'applied')) record.results.push('applied');
  else if (choice.plan.integrations.some(isPureDrift)) record.results.push('drift');
  else record.results.push('no-changes');
}

function failForOutcomes(
  outcomes: readonly IntegrationOutcome[],
  fail: (failure: RolekeeperError) => void,
): void {
  for (const outcome of outcomes) {
    if (outcome.outcome !== 'failed') continue;
    const { reason, message, hint } = outcome;
    fail(new RolekeeperError(reason, message, hint === undefined ? {} : { hint }));
  }
}
