import type { AppliedStack } from '../model/applied.ts';
import { addressKey } from '../model/address.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { compareFields, type FieldComparison } from '../plan/compare-fields.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import type { IntegrationState } from './integration-state.ts';

/** A resource whose repair is to be finished: the stand-in that the template has, and what it becomes. */
export interface UnderRepair {
  readonly standIn: Resource;
  readonly becomes: Resource;
}

/** The stand-ins of a stack, by address key. */
export function standInsOf(stack: AppliedStack | undefined): ReadonlyMap<string, UnderRepair> {
  return new Map(
    (stack?.resources ?? []).flatMap(({ resource, standIn }) =>
      standIn === undefined
        ? []
        : [
            [
              addressKey(addressOfResource(resource)),
              { standIn: standIn.resource, becomes: resource },
            ] as const,
          ],
    ),
  );
}

/**
 * Whether the end of a repair would write over an edit: something that it writes is live in another form than the
 * stand-in gave it, and than it gets.
 *
 * @param seen as it was read before the stand-in was written, and may still be told by IAM
 */
export function isEdited(
  { standIn, becomes }: UnderRepair,
  live: Resource | undefined,
  seen: Resource | undefined,
  context: PolicyContext,
): boolean {
  if (live === undefined) return false;
  const before = textsOf(seen, context);
  return writtenBy({ standIn, becomes }, live, context).some(
    (field) =>
      field.live.text !== field.applied.text &&
      field.live.text !== field.desired.text &&
      field.live.text !== before.get(keyOf(field)),
  );
}

/** An integration with what was edited while it was repaired, but for what was shown. @param isShown of an entry as it is now */
export function withEdited(
  sides: IntegrationState,
  isShown: (entry: PlanEntry) => boolean,
): IntegrationState {
  const standIns = standInsOf(sides.stack);
  const edited = sides.plan.entries.flatMap((entry) => {
    const key = addressKey(entry.address);
    const repair = standIns.get(key);
    if (repair === undefined || isShown(entry)) return [];
    return isEdited(repair, sides.liveAt(entry)?.resource, undefined, sides.settings) ? [key] : [];
  });
  return { ...sides, editedStandIns: new Set(edited) };
}

/** Whether the end of a repair writes more than tags, which grant nothing by themselves and are a request more to look at. */
export function writesMoreThanTags(repair: UnderRepair, context: PolicyContext): boolean {
  return writtenBy(repair, undefined, context).some(({ spec }) => spec.shape !== 'tags');
}

function writtenBy(
  { standIn, becomes }: UnderRepair,
  live: Resource | undefined,
  context: PolicyContext,
): readonly FieldComparison[] {
  return compareFields({ desired: becomes, applied: standIn, live }, context).filter(
    ({ desired, applied }) => desired.text !== applied.text,
  );
}

function textsOf(
  resource: Resource | undefined,
  context: PolicyContext,
): ReadonlyMap<string, string | undefined> {
  const fields = compareFields({ desired: undefined, applied: undefined, live: resource }, context);
  return new Map(fields.map((field) => [keyOf(field), field.live.text]));
}

function keyOf({ spec, key }: FieldComparison): string {
  return JSON.stringify([spec.property, key]);
}
