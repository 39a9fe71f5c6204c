import type { Annotation } from '../../github/annotations.ts';
import type { IssueOutcome } from '../../github/drift-issue.ts';
import type { RunResult } from '../../github/outputs.ts';
import type { CommentOutcome } from '../../github/plan-comment.ts';
import { type PublishWarning, orWarning } from '../../github/publish-warning.ts';
import type { NotSeen } from '../../model/apply-result.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { storedDigest } from '../../model/digest.ts';
import { type FailureReason, RolekeeperError } from '../../model/failure.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { renderPlan } from '../../report/registry.ts';
import type { Scope } from '../../model/integration.ts';
import type { Render } from '../../review/comment-body.ts';
import { maskedFailure } from '../mask-failure.ts';
import type { ActionContext } from './context.ts';
import { annotationsOfPlan } from './text/annotations.ts';
import { type PlanText, planText, shownPlan } from './text/plan-text.ts';

/** Why the run fails, when it does. */
export interface RunFailure {
  /** Undefined where the drift that `fail-on-drift` is about fails it. */
  readonly reason: FailureReason | undefined;
  readonly message: string;
  readonly hint: string | undefined;
  /** Where an integration was not applied, or not for certain, what is known of it. */
  readonly known?: NotSeen | undefined;
}

/** A newer run does what this one was to do: it ends without failing. */
export function isNeutral({ reason }: RunFailure): boolean {
  return reason === 'stale-run';
}

/** What a run found and did. */
export interface RunOutcome {
  readonly plans: readonly AssessedPlan[];
  /** Drawn into the job summary, in this order. */
  readonly summary: readonly Render[];
  readonly annotations: readonly Annotation[];
  /** What could not be written on GitHub. */
  readonly warnings: readonly PublishWarning[];
  readonly results: readonly RunResult[];
  readonly failures: readonly RunFailure[];
  /** Of each integration that apply would change, or has changed. */
  readonly digests: readonly string[];
  readonly commentUrl?: string | undefined;
  readonly issueNumber?: number | undefined;
  readonly planPath?: string | undefined;
  readonly reportPath?: string | undefined;
  readonly sarifPath?: string | undefined;
  /** The list of the scopes, as JSON. */
  readonly matrix?: string | undefined;
  readonly inventoryPath?: string | undefined;
}

/** One step's share of the outcome. */
export type RunPart = Partial<RunOutcome>;

/** A step of a run: it yields what it finds as soon as it is known, so that whatever ends the run, all of it comes out. */
export type RunStep<T = void> = AsyncGenerator<RunPart, T, undefined>;

export const NOTHING_YET: RunOutcome = {
  plans: [],
  summary: [],
  annotations: [],
  warnings: [],
  results: [],
  failures: [],
  digests: [],
};

/** The outcome with one more part: lists grow, the first comment and the first issue stay the ones that are named. */
export function combine(outcome: RunOutcome, part: RunPart): RunOutcome {
  return {
    plans: [...outcome.plans, ...(part.plans ?? [])],
    summary: [...outcome.summary, ...(part.summary ?? [])],
    annotations: [...outcome.annotations, ...(part.annotations ?? [])],
    warnings: [...outcome.warnings, ...(part.warnings ?? [])],
    results: [...outcome.results, ...(part.results ?? [])],
    failures: [...outcome.failures, ...(part.failures ?? [])],
    digests: [...outcome.digests, ...(part.digests ?? [])],
    commentUrl: outcome.commentUrl ?? part.commentUrl,
    issueNumber: outcome.issueNumber ?? part.issueNumber,
    planPath: part.planPath ?? outcome.planPath,
    reportPath: part.reportPath ?? outcome.reportPath,
    sarifPath: part.sarifPath ?? outcome.sarifPath,
    matrix: part.matrix ?? outcome.matrix,
    inventoryPath: part.inventoryPath ?? outcome.inventoryPath,
  };
}

/** What the run is said to have failed for. */
export function failureOfRun({ failures }: Pick<RunOutcome, 'failures'>): RunFailure | undefined {
  return failures.find((failure) => !isNeutral(failure)) ?? failures[0];
}

