import type { PlanEntry } from '../model/plan.ts';
import { canBeFirst } from './absent-references.ts';
import { wantedBlock } from './block-actions.ts';
import type { IntegrationState } from './integration-state.ts';

/**
 * The plan with the new resources only, and of them only those that need no other new one; undefined when there are
 * none, or nothing else. IAM may refuse a principal for some seconds after its creation
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). When
 * that fails a change set, its rollback removes the principal too, and every attempt would meet a new one: so the
 * principals are made by a change set of their own.
 */
export function onlyCreations(sides: IntegrationState): IntegrationState | undefined {
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
