import { isJsonArray, type Json, type JsonObject } from '../model/json.ts';
import type { FieldChange } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { membersOf } from '../kinds/shape.ts';
import { propertiesOf } from './block-members.ts';

/** No resource of IAM has more tags (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const MOST_TAGS = 50;

/** Properties whose tags are too many get back those that IAM lost when the additional ones are gone. */
export function withinTagLimit(properties: JsonObject, missing: readonly FieldChange[]): JsonObject {
  const tags = tagsIn(properties);
  if (tags.length <= MOST_TAGS) return properties;
  const lost = new Set(missing.filter(({ field }) => field === 'Tags').map(({ member }) => member));
  return { ...properties, Tags: tags.filter((tag) => !lost.has(keyOf(tag))) };
}

/** A block without the tags that it would add; undefined when there is room for them beside those that are live. */
export function withoutTagsToAdd(block: JsonObject, live: Resource | undefined): JsonObject | undefined {
  const properties = propertiesOf(block);
  const tags = tagsIn(properties);
  const there = new Set(tagsIn(live?.properties ?? {}).map(keyOf));
  const added = tags.filter((tag) => !there.has(keyOf(tag)));
  if (added.length === 0 || there.size + added.length <= MOST_TAGS) return undefined;
  return { ...block, Properties: { ...properties, Tags: tags.filter((tag) => !added.includes(tag)) } };
}

function tagsIn(properties: JsonObject): readonly Json[] {
  const { Tags: tags } = properties;
  return tags !== undefined && isJsonArray(tags) ? tags : [];
}

function keyOf(tag: Json): string | undefined {
  return membersOf('tags', [tag])[0]?.key;
}
