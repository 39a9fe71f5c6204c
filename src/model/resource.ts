import { addressOf, type Address, type Kind } from './address.ts';
import type { JsonObject } from './json.ts';

/**
 * One IAM resource: what the YAML desires, what the stack's template applied and what IAM has live are all of this type.
 *
 * `properties` carries CloudFormation's own property names and shapes, without the name property, in the normal form
 * that the resource's kind gives it: every field of the kind is present (defaults filled in) except optional scalars
 * that are not set; lists that are sets are sorted; `Tags` is a list of `{ Key, Value }`.
 */
export interface Resource {
  readonly kind: Kind;
  /** As written by its side; names match without regard to case. */
  readonly name: string;
  readonly properties: JsonObject;
}

export function addressOfResource(resource: Resource): Address {
  return addressOf(resource.kind, resource.name);
}
