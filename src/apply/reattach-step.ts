import type { Json } from '../model/json.ts';
import type { Kind } from '../model/address.ts';
import type { FieldChange } from '../model/plan.ts';
import { kindSpec } from '../kinds/registry.ts';
import { memberKey, type Shape } from '../kinds/shape.ts';
import type { ExpectedChange } from '../cloudformation/gate.ts';
import { blocksOf, fatesOf, type BlockAction } from './block-actions.ts';
import { withoutMembers, type MembersByField } from './block-members.ts';
import { repairStrategies } from './repair-strategy.ts';
import { isDrifted } from './repair-steps.ts';
import { templateOf, type IntegrationState } from './integration-state.ts';
import type { ChangeSetStep } from './step.ts';

/** A template cannot attach what it already says to be attached. */
function isReattached(kind: Kind, property: string): boolean {
  const field = kindSpec(kind).fields.find((one) => one.property === property);
  return field !== undefined && repairStrategies(field).missing === 'reattach';
}

/**
 * The last road of repair, for attachments and memberships that an edit in the account removes: they leave the
 * template, and `finishSteps` puts them back, so that CloudFormation attaches them. It may fail where taking away what
 * is gone is an error; its rollback then attaches them.
 */
export function reattachStep(sides: IntegrationState): ChangeSetStep | undefined {
  const fates = fatesOf(sides);
  const transient: Record<string, Json> = {};
  const changes: ExpectedChange[] = [];
  const blocks = blocksOf(fates, (fate) => {
    const lacking = lackingOf(fate);
    const { kind } = fate.entry;
    // Changes of the YAML follow afterwards: this set has nothing to do with them.
    const applied = sides.appliedAt(fate.entry)?.block;
    if (lacking.length === 0 || applied === undefined) return applied;
    transient[fate.logicalId] = applied;
    changes.push({ logicalId: fate.logicalId, address: fate.entry.address, action: 'Modify' });
    return withoutMembers(kind, applied, keysByField(kind, lacking));
  });
  if (changes.length === 0) return undefined;
  return {
    step: 'change-set',
    type: 'UPDATE',
    purpose: 'repair what was detached',
    template: templateOf(sides, blocks, transient),
    expectation: { changes },
  };
}

function lackingOf({ entry }: BlockAction): readonly FieldChange[] {
  if (!isDrifted(entry) || entry.drift !== 'modified') return [];
  return entry.changes.filter(
    (change) =>
      change.cause === 'drift' &&
      change.held === undefined &&
      change.after !== undefined &&
      isReattached(entry.kind, change.field),
  );
}

function keysByField(kind: Kind, lacking: readonly FieldChange[]): MembersByField {
  const keysOf = (property: string, shape: Shape): ReadonlySet<string> =>
    new Set(lacking.filter(({ field }) => field === property).map(({ member }) => memberKey(shape, member)));
  return new Map(
    kindSpec(kind).fields.map(({ property, shape }) => [property, keysOf(property, shape)] as const),
  );
}
