import type { FailureReason } from '../../model/failure.ts';
import { findingsIn, totalsOf, type AssessedPlan } from '../../model/assessment.ts';
import type { Annotation } from '../../github/annotations.ts';
import type { Render } from '../../review/comment-body.ts';
import type { RunOutputs, RunResult } from '../../github/outputs.ts';
import type { PublishWarning } from '../../github/publish-warning.ts';

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

/**
 * What a run found and did so far. It is filled as the run goes, so that whatever ends the run, everything that is known
 * by then comes out: outputs, job summary, annotations.
 */
export class RunRecord {
  readonly plans: AssessedPlan[] = [];
  readonly summary: Render[] = [];
  readonly annotations: Annotation[] = [];
  readonly warnings: PublishWarning[] = [];
  readonly results: RunResult[] = [];
  readonly failures: RunFailure[] = [];
  /** Of each integration that apply would change, or has changed. */
  readonly digests: string[] = [];
  commentUrl: string | undefined;
  issueNumber: number | undefined;
  planPath: string | undefined;
  /** Says on GitHub that the run failed, once a road knows where to say it. */
  sayFailure: (failure: RunFailure) => Promise<void> = () => Promise.resolve();

  fail(failure: RunFailure): void {
    const { reason, message, hint } = failure;
    this.failures.push({ reason, message, hint });
  }

  /** What the run is said to have failed for. */
  get failure(): RunFailure | undefined {
    return this.failures.find((failure) => !isNeutral(failure)) ?? this.failures[0];
  }
}

/** A run over several accounts has the result that asks most of whoever reads it. */
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

/** What the record says to the steps after this one. */
export function outputsOf(record: RunRecord): RunOutputs {
  const { plans, failure, commentUrl, issueNumber, planPath, digests } = record;
  const totals = totalsOf({
    integrations: plans.flatMap(({ integrations }) => integrations),
    unchecked: plans.flatMap(({ unchecked }) => unchecked),
  });
  const entries = plans.flatMap(({ integrations }) => integrations.flatMap((item) => item.entries));
  return {
    result: resultOf(record),
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
    ...(digests.length === 0 ? {} : { planDigest: digests.join(' ') }),
    ...(commentUrl === undefined ? {} : { commentUrl }),
    ...(issueNumber === undefined ? {} : { issueNumber }),
  };
}

function resultOf({ results, failure }: RunRecord): RunResult {
  const all = [...(failure === undefined ? [] : resultOfFailure(failure)), ...results];
  return WORST_FIRST.find((result) => all.includes(result)) ?? 'no-changes';
}

function resultOfFailure(failure: RunFailure): readonly RunResult[] {
  if (failure.reason === undefined) return [];
  if (isNeutral(failure)) return ['superseded'];
  return [failure.reason === 'blocked' || failure.reason === 'findings' ? 'blocked' : 'error'];
}
