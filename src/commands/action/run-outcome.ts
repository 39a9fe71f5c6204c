import type * as Core from '@actions/core';
import { type Annotation, annotate } from '../../github/annotations.ts';
import type { IssueOutcome } from '../../github/drift-issue.ts';
import { writeJobSummary } from '../../github/job-summary.ts';
import { type RunOutputs, type RunResult, writeOutputs } from '../../github/outputs.ts';
import type { CommentOutcome } from '../../github/plan-comment.ts';
import type { PublishWarning } from '../../github/publish-warning.ts';
import { type AssessedPlan, findingsIn, totalsOf } from '../../model/assessment.ts';
import { type FailureReason, RolekeeperError } from '../../model/failure.ts';
import { alertBlock, prose, sayRemedy } from '../../report/escape-markdown.ts';
import { visibleText } from '../../report/escape-terminal.ts';
import type { Render } from '../../review/comment-body.ts';

/** Why the run fails, when it does. */
export interface RunFailure {
  /** Undefined where the drift that `fail-on-drift` is about fails it. */
  readonly reason: FailureReason | undefined;
  readonly message: string;
  readonly hint: string | undefined;
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
      .map(({ reason, message, hint }) => ({ reason, message, hint })),
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
 * @throws what the step throws; with what went wrong while it was said as an AggregateError
 */
export async function* sayingFailure<T>(step: RunStep<T>, say: (failure: RunFailure) => RunStep): RunStep<T> {
  try {
    return yield* step;
  } catch (error) {
    try {
      yield* say(failuresOf(error)[0] ?? INTERNAL);
    } catch (another) {
      throw new AggregateError([error, another], 'the failure could not be said', { cause: another });
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

/** A run over several accounts has the result that asks most of its reader. */
const WORST_FIRST: readonly RunResult[] = [
  'error',
  'blocked',
  'superseded',
  'drift',
  'applied',
  'changes',
  'no-changes',
  'skipped',
];

/** What the run says to the steps after this one. */
export function outputsOf(outcome: RunOutcome): RunOutputs {
  const { plans, commentUrl, issueNumber, planPath, reportPath, sarifPath, inventoryPath, digests, matrix } =
    outcome;
  const failure = failureOfRun(outcome);
  const totals = totalsOf({
    integrations: plans.flatMap(({ integrations }) => integrations),
    unchecked: plans.flatMap(({ unchecked }) => unchecked),
  });
  const entries = plans.flatMap(({ integrations }) => integrations.flatMap((item) => item.entries));
  return {
    result: resultOf(outcome),
    hasChanges: entries.some(({ action, cause }) => action !== 'none' && cause !== 'drift'),
    hasDrift: totals.drift > 0,
    createCount: totals.create,
    updateCount: totals.update,
    deleteCount: totals.delete,
    adoptCount: totals.adopt,
    driftCount: totals.drift,
    findingCount: plans.flatMap(findingsIn).length,
    ...(failure?.reason === undefined ? {} : { failureReason: failure.reason }),
    ...(planPath === undefined ? {} : { planPath }),
    ...(reportPath === undefined ? {} : { reportPath }),
    ...(sarifPath === undefined ? {} : { sarifPath }),
    ...(matrix === undefined ? {} : { matrix }),
    ...(inventoryPath === undefined ? {} : { inventoryPath }),
    ...(digests.length === 0 ? {} : { planDigest: digests.join(' ') }),
    ...(commentUrl === undefined ? {} : { commentUrl }),
    ...(issueNumber === undefined ? {} : { issueNumber }),
  };
}

function resultOf(outcome: RunOutcome): RunResult {
  const failure = failureOfRun(outcome);
  const all = [...(failure === undefined ? [] : resultOfFailure(failure)), ...outcome.results];
  return worstOf(all) ?? 'no-changes';
}

/** The result that asks most of a reader. */
export function worstOf(results: readonly RunResult[]): RunResult | undefined {
  return WORST_FIRST.find((result) => results.includes(result));
}

function resultOfFailure(failure: RunFailure): readonly RunResult[] {
  if (failure.reason === undefined) return [];
  if (isNeutral(failure)) return ['superseded'];
  return [failure.reason === 'blocked' || failure.reason === 'findings' ? 'blocked' : 'error'];
}

type Port = Pick<typeof Core, 'error' | 'warning' | 'notice' | 'info' | 'setOutput' | 'summary'>;

/** Brings out what a run found and did: outputs, job summary, annotations and the log. Gives the exit code. */
export async function endRun(outcome: RunOutcome, core: Port): Promise<number> {
  const failure = failureOfRun(outcome);
  writeOutputs(outputsOf(outcome), core.setOutput);
  const parts: readonly Render[] = [
    () => sayFailures(outcome.failures),
    ...outcome.summary,
    () => sayWarnings(outcome.warnings),
  ];
  const unwritten = await writeJobSummary(parts, (text) => core.summary.addRaw(text).write());
  if (failure !== undefined) sayFailure(failure, core);
  const all = [...outcome.annotations, ...[...outcome.warnings, ...unwritten].map(annotationOfWarning)];
  const left = annotate(all, core, failure === undefined ? 0 : 1);
  if (left > 0) core.info(`… and ${left} more remarks: the summary has them all`);
  return failure === undefined || isNeutral(failure) ? 0 : 1;
}

/** First, so that it is among those that GitHub shows. */
function sayFailure(failure: RunFailure, core: Port): void {
  const said = `${visibleText(failure.message)}${failure.reason === undefined ? '' : ` (${failure.reason})`}`;
  if (isNeutral(failure)) {
    core.notice(said, { title: 'rolekeeper: nothing was applied by this run' });
    return;
  }
  const remedy = failure.hint === undefined ? '' : `. ${visibleText(failure.hint)}`;
  core.error(said + remedy, { title: 'rolekeeper failed' });
}

function annotationOfWarning({ message, hint }: PublishWarning) {
  return {
    level: 'warning',
    title: 'rolekeeper: GitHub',
    message: visibleText(`${message}. ${hint}`),
  } as const;
}

function sayFailures(failures: readonly RunFailure[]): string {
  const lines = failures.map(({ reason, message, hint }) => {
    const what = reason === undefined ? '' : ` (${prose(reason)})`;
    return `**${reason === 'stale-run' ? 'Superseded' : 'Failed'}**${what}: ${prose(message)}.${hint === undefined ? '' : ` ${sayRemedy({ hint })}`}`;
  });
  const isFailure = failures.some((failure) => !isNeutral(failure));
  const block = alertBlock(isFailure ? 'CAUTION' : 'NOTE', lines);
  return block === '' ? '' : `${block}\n`;
}

function sayWarnings(warnings: readonly PublishWarning[]): string {
  const lines = warnings.map((warning) => `${prose(warning.message)}. ${sayRemedy(warning)}`);
  const block = alertBlock('NOTE', lines);
  return block === '' ? '' : `${block}\n`;
}
