import type { Json, JsonObject } from '../model/json.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { ExpectedChange } from '../cloudformation/gate.ts';
import { kindSpec } from '../kinds/registry.ts';
import { membersOf } from '../kinds/shape.ts';
import { blocksOf, fatesOf } from './block-actions.ts';
import { propertiesOf, sameProperties, withoutMembers, type MembersByField } from './block-members.ts';
import { onlyRevertReaches } from './repair-steps.ts';
import { templateOf, type IntegrationState } from './integration-state.ts';
import type { ChangeSetStep } from './step.ts';

/**
 * Takes out of the template what is gone from IAM and no longer declared, where the same resource gets something else as
 * well. Whether a handler fails when it takes away what is gone is not documented. Where it does, the rollback of one
 * change set for both would take away what was not added yet, and end in UPDATE_ROLLBACK_FAILED; the rollback of this
 * one puts back what was gone, and the next change set takes it away.
 */
export function letGoStep(sides: IntegrationState): ChangeSetStep | undefined {
  const changes: ExpectedChange[] = [];
  const blocks = blocksOf(fatesOf(sides), ({ fate, entry, logicalId, block }) => {
    const applied = sides.appliedAt(entry)?.block;
    // Creations and changes of the YAML follow afterwards: this set has nothing to do with them.
    if (fate !== 'written' || applied === undefined || onlyRevertReaches(entry)) return applied;
    const gone = goneMembers(entry, block, sides);
    if (gone.size === 0) return applied;
    const left = withoutMembers(entry.kind, applied, gone);
    if (sameProperties(left, block)) return applied;
    changes.push({ logicalId, address: entry.address, action: 'Modify' });
    return left;
  });
  if (changes.length === 0) return undefined;
  return {
    step: 'change-set',
    type: 'UPDATE',
    purpose: 'take out what is gone',
    template: templateOf(sides, blocks),
    expectation: { changes },
  };
}

/** Whether a change set takes away what is gone already: it may fail once, and its rollback puts it back. */
export function removesMissingMembers(sides: IntegrationState): boolean {
  return fatesOf(sides).some(
    ({ fate, entry, block }) => fate !== 'removed' && goneMembers(entry, block, sides).size > 0,
  );
}

/** What the stack has, and neither IAM nor the wanted block. What was not read is not known to be gone. */
function goneMembers(entry: PlanEntry, wanted: JsonObject, sides: IntegrationState): MembersByField {
  const applied = sides.appliedAt(entry)?.resource.properties;
  const live = sides.liveAt(entry);
  if (applied === undefined || live === undefined) return new Map();
  const properties = propertiesOf(wanted);
  const gone = kindSpec(entry.kind).fields.map(({ property, shape }) => {
    const keysOf = (value: Json | undefined): ReadonlySet<string> =>
      new Set(value === undefined ? [] : membersOf(shape, value).map(({ key }) => key));
    const [asked, found] = [keysOf(properties[property]), keysOf(live.resource.properties[property])];
    const isRead = !live.uncheckedProperties.includes(property);
    const keys = isRead
      ? [...keysOf(applied[property])].filter((key) => !asked.has(key) && !found.has(key))
      : [];
    return [property, new Set(keys)] as const;
  });
  return new Map(gone.filter(([, keys]) => keys.size > 0));
}
