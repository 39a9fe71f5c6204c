import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import type { Resource } from '../model/resource.ts';
import type { FieldSpec } from './kind.ts';
import { kindSpec } from './registry.ts';

/** A document that IAM gave and that is not a JSON object. */
interface Undecoded {
  /** The field that it stands in. */
  readonly property: string;
  /** `AssumeRolePolicyDocument`, or `the inline policy "read"` */
  readonly what: string;
}

export function undecodedIn({ kind, properties }: Resource): readonly Undecoded[] {
  return kindSpec(kind).fields.flatMap((field) => undecodedField(field, properties[field.property]));
}

function undecodedField({ property, shape }: FieldSpec, value: Json | undefined): readonly Undecoded[] {
  if (value === undefined || value === null) return [];
  if (shape === 'trust-policy' || shape === 'identity-policy')
    return isJsonObject(value) ? [] : [{ property, what: property }];
  if (shape !== 'inline-policies' || !isJsonArray(value)) return [];
  return value
    .filter(isJsonObject)
    .filter((policy) => !isJsonObject(policy['PolicyDocument']))
    .map((policy) => ({ property, what: `the inline policy ${JSON.stringify(policy['PolicyName'])}` }));
}

function reasonOf({ property, what }: Undecoded): string {
  return `${what === property ? 'IAM gave a text that' : what} is not a JSON object`;
}

/**
 * The same with the fields unread whose documents cannot be decoded: whether they are as declared is not known. They keep
 * the text that IAM gave, of which an inventory says that it may allow anything.
 */
export function withUndecoded(live: LiveResource): LiveResource {
  const undecoded = undecodedIn(live.resource).filter(
    ({ property }) => !live.uncheckedProperties.includes(property),
  );
  if (undecoded.length === 0) return live;
  const why = [...new Set(undecoded.map(reasonOf))].join(' and ');
  return {
    ...live,
    uncheckedProperties: [...live.uncheckedProperties, ...new Set(undecoded.map(({ property }) => property))],
    unreadBecause: live.unreadBecause === undefined ? why : `${live.unreadBecause}; ${why}`,
  };
}
