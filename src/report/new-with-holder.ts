import { awsManagedName, nameInArn } from '../model/arn.ts';
import { kindFacts } from '../model/address.ts';
import type { AssessedEntry } from '../model/assessment.ts';
import type { FieldChange } from '../model/plan.ts';

/** What a new policy or group is for another resource of the plan. */
export type HoldsAs = 'attachment' | 'boundary' | 'membership';

/** A resource of the same plan that gets a new policy or group, and whose access is told with it. */
export interface NewHolder {
  readonly holder: AssessedEntry;
  readonly as: HoldsAs;
}

/**
 * Who of an integration gets a policy or group that its plan creates. What that allows is in the access of each of them, where
 * a boundary and a Deny count too: told once more of the policy it would be told twice, and for a boundary untruly.
 */
export function newHoldersOf(entry: AssessedEntry, entries: readonly AssessedEntry[]): readonly NewHolder[] {
  if (entry.action !== 'create' || entry.access !== undefined) return [];
  return entries.flatMap((holder) => {
    const isTold = holder.access !== undefined && holder.action !== 'none';
    const as = isTold ? holdsAs(holder, entry) : undefined;
    return as === undefined ? [] : [{ holder, as }];
  });
}

/** Whether a change of a resource is that it gets what the plan creates, which is said of that. */
export function isOfNew(change: FieldChange, entries: readonly AssessedEntry[]): boolean {
  return entries.some(
    (entry) =>
      entry.action === 'create' && entry.access === undefined && holdingOf(change, entry) !== undefined,
  );
}

function holdsAs({ changes }: AssessedEntry, entry: AssessedEntry): HoldsAs | undefined {
  return changes.map((change) => holdingOf(change, entry)).find((as) => as !== undefined);
}

function holdingOf(
  { field, member, after, held }: FieldChange,
  { kind, name }: AssessedEntry,
): HoldsAs | undefined {
  const { heldBy } = kindFacts(kind);
  if (after === undefined || held !== undefined || heldBy === undefined) return undefined;
  if (heldBy === 'membership') return field === 'Groups' && isName(member, name) ? 'membership' : undefined;
  if (field === 'ManagedPolicyArns') return isPolicy(member, name) ? 'attachment' : undefined;
  return field === 'PermissionsBoundary' && isPolicy(after, name) ? 'boundary' : undefined;
}

function isPolicy(arn: unknown, name: string): boolean {
  return typeof arn === 'string' && awsManagedName(arn) === undefined && isName(nameInArn(arn), name);
}

/** IAM tells names apart without regard to case. */
function isName(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
