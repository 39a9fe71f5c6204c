import { addressKey, type Address } from '../model/address.ts';
import type { ChangeSet } from '../model/change-set.ts';
import type { PlanEntry } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import { kindSpec } from '../kinds/registry.ts';
import { digestOfEntry } from '../plan/digest.ts';
import type { ChangeSetContext } from './change-set-context.ts';
import { isEdited, writesMoreThanExtraTags } from './edited-stand-in.ts';
import type { ApplyPorts } from './ports.ts';
import type { ChangeSetStep } from './step.ts';

/**
 * What a change set is to write or to delete, read right before it is executed, where it is not as it was read for the
 * plan: an edit of the account that came since is no part of the plan. A drift-aware one reverts what CloudFormation
 * found when it made it, of whichever resource. What ends a repair finds the stand-in, and what goes on with a move what the
 * change set before it wrote. Where additional tags alone are taken away, nothing is looked at.
 *
 * @returns addresses
 */
export async function cameUp(
  { changes }: ChangeSet,
  { deploymentMode }: ChangeSetStep,
  context: ChangeSetContext,
  ports: ApplyPorts,
): Promise<readonly Address[]> {
  const { integration, resources, entries, standIns, seen, settings } = context;
  const isWritten = (key: string): boolean => {
    if (deploymentMode === 'REVERT_DRIFT') return true;
    const standIn = standIns.get(key);
    const entry = entries.get(key);
    if (standIn !== undefined) return writesMoreThanExtraTags(standIn, settings);
    return entry !== undefined && !hasExtraTagsAlone(entry);
  };
  const touched = changes.flatMap(({ action, logicalId }) => {
    const address = resources.get(logicalId)?.address;
    if (address === undefined || action === 'Add') return [];
    const key = addressKey(address);
    const isLookedAt = action === 'Remove' ? entries.get(key)?.action === 'delete' : isWritten(key);
    return isLookedAt ? [address] : [];
  });
  if (touched.length === 0) return [];
  const { plan, input } = await ports.readState([integration], () => touched, { resources: true });
  const now = new Map(
    plan.integrations.flatMap((one) => one.entries.map((entry) => [addressKey(entry.address), entry])),
  );
  const live = new Map(
    input.live.found.map(({ resource }) => [addressKey(addressOfResource(resource)), resource]),
  );
  const textOf = (entry: PlanEntry | undefined): string => digestOfEntry(entry, settings);
  return touched.filter((address) => {
    const key = addressKey(address);
    const standIn = standIns.get(key);
    return standIn === undefined
      ? textOf(now.get(key)) !== textOf(entries.get(key))
      : isEdited(standIn, live.get(key), seen.get(key), settings);
  });
}

/** They are taken away in whatever form they have. */
function hasExtraTagsAlone({ kind, cause, changes }: PlanEntry): boolean {
  if (cause !== 'drift') return false;
  const { fields } = kindSpec(kind);
  const isTags = (name: string): boolean =>
    fields.some(({ property, shape }) => property === name && shape === 'tags');
  return changes
    .filter(({ held }) => held === undefined)
    .every(({ field, after }) => isTags(field) && after === undefined);
}
