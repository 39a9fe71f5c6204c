/**
 * What has become of a plan that a comment shows; `interrupted`: the run that was applying it ended without a result, as
 * another run found out.
 */
export type PlanState = 'planned' | 'applying' | 'interrupted' | 'applied' | 'failed';

/** Which run wrote something. `run` is GITHUB_RUN_ID: unlike the run number it never starts again. */
export interface RunPoint {
  readonly run: number;
  /** GITHUB_RUN_ATTEMPT. */
  readonly attempt: number;
}

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
  return compareRuns(a, b) || compareStates(a.state, b.state);
}

/** Which of two states of one run is further on. */
export function compareStates(a: PlanState, b: PlanState): number {
  return RANKS[a] - RANKS[b];
}

/** The run that wrote something, and how far it had got. */
export interface WrittenBy extends RunPoint {
  readonly state: PlanState;
}
