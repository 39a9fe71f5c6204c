import { applicableIn, assessedPlan, type AssessedPlan, type Assessment } from '../model/assessment.ts';
import type { ReadPlan } from '../apply/ports.ts';
import { assess, type Evidence } from '../assess/assess.ts';
import { guardsOf } from '../assess/guards.ts';
import { runLookups } from './run-lookups.ts';
import { type Judging, readEvidence } from './read-evidence.ts';
import { readSides, type SidesRequest } from './read-sides.ts';
import { readUndeclared } from './read-undeclared.ts';
import type { Session } from './session.ts';

export interface PlanRequest extends SidesRequest, Judging {}

/** A plan with all that was read to judge it, and the judgement by the scope's own guards. */
export interface AssessedReading extends ReadPlan {
  readonly evidence: Evidence;
  readonly assessment: Assessment;
  /** The plan and its assessment joined, for reports. */
  readonly assessed: AssessedPlan;
}

/** For a report: reads both sides, plans and assesses. Changes nothing: the session has no mutating operation in it. */
export async function readAssessedPlan(request: PlanRequest): Promise<AssessedReading> {
  const read = await readSides(request);
  const reading = await assessReading(read, request.session, request);
  const undeclaredInventory =
    request.live === 'all' ? await readUndeclared(read.plan, read.input.live, request) : undefined;
  return {
    ...reading,
    assessed: {
      ...reading.assessed,
      ...(undeclaredInventory === undefined ? {} : { undeclaredInventory }),
      calls: request.session.calls(),
    },
  };
}

/** Reads what a plan is to be judged by, and judges it by the scope's own guards. */
export async function assessReading(
  read: ReadPlan,
  session: Session,
  judging?: Judging,
): Promise<AssessedReading> {
  const answers = await runLookups(read.input, session);
  return judgedReading(read, await readEvidence(read, answers, session, judging));
}

/** The same of evidence that is there already. */
export function judgedReading(read: ReadPlan, evidence: Evidence): AssessedReading {
  const assessment = assess(read.plan, evidence, guardsOf(read.input.scope.settings));
  return { ...read, evidence, assessment, assessed: assessedPlan(read.plan, assessment) };
}

/** One integration anew, before its first change; undefined where something forbids to touch it now. */
export async function readIfApplicable(
  integration: string,
  request: Omit<SidesRequest, 'only' | 'live'>,
): Promise<ReadPlan | undefined> {
  const reading = await readAssessedPlan({ ...request, only: [integration], live: 'wanted' });
  return applicableIn(reading.assessed).has(integration) ? reading : undefined;
}
