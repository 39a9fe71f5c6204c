import type { AppliedResource, DeletionPolicy } from '../model/applied.ts';
import type { JsonObject } from '../model/json.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { blockOf } from '../cloudformation/block.ts';
import type { ExpectedChange } from '../cloudformation/gate.ts';
import { logicalIdOf } from '../cloudformation/logical-id.ts';
import type { IntegrationState } from './integration-state.ts';
import { withFirstTrust, withTrustLater } from './break-trust-cycle.ts';
import { keepIgnoredAndHeld } from './keep-unmanaged.ts';
import { withoutEmptyDescription } from './unset-description.ts';

/** What becomes of one resource's block in the template. */
export type BlockAction =
  /** Stays byte for byte: an unchanged resource must not show up in a change set. */
  | {
      readonly fate: 'kept';
      readonly entry: PlanEntry;
      readonly logicalId: string;
      readonly block: JsonObject;
    }
  /** Is new, or written anew. */
  | {
      readonly fate: 'written';
      readonly entry: PlanEntry;
      readonly logicalId: string;
      readonly block: JsonObject;
      readonly change: ExpectedChange;
    }
  /** Leaves the template; with a mark when its DeletionPolicy must be turned first. */
  | {
      readonly fate: 'removed';
      readonly entry: PlanEntry;
      readonly logicalId: string;
      readonly block: JsonObject;
      readonly mark?: { readonly block: JsonObject; readonly change: ExpectedChange };
      readonly change: ExpectedChange;
    };

/**
 * The fate of every entry of an integration's plan. What is only drift is kept: its block says already what is desired,
 * and the roads of repair deal with it.
 */
export function fatesOf(sides: IntegrationState): readonly BlockAction[] {
  return sides.plan.entries.flatMap((entry): readonly BlockAction[] => {
    const resource = sides.desiredAt(entry);
    const applied = sides.appliedAt(entry);
    if (applied !== undefined && (entry.action === 'none' || entry.cause === 'drift')) {
      // What is made again needs its dependencies; while some of them were gone too, the applied block lost them.
      const isMadeAgain = entry.drift === 'missing' && entry.action !== 'none' && resource !== undefined;
      const block = isMadeAgain ? wantedBlock(entry, resource, sides) : applied.block;
      return [{ fate: 'kept', entry, logicalId: applied.logicalId, block }];
    }
    if (resource === undefined) return applied === undefined ? [] : [removedFate(entry, applied)];
    // Set aside for now: it is neither in the stack nor to be put there.
    if (applied === undefined && entry.action === 'none') return [];
    const logicalId = applied?.logicalId ?? logicalIdOf(resource);
    const block = wantedBlock(entry, resource, sides);
    const action = applied === undefined ? 'Add' : 'Modify';
    return [
      { fate: 'written', entry, logicalId, block, change: { logicalId, address: entry.address, action } },
    ];
  });
}

/**
 * The block of what is desired, but where something is ignored or held, of what was applied; and of a role that is made,
 * without the principals that cannot be there before it; of one that begins to trust a principal of the account, as it trusted before.
 */
export function wantedBlock(entry: PlanEntry, resource: Resource, sides: IntegrationState): JsonObject {
  const { integration, settings } = sides;
  const spared = { integration, ignoreTags: settings.ignoreTags };
  const applied = sides.appliedAt(entry);
  const wanted = keepIgnoredAndHeld(entry, resource, applied?.resource, spared);
  const block = withoutEmptyDescription(blockOf(wanted, sides.desired, settings), {
    entry,
    live: sides.liveAt(entry),
    ...(applied === undefined ? {} : { applied: applied.block }),
  });
  return withTrustLater(entry, withFirstTrust(entry, block, sides), sides);
}

/** Blocks by logical id; a fate without one is left out. */
export function blocksOf(
  fates: readonly BlockAction[],
  blockFor: (fate: BlockAction) => JsonObject | undefined,
): JsonObject {
  return Object.fromEntries(
    fates.flatMap((fate) => {
      const block = blockFor(fate);
      return block === undefined ? [] : [[fate.logicalId, block] as const];
    }),
  );
}

/** What the template has in the end. */
export function keptBlocks(fates: readonly BlockAction[]): JsonObject {
  return blocksOf(fates, (fate) => (fate.fate === 'removed' ? undefined : fate.block));
}

/** Resources that were read whole and are as desired: writing them again changes nothing. */
export function inSyncIds(fates: readonly BlockAction[]): ReadonlySet<string> {
  const isInSync = ({ entry }: BlockAction): boolean =>
    entry.action === 'none' &&
    entry.changes.length === 0 &&
    entry.unchecked.length === 0 &&
    entry.ignored.length === 0;
  return new Set(fates.filter(isInSync).map((fate) => fate.logicalId));
}

function removedFate(entry: PlanEntry, { logicalId, block, deletionPolicy }: AppliedResource): BlockAction {
  const { address } = entry;
  const wanted: DeletionPolicy = entry.action === 'delete' ? 'Delete' : 'Retain';
  const change: ExpectedChange = {
    logicalId,
    address,
    action: 'Remove',
    // Of a resource that is gone already, nothing can become.
    ...(entry.action === 'forget' ? {} : { policyAction: wanted }),
    ...(staysSafe(entry, deletionPolicy) ? { mayBeUnsaid: true } : {}),
  };
  const removed = { fate: 'removed', entry, logicalId, block, change } as const;
  if (!needsMark(entry, deletionPolicy)) return removed;
  const marking: ExpectedChange = {
    logicalId,
    address,
    action: 'Modify',
    scope: ['DeletionPolicy', 'Metadata'],
  };
  return { ...removed, mark: { block: markBlock(block, wanted), change: marking } };
}

/**
 * Where a change set does not say what becomes of a removed resource, the DeletionPolicy of the template decides. That of
 * a template that was read is known; of one that a mark has just turned, it is believed where the worst is that the
 * resource stays.
 */
function staysSafe(entry: PlanEntry, policy: DeletionPolicy): boolean {
  return entry.action === 'delete' || !needsMark(entry, policy);
}

function needsMark(entry: PlanEntry, policy: DeletionPolicy): boolean {
  if (entry.action === 'delete') return policy !== 'Delete';
  return entry.action === 'release' && policy === 'Delete';
}

/** The metadata goes along in case CloudFormation sees no change in a DeletionPolicy alone. */
function markBlock(block: JsonObject, policy: DeletionPolicy): JsonObject {
  return { ...block, DeletionPolicy: policy, Metadata: { rolekeeper: { removal: policy.toLowerCase() } } };
}
