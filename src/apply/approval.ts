import { addressKey, type Address } from '../model/address.ts';
import type { FieldChange, Plan, PlanEntry } from '../model/plan.ts';
import { kindSpec } from '../kinds/registry.ts';
import { comparable, memberKey } from '../kinds/shape.ts';
import { digestOfEntry } from '../plan/digest.ts';
import type { PolicyContext } from '../policy/policy-type.ts';

/** What was approved of one integration: entries as they were shown, and not their addresses. */
export interface Approval {
  /** Whether an entry that acts was planned at first, whatever is left of it. */
  readonly has: (address: Address) => boolean;
  /** Whether an entry is the very one that was shown. */
  readonly isSame: (entry: PlanEntry) => boolean;
  /** Whether an entry is what was shown or the rest of it. Drift that came up since then is not. */
  readonly covers: (entry: PlanEntry) => boolean;
}

export function approvalOf(plan: Plan, integration: string, context: PolicyContext): Approval {
  const entries = plan.integrations.find((one) => one.integration === integration)?.entries ?? [];
  const shown = new Map(
    entries
      .filter((entry) => entry.action !== 'none')
      .map((entry) => [addressKey(entry.address), entry] as const),
  );
  const shownAt = (address: Address): PlanEntry | undefined => shown.get(addressKey(address));
  return {
    has: (address) => shownAt(address) !== undefined,
    isSame: (entry) => {
      const before = shownAt(entry.address);
      return before !== undefined && isSameEntry(entry, before, context);
    },
    covers: (entry) => {
      const before = shownAt(entry.address);
      return before !== undefined && isRestOf(entry, before, context);
    },
  };
}

function isSameEntry(entry: PlanEntry, shown: PlanEntry, context: PolicyContext): boolean {
  return digestOfEntry(entry, context) === digestOfEntry(shown, context);
}

function isRestOf(entry: PlanEntry, shown: PlanEntry, context: PolicyContext): boolean {
  if (entry.action === 'none' || entry.action === 'forget') return true;
  if (entry.action === shown.action && entry.action !== 'update') {
    return entry.action === 'create' || isSameEntry(entry, shown, context);
  }
  if (entry.action !== 'update' || !['create', 'adopt', 'update'].includes(shown.action)) return false;
  const known = new Set(shown.changes.map((change) => approvedText(entry, change, context)));
  // Where live is as applied, the difference comes from the file, which has not been edited since.
  return entry.changes.every(
    (change) =>
      change.held !== undefined ||
      change.cause === 'change' ||
      known.has(approvedText(entry, change, context)),
  );
}

function approvedText(
  { kind }: PlanEntry,
  { field, member, before, after }: FieldChange,
  context: PolicyContext,
): string {
  const shape = kindSpec(kind).fields.find((one) => one.property === field)?.shape ?? 'text';
  const side = (value: FieldChange['before']): string | null =>
    value === undefined ? null : comparable(shape, value, context);
  return JSON.stringify([field, memberKey(shape, member), side(before), side(after)]);
}
