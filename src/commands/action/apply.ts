import { posix } from 'node:path';
import { waitForStacks } from '../../apply/wait-for-stacks.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { type Staleness, readHead, readStaleness } from '../../github/stale-run.ts';
import type { ApplyResult, IntegrationOutcome } from '../../model/apply-result.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import { isActing, isPureDrift } from '../../model/plan.ts';
import { progressLine } from '../../report/progress.ts';
import { renderApplyResult } from '../../report/registry.ts';
import { carryOut } from '../carry-out.ts';
import { requireNew } from '../new-scope.ts';
import { failureOfBlocked, failureOfUnchecked } from '../failures.ts';
import { type AssessedReading, readAssessedPlan } from '../read-plan.ts';
import type { WritableSession } from '../session.ts';
import { today } from '../today.ts';
import {
  type Choice,
  chooseByDigest,
  chooseReviewed,
  failedForRefusals,
  refuseUnknownDigests,
} from './choose.ts';
import { writePlanFiles } from './plan-file.ts';
import { stackStatesIn } from '../../review/candidates.ts';
import {
  type RunFailure,
  type RunOutcome,
  type RunPart,
  type RunStep,
  failed,
  isNeutral,
  sayingFailure,
  showPlan,
} from './run-outcome.ts';
import { type ActionContext, requireConnection } from './context.ts';
import { appendToIssue, sayApplyFailure } from './drift.ts';
import type { ApplyTask } from './event.ts';
import { chosenScopes, loadForAction } from './load.ts';
import { repairComments } from './repair-comments.ts';
import { JointStatus, type Told, tellApplying, tellBroken, tellEnd } from './status.ts';
import { annotationsOfOutcomes } from './text/annotations.ts';
import { commitLink, runLink } from './text/plan-text.ts';
import { applyNotes, sayRefusals } from './text/status-text.ts';
import { together } from './together.ts';

/**
 * Applies what stands on the default branch, as far as it was reviewed, or exactly what is named by its digest.
 * What is refused, blocked or superseded is not touched, and the rest is applied all the same.
 */
export async function* applyMerged(task: ApplyTask, context: ActionContext): RunStep {
  const connection = requireConnection(context);
  const all = yield* loadForAction(
    context,
    (failure, { directories }) => sayApplyFailure(directories, failure, context),
    true,
  );
  const scopes = chosenScopes(all, context.inputs);
  const joint = scopes.length > 1 ? new JointStatus(connection, scopes) : undefined;
  const applyOf = (scope: Scope) =>
    sayingFailure(
      applyScope(scope, { task, connection, joint }, context),
      (failure) => sayApplyFailure([scope.directory], failure, context),
      scope,
    );
  const done = yield* together(scopes, applyOf, context);
  yield* joint?.publish(context) ?? nothing();
  const ends = new Map(
    done.flatMap((end) =>
      'value' in end && end.value !== undefined ? [[end.scope.directory, end.value] as const] : [],
    ),
  );
  if (ends.size > 0) {
    const shown = [...ends.values()].map(({ plan }) => plan);
    yield await writePlanFiles(shown, 'apply', context);
  }
  yield* repairComments(new Map([...ends].map(([directory, { left }]) => [directory, left])), context);
  // What a newer run does may have the digest, and so may a scope that failed.
  const isStale = ends.size < scopes.length || [...ends.values()].some((end) => end.isStale);
  const known = [...ends.values()].flatMap((end) => end.known);
  if (!isStale) yield failed(refuseUnknownDigests(task.digests, known));
}

interface ApplyRun {
  readonly task: ApplyTask;
  readonly connection: GitHubConnection;
  /** Writes the comments where the run has several scopes; undefined where it has one. */
  readonly joint: JointStatus | undefined;
}

async function* nothing(): RunStep {}

interface ScopeEnd {
  /** As it was shown. */
  readonly plan: AssessedPlan;
  /** What there was to do. */
  readonly known: readonly AssessedPlan['integrations'][number][];
  /** What is left of it, and of the rest, after all that was done. */
  readonly left: AssessedPlan;
  /** A newer run does a part of it. */
  readonly isStale: boolean;
}

/** Undefined where a newer run does it. */
async function* applyScope(
  scope: Scope,
  { task, connection, joint }: ApplyRun,
  context: ActionContext,
): RunStep<ScopeEnd | undefined> {
  const { run } = context;
  const { branch, digests } = task;
  const stale = await staleRun(scope, branch, context);
  if (stale !== undefined) {
    yield failed(stale);
    return undefined;
  }
  const session = await context.openWritable(scope.settings);
  const day = today(context.environment.clock);
  await untilStacksRest(scope, session, context);
  const onJudged = context.environment.judged?.add;
  const reading = await readAssessedPlan({ scope, session, live: 'wanted', today: day, onJudged });
  requireNew(scope, reading.plan);
  const choice = await choiceOf(reading, scope, { task, connection }, context);
  const planned = { ...reading, assessed: choice.plan };
  yield* showPlan(
    {
      plan: choice.plan,
      command: 'apply',
      refusals: sayRefusals(choice.refused),
      notes: applyNotes(choice.plan, choice, digests),
      footer: [commitLink(run, run.commit), runLink(run)],
    },
    context,
  );
  const stacks = stackStatesIn(reading.input.applied);
  const told = { scope, choice, connection, stacks, ...(joint === undefined ? {} : { joint }) };
  const work = { scope, session, planned, day, branch };
  const result = yield* sayingFailure(
    applyAndTell(work, told, context),
    (failure) => tellBroken(failure, told, context),
    scope,
  );
  const end = endOf(choice, result);
  yield end;
  const failures = end.failures.filter((failure) => !isNeutral(failure));
  if (failures.length > 0)
    yield* appendToIssue(scope, { choice, outcomes: result.outcomes, failures }, context);
  const { integrations } = choice.plan;
  const others = integrations.filter(({ integration }) => !choice.approved.includes(integration));
  return {
    plan: choice.plan,
    known: integrations.filter(({ entries }) => entries.some(isActing)),
    left: { ...choice.plan, integrations: [...others, ...result.proof.integrations] },
    isStale: end.failures.some(isNeutral),
  };
}

