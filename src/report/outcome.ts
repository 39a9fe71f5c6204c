import {
  type AssessedEntry,
  type AssessedIntegration,
  type AssessedPlan,
  type PlanTotals,
  totalsOf,
} from '../model/assessment.ts';

/** What a plan comes to, for the lines that a reader sees first. */
export interface Outcome {
  readonly totals: PlanTotals;
  /** Fields whose drift is held. */
  readonly held: number;
  readonly resources: number;
  /** Fields that differ and that the files say not to compare. */
  readonly ignored: number;
  /** Nothing to do, nothing blocked, drifted, held or unchecked among what was compared. */
  readonly clean: boolean;
  /** Every integration of the scope was compared, and there is one; no field was left out. */
  readonly complete: boolean;
}

export function outcomeOf(plan: AssessedPlan): Outcome {
  const entries = plan.integrations.flatMap((integration) => integration.entries);
  const ignored = entries.flatMap((entry) => entry.ignored).length;
  return {
    totals: totalsOf(plan),
    held: heldIn(plan.integrations),
    resources: entries.length,
    clean: plan.unchecked.length === 0 && plan.integrations.every((integration) => isQuiet(integration)),
    ignored,
    complete: plan.integrations.length > 0 && plan.notCompared.length === 0 && ignored === 0,
  };
}

/** Nothing about the integration is to be done or to be known. */
export function isQuiet({ entries, blockers }: AssessedIntegration): boolean {
  return blockers.length === 0 && entries.every(isQuietEntry);
}

export function isQuietEntry(entry: AssessedEntry): boolean {
  return (
    entry.action === 'none' &&
    entry.changes.length === 0 &&
    entry.blockers.length === 0 &&
    entry.unchecked.length === 0 &&
    entry.drift === undefined &&
    entry.movedBy === undefined
  );
}

export function heldIn(integrations: readonly AssessedIntegration[]): number {
  return integrations
    .flatMap(({ entries }) => entries.flatMap(({ changes }) => changes))
    .filter((change) => change.held !== undefined).length;
}
