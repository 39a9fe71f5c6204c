import type { PlanEntry } from '../model/plan.ts';
import { changeSteps } from './change-steps.ts';
import { importSteps } from './import-steps.ts';
import { letGoStep } from './let-go-step.ts';
import { reattachStep } from './reattach-step.ts';
import { finishSteps, isDrifted, onlyRevertReaches, revertStep, standInStep } from './repair-steps.ts';
import type { IntegrationState } from './integration-state.ts';
import type { Step } from './step.ts';
import { canBeFirst } from './absent-references.ts';
import { wantedBlock } from './block-actions.ts';

/** A way to come nearer to the desired state. */
export type Strategy =
  | 'finish'
  | 'adopt'
  | 'let-go'
  | 'revert-drift'
  | 'create'
  | 'stand-in'
  | 'reattach'
  | 'change'
  | 'creations-first'
  | 'change-again';

/** `any` refusal of CloudFormation's; `once`: such as may not happen again when the same is tried again. */
export type MayFail = 'any' | 'once' | 'no';

/** The roads that were gone from one state, and whether CloudFormation refused. */
export type Tried = ReadonlyMap<Strategy, 'done' | 'refused'>;

export interface Move {
  readonly road: Strategy;
  readonly steps: readonly Step[];
  /** Why this road may lead nowhere, so that the next one is tried then. */
  readonly mayFail: MayFail;
}

/**
 * What to do next with one integration, from how it stands now; undefined when nothing is left that a change set can
 * do. Pure: apply is this function, carried out, read again, until it says nothing.
 *
 * @param tried roads that were gone from this very state already, and changed nothing
 */
export function nextMove(sides: IntegrationState, tried: Tried): Move | undefined {
  // Where a stack of another owner has nothing that we know, it would look like an empty one of ours.
  const { stack } = sides;
  if (sides.plan.observed || (stack !== undefined && stack.ownership.owner !== 'ours')) return undefined;
  // Every other template would lose the stand-ins.
  if (stack !== undefined && stack.transient.length > 0) {
    return tried.has('finish') ? undefined : move('finish', finishSteps(sides));
  }
  const isRefused = tried.get('change') === 'refused';
  const repair = standInStep(sides);
  const roads: readonly (() => Move | undefined)[] = [
    () => move('adopt', importSteps(sides)),
    () => move('let-go', [letGoStep(sides)], 'any'),
    () => move('revert-drift', [revertStep(sides)], 'any'),
    // What the repair of others may refer to.
    () => move('create', repair === undefined ? [] : changesOf(onlyCreations(sides)), 'once'),
    () => move('stand-in', [repair], 'once'),
    () => move('reattach', [reattachStep(sides)], 'any'),
    () => move('change', changesOf(sides), 'once'),
    () => move('creations-first', isRefused ? changesOf(onlyCreations(sides)) : [], 'once'),
    () => move('change-again', isRefused ? changesOf(sides) : []),
  ];
  for (const road of roads) {
    const next = road();
    if (next !== undefined && !tried.has(next.road)) return next;
  }
  return undefined;
}

/** The plan with only those entries acted upon that were shown: what came up meanwhile is left alone. */
export function restrictTo(
  sides: IntegrationState,
  isApproved: (entry: PlanEntry) => boolean,
): IntegrationState {
  const standIns = new Set(sides.stack?.transient);
  const entries = sides.plan.entries.map((entry): PlanEntry => {
    // What stands in for it is our own, and differs from what was shown.
    const isUnderRepair = standIns.has(sides.appliedAt(entry)?.logicalId ?? '');
    return entry.action === 'none' || isUnderRepair || isApproved(entry)
      ? entry
      : { ...entry, action: 'none', unchecked: ['*'] };
  });
  return { ...sides, plan: { ...sides.plan, entries } };
}

/** What changed in the YAML. A resource that was deleted by hand cannot be updated: the roads of repair make it again. */
function changesOf(sides: IntegrationState | undefined): readonly Step[] {
  if (sides === undefined) return [];
  const entries = sides.plan.entries.map((entry): PlanEntry =>
    (isDrifted(entry) && entry.drift === 'missing') || onlyRevertReaches(entry)
      ? { ...entry, action: 'none', unchecked: ['*'] }
      : entry,
  );
  return changeSteps({ ...sides, plan: { ...sides.plan, entries } });
}

function move(
  road: Strategy,
  steps: readonly (Step | undefined)[],
  mayFail: MayFail = 'no',
): Move | undefined {
  const made = steps.filter((step) => step !== undefined);
  return made.length === 0 ? undefined : { road, steps: made, mayFail };
}

/**
 * The plan with the new resources only, and of them only those that need no other new one; undefined when there are
 * none, or nothing else. IAM may refuse a principal for some seconds after its creation
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). When
 * that fails a change set, its rollback removes the principal too, and every attempt would meet a new one: so the
 * principals are made by a change set of their own.
 */
function onlyCreations(sides: IntegrationState): IntegrationState | undefined {
  const isNewcomer = (entry: PlanEntry): boolean => {
    const resource = sides.desiredAt(entry);
    if (entry.action !== 'create' || resource === undefined || sides.appliedAt(entry) !== undefined)
      return false;
    return canBeFirst(entry, wantedBlock(entry, resource, sides), sides);
  };
  const { entries } = sides.plan;
  const acting = entries.filter((entry) => entry.action !== 'none').length;
  const newcomers = entries.filter(isNewcomer).length;
  if (newcomers === 0 || newcomers === acting) return undefined;
  const rest = entries.map((entry): PlanEntry =>
    isNewcomer(entry) ? entry : { ...entry, action: 'none', unchecked: ['*'] },
  );
  return { ...sides, plan: { ...sides.plan, entries: rest } };
}
