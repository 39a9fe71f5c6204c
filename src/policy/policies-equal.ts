import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { canonicalPolicyKey } from './canonical.ts';
import type { PolicyContext, PolicyType } from './policy-type.ts';

/**
 * Whether two policies of a type grant and deny the same. The same JSON is a short cut; a document without certain
 * meaning is equal to nothing else.
 */
export function policiesEqual(one: Json, other: Json, type: PolicyType, context: PolicyContext): boolean {
  return (
    isSameJson(one, other, DEEPEST) ||
    canonicalPolicyKey(one, type, context) === canonicalPolicyKey(other, type, context)
  );
}

// No policy is deeper; what is, is not the same JSON by this road, whatever it says.
const DEEPEST = 32;

function isSameJson(one: Json | undefined, other: Json | undefined, depth: number): boolean {
  if (one === other) return true;
  if (depth === 0) return false;
  if (isJsonArray(one)) {
    if (!isJsonArray(other) || one.length !== other.length) return false;
    return one.every((member, index) => isSameJson(member, other[index], depth - 1));
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isSameJson(one[key], other[key], depth - 1));
}
