import type { JsonObject } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import type { PlanEntry } from '../model/plan.ts';
import { propertiesOf } from './block-members.ts';

/** The one text that a block says to be empty, so that unsetting it is a change. */
const NAME = 'Description';

/**
 * The block without a Description that is empty and has nothing to unset. IAM gives none of a role that has none, and a
 * drift-aware change set would write the "" of a template again, to a role that the plan leaves alone
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html).
 */
export function withoutEmptyDescription(
  block: JsonObject,
  { entry, live, applied }: { entry?: PlanEntry; live: LiveResource | undefined; applied?: JsonObject },
): JsonObject {
  const { [NAME]: description, ...others } = propertiesOf(block);
  if (description !== '' || (entry !== undefined && unsets(entry))) return block;
  const isSaid = applied !== undefined && propertiesOf(applied)[NAME] !== undefined;
  return isSaid && mayHaveOne(live) ? block : { ...block, Properties: others };
}

/** A block as it was applied, with the Description that drift has set: what is not declared is not reverted. */
export function withDescriptionToUnset(entry: PlanEntry, block: JsonObject): JsonObject {
  const properties = propertiesOf(block);
  if (properties[NAME] !== undefined || !unsets(entry)) return block;
  return { ...block, Properties: { ...properties, [NAME]: '' } };
}

function unsets({ changes }: PlanEntry): boolean {
  return changes.some(
    ({ field, before, after, held }) =>
      field === NAME && held === undefined && before !== undefined && (after === undefined || after === ''),
  );
}

function mayHaveOne(live: LiveResource | undefined): boolean {
  const value = live?.resource.properties[NAME];
  return live?.uncheckedProperties.includes(NAME) === true || (value !== undefined && value !== '');
}
