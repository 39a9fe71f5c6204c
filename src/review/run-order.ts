import type { PlanMarker, PlanState, RunPoint } from './marker.ts';

/** Within one run a comment moves forward only; what the run says itself stands over what others say of it. */
const RANKS: Readonly<Record<PlanState, number>> = {
  planned: 0,
  applying: 1,
  interrupted: 2,
  failed: 3,
  applied: 3,
};

/**
 * Which of two things was written by the later run: negative when `a` is older, 0 when they are of the same run and
 * attempt. A re-run keeps its run id and its commit, so a second attempt of an old run stays older than every newer run.
 */
export function compareRuns(a: RunPoint, b: RunPoint): number {
  return a.run - b.run || a.attempt - b.attempt;
}

/** As {@link compareRuns}, and within one run by how far it has got. */
export function compareMarkers(a: WrittenBy, b: WrittenBy): number {
  return compareRuns(a, b) || RANKS[a.state] - RANKS[b.state];
}

export type WrittenBy = Pick<PlanMarker, 'run' | 'attempt' | 'state'>;
