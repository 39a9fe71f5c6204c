import { addressKey } from '../model/address.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { PlanEntry } from '../model/plan.ts';
import { arnOf } from '../kinds/arn.ts';
import { blockOf } from '../cloudformation/block.ts';
import type { ExpectedChange } from '../cloudformation/gate.ts';
import { placeholderChanges } from './change-steps.ts';
import { blocksOf, fatesOf, inSyncIds, type Fate } from './entry-fate.ts';
import { templateOf, type Sides } from './sides.ts';
import { standIn } from './stand-in.ts';
import type { ChangeSetStep } from './step.ts';

/**
 * The first road of repair: a drift-aware change set to the desired template, changes included. CloudFormation compares
 * with what is live, as far as it sees it
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html). It cannot leave out
 * what is held or ignored, so it is not taken where anything is.
 */
export function revertStep(sides: Sides): ChangeSetStep | undefined {
  const { entries } = sides.plan;
  const mustBeSpared = entries.some(
    (entry) =>
      entry.ignored.length > 0 || entry.unchecked.length > 0 || entry.changes.some((change) => change.held),
  );
  if (mustBeSpared || !entries.some(isDrifted)) return undefined;
  const fates = fatesOf(sides);
  const changes = fates.flatMap((fate): readonly ExpectedChange[] => {
    const { logicalId, entry } = fate;
    const optional = { logicalId, address: entry.address, optional: true } as const;
    if (fate.fate === 'removed') return [];
    // A Modify of what is gone would fail, and its rollback too: only a creation will do.
    if (entry.drift === 'missing') return [{ ...optional, action: 'Add' }];
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
      blocksOf(fates, (fate) => fate.block),
    ),
    expectation: { changes, inSync: inSyncIds(fates) },
  };
}

/**
 * The second road: what drifted is put into the template in a form that differs from the applied one, so that
 * CloudFormation writes it; what was deleted by hand is left out. Where that leaves something that is not desired,
 * `finishStep` takes it out again. Until then the template's metadata has what the stand-ins stand for.
 */
export function standInStep(sides: Sides): ChangeSetStep | undefined {
  const { stack } = sides;
  const fates = fatesOf(sides);
  const drifted = fates.filter(({ fate, entry }) => fate !== 'removed' && isDrifted(entry));
  if (stack === undefined || drifted.length === 0) return undefined;
  const missing = new Set(
    drifted.filter(({ entry }) => entry.drift === 'missing').map((fate) => fate.logicalId),
  );
  const gone = goneTexts(sides);
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
    const written = writtenBlock(fate, sides, gone);
    resources[logicalId] = written?.block ?? sides.appliedAt(entry)?.block ?? fate.block;
    if (written === undefined) continue;
    if (written.transient) transient[logicalId] = written.standsFor;
    changes.push({ logicalId, address, action: sides.appliedAt(entry) === undefined ? 'Add' : 'Modify' });
  }
  if (changes.length === 0) return undefined;
  return {
    step: 'change-set',
    type: 'UPDATE',
    purpose: 'repair the drift',
    template: templateOf(sides, resources, transient),
    expectation: { changes: [...changes, ...placeholderChanges(resources, stack)], inSync: inSyncIds(fates) },
  };
}

/** Ends a repair: every stand-in becomes what it stands for. */
export function finishStep(sides: Sides): ChangeSetStep | undefined {
  const { stack } = sides;
  if (stack === undefined || stack.transient.length === 0) return undefined;
  const standIns = new Set(stack.transient);
  const fates = fatesOf(sides);
  const blocks = blocksOf(fates, (fate) => fate.block);
  const changes = fates.flatMap((fate): readonly ExpectedChange[] => {
    const { logicalId, entry } = fate;
    if (standIns.has(logicalId))
      return [{ logicalId, address: entry.address, action: 'Modify', or: ['Add'] }];
    return fate.fate === 'written' ? [fate.change] : [];
  });
  return {
    step: 'change-set',
    type: 'UPDATE',
    purpose: 'finish the repair',
    template: templateOf(sides, blocks),
    expectation: { changes: [...changes, ...placeholderChanges(blocks, stack)], inSync: inSyncIds(fates) },
  };
}

export function isDrifted(entry: PlanEntry): boolean {
  return entry.drift !== undefined && entry.action !== 'none' && entry.action !== 'forget';
}

interface WrittenBlock {
  readonly block: JsonObject;
  readonly transient: boolean;
  readonly standsFor: JsonObject;
}

/** The block of a resource that this step writes; undefined when it is not touched. */
function writtenBlock(fate: Fate, sides: Sides, gone: ReadonlySet<string>): WrittenBlock | undefined {
  const resource = sides.desiredAt(fate.entry);
  if (fate.fate === 'removed' || resource === undefined) return undefined;
  const drifted = isDrifted(fate.entry);
  if (fate.fate === 'kept' && !drifted) return undefined;
  const desired = blockOf(resource, sides.desired, sides.settings);
  const made = drifted
    ? standIn(fate.entry, desired, sides.appliedAt(fate.entry)?.block)
    : { block: desired, transient: false, unrepaired: [] };
  if (drifted && fate.fate === 'kept' && made.unrepaired.length === driftedChanges(fate.entry))
    return undefined;
  const pruned = withoutTexts(made.block, gone);
  // A principal that does not exist is refused: this one is written when it exists again.
  if (pruned === undefined) return undefined;
  return { block: pruned, transient: made.transient || pruned !== made.block, standsFor: desired };
}

function driftedChanges(entry: PlanEntry): number {
  return entry.changes.filter((change) => change.cause !== 'change' && change.held === undefined).length;
}

/** ARNs and group names of the resources that were deleted by hand. */
function goneTexts(sides: Sides): ReadonlySet<string> {
  const missing = new Set(
    sides.plan.entries.filter((entry) => entry.drift === 'missing').map((entry) => addressKey(entry.address)),
  );
  return new Set(
    sides.desired
      .filter((resource) => missing.has(addressKey(`${resource.kind}/${resource.name}`)))
      .flatMap((resource) => [
        arnOf(resource, sides.settings),
        ...(resource.kind === 'group' ? [resource.name] : []),
      ]),
  );
}

/** The block without attachments and groups that do not exist; undefined when its trust policy names one. */
function withoutTexts(block: JsonObject, gone: ReadonlySet<string>): JsonObject | undefined {
  const properties = block['Properties'];
  if (gone.size === 0 || !isJsonObject(properties)) return block;
  const trust = JSON.stringify(properties['AssumeRolePolicyDocument'] ?? null);
  if ([...gone].some((text) => trust.includes(JSON.stringify(text)))) return undefined;
  const kept: Record<string, Json> = {};
  let changed = false;
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'PermissionsBoundary' && typeof value === 'string' && gone.has(value)) {
      changed = true;
      continue;
    }
    const list = name === 'ManagedPolicyArns' || name === 'Groups' ? withoutItems(value, gone) : value;
    changed ||= list !== value;
    kept[name] = list;
  }
  return changed ? { ...block, Properties: kept } : block;
}

function withoutItems(value: Json, gone: ReadonlySet<string>): Json {
  if (!isJsonArray(value)) return value;
  const kept = value.filter((item) => typeof item !== 'string' || !gone.has(item));
  return kept.length === value.length ? value : kept;
}