/** By the digests that the workflow was started for, else by what was reviewed. */
async function choiceOf(
  reading: AssessedReading,
  scope: Scope,
  { task: { branch, digests }, connection }: Pick<ApplyRun, 'task' | 'connection'>,
  { inputs, run }: ActionContext,
): Promise<Choice & { readonly plan: AssessedPlan }> {
  const { desired } = inputs;
  const merged = { reading, scope, desired, branch, commit: run.commit, run: run.run };
  return digests.length > 0
    ? { ...(await chooseByDigest(merged, digests, connection)), plan: reading.assessed }
    : chooseReviewed(merged, connection);
}

/** What is being changed is planned when that is done. */
function untilStacksRest(
  { settings }: Scope,
  { stacks }: WritableSession,
  { environment, log }: ActionContext,
): Promise<void> {
  return waitForStacks(stacks, environment.clock, {
    prefix: settings.stackPrefix,
    names: undefined,
    onWaiting: (busy) =>
      log(`waiting for CloudFormation, which is changing ${busy.map((one) => one.integration).join(', ')}\n`),
  });
}

interface Work {
  readonly scope: Scope;
  readonly session: WritableSession;
  readonly planned: AssessedReading;
  readonly day: string;
  readonly branch: string;
}

/** Says in the pull requests that it begins, what became of it, and does it in between. */
async function* applyAndTell(work: Work, told: Told, context: ActionContext): RunStep<ApplyResult> {
  yield* tellApplying(told, context);
  const { choice } = told;
  const result = yield* applyChosen(work, choice.approved, context);
  yield* tellEnd(told, work.planned.assessed, result.outcomes, context);
  return result;
}

async function* applyChosen(
  work: Work,
  names: readonly string[],
  context: ActionContext,
): RunStep<ApplyResult> {
  const { scope, session, planned, day, branch } = work;
  const isChosen = ({ integration }: { readonly integration: string }): boolean =>
    names.includes(integration);
  const assessed = {
    ...planned.assessed,
    integrations: planned.assessed.integrations.filter(isChosen),
  };
  if (assessed.integrations.length === 0) return { outcomes: [], proof: assessed };
  const plan = { ...planned.plan, integrations: planned.plan.integrations.filter(isChosen) };
  const chosen = { input: planned.input, evidence: planned.evidence, plan, assessed };
  const result = await carryOut({
    scope,
    session,
    planned: chosen,
    today: day,
    environment: { ...context.environment, err: context.log },
    onProgress: (progress) => context.log(`${progressLine(progress, false)}\n`),
    parallel: context.inputs.parallel,
    beforeFirstMutation: async () => {
      const stale = await staleRun(scope, branch, context);
      if (stale !== undefined) throw stale;
    },
  });
  context.log(renderApplyResult(result, 'text', { color: false }));
  yield { summary: [() => renderApplyResult(result, 'markdown', { color: false })] };
  return result;
}

/** What the run comes to. */
function endOf(
  choice: Choice & { readonly plan: AssessedPlan },
  { outcomes, proof }: ApplyResult,
): RunPart & Pick<RunOutcome, 'failures'> {
  const refusals = failedForRefusals(choice.refused);
  return {
    annotations: [...annotationsOfOutcomes(outcomes), ...(refusals.annotations ?? [])],
    failures: [
      ...outcomes.flatMap(failureOfOutcome),
      ...(refusals.failures ?? []),
      ...(failed(failureOfBlocked(choice.plan), failureOfUnchecked(proof)).failures ?? []),
    ],
    results: [
      outcomes.some(({ outcome }) => outcome === 'applied')
        ? 'applied'
        : choice.plan.integrations.some(isPureDrift)
          ? 'drift'
          : 'no-changes',
    ],
  };
}

function failureOfOutcome(outcome: IntegrationOutcome): readonly RunFailure[] {
  if (outcome.outcome !== 'failed') return [];
  const { reason, message, hint, known } = outcome;
  return [{ reason, message, hint, known }];
}

/**
 * Why this run must not change the stacks of a scope: the branch has moved on in its folder, or in one that it includes
 * files of, so another run applies what stands there, and this one would put back what it read. Undefined while nothing has.
 *
 * @throws RolekeeperError `github`
 */
export async function staleRun(
  { directory, integrations }: Pick<Scope, 'directory' | 'integrations'>,
  branch: string,
  context: ActionContext,
): Promise<RolekeeperError | undefined> {
  const connection = requireConnection(context);
  const { commit } = context.run;
  const folders = new Set([directory, ...integrations.map(({ file }) => posix.dirname(file))]);
  const head = await readHead(connection, branch);
  let staleness: Staleness = { stale: false };
  for (const folder of folders) {
    if (!staleness.stale)
      staleness = await readStaleness(connection, head, { branch, commit, directory: folder });
  }
  if (!staleness.stale) return undefined;
  const by =
    staleness.overtakenBy === undefined
      ? `the branch ${branch} is gone`
      : `superseded by ${staleness.overtakenBy.slice(0, 7)}`;
  return new RolekeeperError('stale-run', `${by}: ${directory} is not what this run read any more`, {
    hint: 'the run for the newer commit applies all of it; nothing is lost',
  });
}
