import type { Json, JsonObject } from '../model/json.ts';
import { addressKey } from '../model/address.ts';
import type { PlanEntry } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import type { ExpectedChange } from '../cloudformation/gate.ts';
import { placeholderChanges, withOutput } from './change-steps.ts';
import { blocksOf, fatesOf, inSyncIds, wantedBlock, type BlockAction } from './block-actions.ts';
import { sameProperties } from './block-members.ts';
import { trustsInACircle } from './break-trust-cycle.ts';
import { absentTexts, isAbsent, waitsForNew, withoutAbsent, type AbsentTexts } from './absent-references.ts';
import { templateOf, type IntegrationState } from './integration-state.ts';
import { kindSpec } from '../kinds/registry.ts';
import { standIn } from './stand-in.ts';
import { withoutTagsToAdd } from './tag-limit.ts';
import type { ChangeSetStep } from './step.ts';
import { withDescriptionToUnset } from './unset-description.ts';

/**
 * The first road of repair: a drift-aware change set to the desired template, changes included. CloudFormation compares
 * with what is live, as far as it sees it
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html). It cannot leave out
 * what is held or ignored, so it is not taken where anything is; nor where an instance profile has a role that is not
 * desired, or has lost the one that is no longer desired: CloudFormation may not see it, and would find no room for the
 * other, or nothing to take away; nor where roles that trust each other are to be written in an order.
 */
export function revertStep(sides: IntegrationState): ChangeSetStep | undefined {
  const { entries } = sides.plan;
  const mustBeSpared = entries.some(
    (entry) =>
      exchangesRole(entry) ||
      entry.ignored.length > 0 ||
      entry.unchecked.length > 0 ||
      entry.changes.some((change) => change.held),
  );
  if (mustBeSpared || !entries.some(isRevertible) || trustsInACircle(sides)) return undefined;
  const fates = fatesOf(sides);
  const changes = fates.flatMap((fate): readonly ExpectedChange[] => {
    const { logicalId, entry } = fate;
    const optional = { logicalId, address: entry.address, optional: true } as const;
    if (fate.fate === 'removed') return [];
    // A Modify of what is gone would fail, and its rollback too: only a creation will do, and what refers to it needs it.
    if (entry.drift === 'missing') return [{ logicalId, address: entry.address, action: 'Add' }];
    if (fate.fate === 'written') return [fate.change];
    return isDrifted(entry) ? [{ ...optional, action: 'Modify' }] : [];
  });
  return {
    step: 'change-set',
    type: 'UPDATE',
    purpose: 'revert the drift',
    deploymentMode: 'REVERT_DRIFT',
    template: templateOf(
      sides,
      blocksOf(fates, ({ entry, block }) =>
        isDrifted(entry) ? withDescriptionToUnset(entry, block) : block,
      ),
    ),
    expectation: { changes, inSync: inSyncIds(fates) },
  };
}

/**
 * The second road: what drifted is put into the template in a form that differs from the applied one, so that
 * CloudFormation writes it; what was deleted by hand is left out. Where that leaves something that is not desired,
 * `finishSteps` takes it out again. Until then the template's metadata has what the stand-ins stand for.
 */
export function standInStep(sides: IntegrationState): ChangeSetStep | undefined {
  const { stack } = sides;
  const fates = fatesOf(sides);
  const drifted = fates.filter(
    ({ fate, entry }) => fate !== 'removed' && isDrifted(entry) && !onlyRevertReaches(entry),
  );
  if (stack === undefined || drifted.length === 0) return undefined;
  const missing = new Set(
    drifted.filter(({ entry }) => entry.drift === 'missing').map((fate) => fate.logicalId),
  );
  const absent = absentTexts(sides);
  const resources: Record<string, Json> = {};
  const transient: Record<string, Json> = {};
  const changes: ExpectedChange[] = [];
  for (const fate of fates) {
    const { logicalId, entry } = fate;
    const address = entry.address;
    if (missing.has(logicalId)) {
      transient[logicalId] = fate.block;
      changes.push({ logicalId, address, action: 'Remove' });
      continue;
    }
    const applied = sides.appliedAt(entry)?.block;
    // Creations have a road of their own, and changes of the YAML alone follow afterwards.
    if (applied === undefined) continue;
    const written = writtenBlock(fate, applied, sides, absent);
    resources[logicalId] = written?.block ?? applied;
    if (written === undefined) continue;
    if (written.transient) transient[logicalId] = written.standsFor;
    changes.push({ logicalId, address, action: 'Modify' });
  }
  if (changes.length === 0) return undefined;
  return {
    step: 'change-set',
    type: 'UPDATE',
    purpose: 'repair the drift',
    template: templateOf(sides, resources, transient),
    expectation: { changes: [...changes, ...placeholderChanges(resources, stack)] },
  };
}

/**
 * Ends a repair: every stand-in becomes what it stands for, but those that were edited, and nothing else is touched. Where an additional tag and a
 * missing one would be too many together, the one is taken away before the other is put back: which of the two a handler
 * does first is not documented.
 */
