import type { AppliedStack } from '../model/applied.ts';
import { addressKey } from '../model/address.ts';
import { isJsonObject } from '../model/json.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { compareFields, type FieldComparison } from '../plan/compare-fields.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { resourceOf } from '../cloudformation/applied.ts';
import type { IntegrationState } from './integration-state.ts';
import type { Step } from './step.ts';

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

/** Whether the end of a repair does more than take additional tags away: those go in whatever form they have. */
export function writesMoreThanExtraTags(repair: UnderRepair, context: PolicyContext): boolean {
  return writtenBy(repair, undefined, context).some(
    ({ spec, desired }) => spec.shape !== 'tags' || desired.text !== undefined,
  );
}

/**
 * What the next change set of the same move writes, by address key: from what the one before it has put there. It is an
 * edit, as in a repair, where something else is there.
 */
export function writtenNext(
  startsFrom: AppliedStack | undefined,
  next: Step,
): ReadonlyMap<string, UnderRepair> {
  if (startsFrom === undefined || next.step !== 'change-set') return new Map();
  const blocks = next.template['Resources'];
  return new Map(
    startsFrom.resources.flatMap(({ logicalId, block, resource, standIn }) => {
      const before = standIn ?? { block, resource };
      const after = isJsonObject(blocks) ? resourceOf(blocks[logicalId]) : undefined;
      return after === undefined
        ? []
        : [[addressKey(addressOfResource(resource)), { standIn: before.resource, becomes: after }] as const];
    }),
  );
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
