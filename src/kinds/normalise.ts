import type { Json, JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import type { KindSchema } from './kind.ts';
import { normaliseValue } from './shape.ts';

/**
 * The resource in normal form out of CloudFormation properties: defaults filled in, sets sorted, the name taken out.
 * Properties that the kind does not know are dropped; callers that must not lose any check before.
 */
export function normaliseResource(spec: KindSchema, properties: JsonObject): Resource {
  const name = properties[spec.nameProperty];
  const fields: [string, Json][] = [];
  for (const field of spec.fields) {
    const value = properties[field.property] ?? field.default;
    if (value === undefined || ((field.shape === 'text' || field.shape === 'arn') && value === '')) continue;
    fields.push([field.property, normaliseValue(field.shape, value)]);
  }
  return {
    kind: spec.kind,
    name: typeof name === 'string' ? nameOf(spec, name) : '',
    properties: Object.fromEntries(fields),
  };
}

/** The name in a value of the name property: a URL loses its scheme, as in ARNs. */
export function nameOf({ namePrefix = '' }: KindSchema, value: string): string {
  return value.startsWith(namePrefix) ? value.slice(namePrefix.length) : value;
}
