import type { PlanEntry } from '../model/plan.ts';
import { addressKey } from '../model/address.ts';
import { changeSteps } from './change-steps.ts';
import { importSteps } from './import-steps.ts';
import { finishStep, isDrifted, revertStep, standInStep } from './repair-steps.ts';
import type { Sides } from './sides.ts';
import type { Step } from './step.ts';

/** A way to come nearer to the desired state. */
export type Road = 'finish' | 'adopt' | 'revert-drift' | 'stand-in' | 'change';

export interface Move {
  readonly road: Road;
  readonly steps: readonly Step[];
  /** CloudFormation may be unable to go this road; the next one is tried then. */
  readonly mayFail: boolean;
}

/**
 * What to do next with one integration, from how it stands now; undefined when nothing is left that a change set can
 * do. Pure: apply is this function, carried out, read again, until it says nothing.
 *
 * @param tried roads that were gone from this very state already, and changed nothing
 */
export function nextMove(sides: Sides, tried: ReadonlySet<Road>): Move | undefined {
  if (sides.plan.observed) return undefined;
  const roads: readonly (() => Move | undefined)[] = [
    () => move('finish', [finishStep(sides)]),
    () => move('adopt', importSteps(sides)),
    () => move('revert-drift', [revertStep(sides)], true),
    () => move('stand-in', [standInStep(sides)]),
    () => move('change', changeSteps(withoutMissing(sides))),
  ];
  for (const road of roads) {
    const next = road();
    if (next !== undefined && !tried.has(next.road)) return next;
  }
  return undefined;
}

/** The plan with only those entries acted upon that were planned at first: what came up meanwhile is left alone. */
export function restrictTo(sides: Sides, approved: ReadonlySet<string>): Sides {
  const entries = sides.plan.entries.map((entry): PlanEntry =>
    entry.action === 'none' || approved.has(addressKey(entry.address))
      ? entry
      : { ...entry, action: 'none', unchecked: ['*'] },
  );
  return { ...sides, plan: { ...sides.plan, entries } };
}

/** A resource that was deleted by hand cannot be updated: the roads of repair make it again. */
function withoutMissing(sides: Sides): Sides {
  const entries = sides.plan.entries.map((entry): PlanEntry =>
    isDrifted(entry) && entry.drift === 'missing' ? { ...entry, action: 'none', unchecked: ['*'] } : entry,
  );
  return { ...sides, plan: { ...sides.plan, entries } };
}

function move(road: Road, steps: readonly (Step | undefined)[], mayFail = false): Move | undefined {
  const made = steps.filter((step) => step !== undefined);
  return made.length === 0 ? undefined : { road, steps: made, mayFail };
}
