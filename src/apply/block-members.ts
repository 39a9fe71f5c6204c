import type { Kind } from '../model/address.ts';
import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { kindSpec } from '../kinds/registry.ts';
import { isSet, membersOf } from '../kinds/shape.ts';

/** Keys of members by the property that they are in; of a scalar, the key is empty. */
export type MembersByField = ReadonlyMap<string, ReadonlySet<string>>;

export function propertiesOf(block: JsonObject): JsonObject {
  const properties = block['Properties'];
  return isJsonObject(properties) ? properties : {};
}

/** A block without some members of its lists and some of its values. A list that loses its last member stays, empty. */
export function withoutMembers(kind: Kind, block: JsonObject, gone: MembersByField): JsonObject {
  const properties: Record<string, Json> = { ...propertiesOf(block) };
  for (const { property, shape } of kindSpec(kind).fields) {
    const keys = gone.get(property);
    const value = properties[property];
    if (keys === undefined || keys.size === 0 || value === undefined) continue;
    if (!isSet(shape)) delete properties[property];
    else if (isJsonArray(value))
      properties[property] = value.filter((item) => !keys.has(membersOf(shape, [item])[0]?.key ?? ''));
  }
  return { ...block, Properties: properties };
}

/** A difference in DependsOn alone need not be a change. */
export function sameProperties(one: JsonObject, other: JsonObject): boolean {
  return canonicalJson(propertiesOf(one)) === canonicalJson(propertiesOf(other));
}