export function finishSteps(sides: IntegrationState): readonly ChangeSetStep[] {
  const end = endOfRepair(sides);
  if (end === undefined) return [];
  const { blocks, left, step } = end;
  const ended = new Set(sides.stack?.transient.filter((id) => !(id in left) && id in blocks));
  const limited = fatesOf(sides).flatMap(({ entry, logicalId, block }) => {
    const live = sides.liveAt(entry)?.resource;
    const fewer = ended.has(logicalId) ? withoutTagsToAdd(block, live) : undefined;
    return fewer === undefined ? [] : [{ logicalId, address: entry.address, fewer }];
  });
  if (limited.length === 0) return [step];
  const first = Object.fromEntries(limited.map(({ logicalId, fewer }) => [logicalId, fewer]));
  const transient = Object.fromEntries(
    limited.flatMap(({ logicalId }) => {
      const block = blocks[logicalId];
      return block === undefined ? [] : [[logicalId, block]];
    }),
  );
  return [
    {
      ...step,
      purpose: 'take away additional tags',
      template: templateOf(sides, { ...blocks, ...first }, { ...left, ...transient }),
    },
    {
      ...step,
      expectation: {
        changes: limited.map(({ logicalId, address }) => ({ logicalId, address, action: 'Modify' })),
      },
    },
  ];
}

/** The blocks after a repair, what the stand-ins that are left stand for, and the one change set that leads there. */
function endOfRepair(
  sides: IntegrationState,
): { readonly blocks: JsonObject; readonly left: JsonObject; readonly step: ChangeSetStep } | undefined {
  const { stack, editedStandIns } = sides;
  const spared = (stack?.resources ?? []).filter(({ resource }) =>
    editedStandIns?.has(addressKey(addressOfResource(resource))),
  );
  const left = Object.fromEntries(spared.map(({ logicalId, block }) => [logicalId, block]));
  if (stack === undefined || stack.transient.every((id) => id in left)) return undefined;
  const standIns = new Set(stack.transient);
  const fates = fatesOf(sides);
  const blocks: Record<string, Json> = {};
  const changes: ExpectedChange[] = [];
  for (const { entry, logicalId, block } of fates) {
    const applied = sides.appliedAt(entry);
    const change = { logicalId, address: entry.address } as const;
    // What refers to a resource that is new in the YAML is created with it: that one may need what is made again now.
    const isCreated = applied?.leftForRepair === true && waitsForNew(entry, block, sides);
    if (logicalId in left) {
      blocks[logicalId] = applied?.standIn?.block ?? block;
    } else if (!standIns.has(logicalId)) {
      if (applied !== undefined) blocks[logicalId] = applied.block;
    } else if (entry.action === 'forget' || entry.action === 'adopt' || isCreated) {
      // It is not wanted any more, or is in the account meanwhile: it is not made again.
      changes.push({ ...change, action: 'Remove', optional: true });
    } else {
      blocks[logicalId] = block;
      changes.push({ ...change, action: 'Modify', or: ['Add'] });
    }
  }
  const step: ChangeSetStep = {
    step: 'change-set',
    type: 'UPDATE',
    purpose: 'finish the repair',
    template: templateOf(sides, blocks, left),
    expectation: { changes: [...changes, ...placeholderChanges(blocks, stack)] },
  };
  // Where nothing is put back, only the metadata changes, which alone is no change set.
  const isQuiet = step.expectation.changes.every((change) => change.optional);
  return { blocks, left, step: isQuiet ? withOutput(step) : step };
}

export function isDrifted(entry: PlanEntry): boolean {
  return entry.drift !== undefined && entry.action !== 'none' && entry.action !== 'forget';
}

/**
 * Whether a drift-aware change set can do anything about it: it leaves tag keys alone that the template does not have,
 * and would write everything else that CloudFormation takes for drift
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html).
 */
function isRevertible(entry: PlanEntry): boolean {
  if (!isDrifted(entry)) return false;
  const { fields } = kindSpec(entry.kind);
  const isTags = (property: string): boolean =>
    fields.some((field) => field.property === property && field.shape === 'tags');
  const drifted = entry.changes.filter(({ cause }) => cause !== 'change');
  return drifted.length === 0 || !drifted.every(({ field, after }) => isTags(field) && after === undefined);
}

/**
 * An instance profile takes one role: where it is exchanged, CloudFormation would take the role away that it put
 * there, which is gone, and add another, for which there is no room; its rollback would fail in the same way.
 */
export function onlyRevertReaches(entry: PlanEntry): boolean {
  const takesOne = kindSpec(entry.kind).fields.some((field) => field.takesOne);
  return takesOne && isDrifted(entry) && entry.drift === 'modified';
}

function exchangesRole(entry: PlanEntry): boolean {
  const isExtra = entry.changes.some((change) => change.field === 'Roles' && change.after === undefined);
  return onlyRevertReaches(entry) && (isExtra || entry.cause === 'both');
}

interface WrittenBlock {
  readonly block: JsonObject;
  readonly transient: boolean;
  readonly standsFor: JsonObject;
}

/** The block of a resource that this step writes; undefined when it is not touched. */
function writtenBlock(
  fate: BlockAction,
  applied: JsonObject,
  sides: IntegrationState,
  absent: AbsentTexts,
): WrittenBlock | undefined {
  const { entry } = fate;
  const resource = sides.desiredAt(entry);
  if (fate.fate === 'removed' || resource === undefined) return undefined;
  if (!isDrifted(entry) || onlyRevertReaches(entry)) return undefined;
  const desired = wantedBlock(entry, resource, sides);
  // What refers to something that does not exist is repaired when it exists again.
  const changes = entry.changes.filter((change) => !isAbsent(change.field, change.after, absent));
  const made = standIn({ ...entry, changes }, desired, applied);
  const drifted = changes.filter((change) => change.cause !== 'change' && change.held === undefined);
  if (made.unrepaired.length === drifted.length) return undefined;
  const pruned = withoutAbsent(made.block, applied, absent);
  // A principal that does not exist is refused: this one is written when it exists again.
  if (pruned === undefined || sameProperties(applied, pruned)) return undefined;
  return { block: pruned, transient: made.transient || pruned !== made.block, standsFor: desired };
}