/** Those of the failures that there are. */
export function failed(...failures: readonly (RunFailure | undefined)[]): RunPart {
  return {
    failures: failures
      .filter((failure) => failure !== undefined)
      .map(({ reason, message, hint, known }) => ({ reason, message, hint, known })),
  };
}

/** A comment that was written, or why it was not. */
export function partOfComment(outcome: CommentOutcome): RunPart {
  const { warnings } = outcome;
  return outcome.outcome === 'not-written' ? { warnings } : { warnings, commentUrl: outcome.url };
}

/** The same of the drift issue. */
export function partOfIssue(outcome: IssueOutcome): RunPart {
  const { warnings } = outcome;
  return outcome.outcome === 'written' || outcome.outcome === 'overtaken'
    ? { warnings, issueNumber: outcome.number }
    : { warnings };
}

/**
 * Runs a step, and where it throws, says why where readers look for it, before the run ends for it.
 *
 * @param scope the scope of the step: its external ids are masked in the failure that is shown and thrown
 * @throws what the step throws; with what went wrong while it was said as an AggregateError
 */
export async function* sayingFailure<T>(
  step: RunStep<T>,
  say: (failure: RunFailure) => RunStep,
  scope?: Scope,
): RunStep<T> {
  try {
    return yield* step;
  } catch (thrown) {
    const error = scope === undefined ? thrown : maskedFailure(thrown, scope);
    try {
      yield* say(failuresOf(error)[0] ?? INTERNAL);
    } catch (another) {
      throw new AggregateError([error, another], 'the failure could not be reported', { cause: another });
    }
    throw error;
  }
}

const INTERNAL = new RolekeeperError('internal', 'this is a bug in rolekeeper', {
  hint: 'please report it with the log: https://github.com/rolekeeper/rolekeeper/issues',
});

/** A user's mistake in one sentence with its remedy; a bug of ours with what we need to mend it. */
export function failuresOf(error: unknown): readonly RunFailure[] {
  if (error instanceof AggregateError) return error.errors.flatMap(failuresOf);
  const known = isKnown(error) ? error : INTERNAL;
  return failed(known).failures ?? [];
}

/** What a bug has to say of itself, for the log. */
export function traceOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) {
    const traces = error.errors.map(traceOf).filter((trace) => trace !== undefined);
    return traces.length === 0 ? undefined : traces.join('\n');
  }
  if (isKnown(error)) return undefined;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function isKnown(error: unknown): error is RolekeeperError {
  return error instanceof RolekeeperError && error.reason !== 'internal';
}

/** Puts a plan into the log, the annotations, the summary and the outputs; {@link writePlanFiles} writes those of a run. */
export async function* showPlan(text: PlanText, context: ActionContext): RunStep {
  yield* logPlan(text, context);
  yield { summary: [planText(text, context.run)] };
}

/** The same without the summary, where the plans of several scopes stand in it together. */
export async function* logPlan(text: PlanText, { logGroup }: ActionContext): RunStep {
  const { command } = text;
  const plan = shownPlan(text);
  yield {
    plans: [plan],
    digests: digestsOf(plan),
    annotations: annotationsOfPlan(plan),
  };
  logGroup(`${command} for account ${plan.account}`, renderPlan(plan, 'text', { command, color: false }));
}

/** What a plan that is not applied comes to. */
export function resultOf(plan: AssessedPlan): RunResult {
  const { clean, totals } = outcomeOf(plan);
  if (clean) return 'no-changes';
  return totals.create + totals.update + totals.delete + totals.adopt + totals.release + totals.forget > 0
    ? 'changes'
    : totals.drift > 0
      ? 'drift'
      : 'no-changes';
}

/** The digests of what apply would do, as a workflow takes them: 32 digits each. */
export function digestsOf({ integrations }: AssessedPlan): readonly string[] {
  return integrations
    .filter(({ entries }) => entries.some(({ action }) => action !== 'none'))
    .map(({ digest }) => storedDigest(digest));
}

/** What GitHub refuses to tell costs a part of the comment, not the plan. */
export async function* orNothing<T>(ask: (() => Promise<T>) | undefined): RunStep<T | undefined> {
  if (ask === undefined) return undefined;
  const result = await orWarning(ask);
  if ('value' in result) return result.value;
  yield { warnings: [result.warning] };
  return undefined;
}
