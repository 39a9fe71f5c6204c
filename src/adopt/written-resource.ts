import { addressKey } from '../model/address.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject, asText } from '../model/json.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import type { FieldSpec } from '../kinds/kind.ts';
import { kindSpec } from '../kinds/registry.ts';
import { isTagAmong, policyTypeOf } from '../kinds/shape.ts';
import { spellDocument, spellText, type Spelling } from './spell.ts';

/** The order in which the files of this repository have a resource's properties. */
const ORDER = [
  'Path',
  'Description',
  'MaxSessionDuration',
  'AssumeRolePolicyDocument',
  'PermissionsBoundary',
  'ManagedPolicyArns',
  'PolicyDocument',
  'Policies',
  'Groups',
  'Roles',
  'ClientIdList',
  'ThumbprintList',
  'Tags',
];

/**
 * A live resource as a person would write it into a desired file: without what IAM presets, and without what the settings
 * say for all.
 *
 * @param siblings names of managed policies of the same file, by ARN: those are named, not pointed at
 */
export function writtenResource(
  { kind, name, properties }: Resource,
  siblings: ReadonlyMap<string, string>,
  spelling: Spelling,
): JsonObject {
  const spec = kindSpec(kind);
  const written = ORDER.flatMap((property): readonly (readonly [string, Json])[] => {
    const field = spec.fields.find((one) => one.property === property);
    const value = properties[property];
    if (field === undefined || value === undefined || isPreset(field, value)) return [];
    const text = writtenValue(field, value, siblings, spelling);
    return isEmpty(text) && field.required !== true ? [] : [[property, text]];
  });
  return Object.fromEntries([[spec.nameProperty, `${spec.namePrefix ?? ''}${name}`], ...written]);
}

function isPreset({ default: preset }: FieldSpec, value: Json): boolean {
  return value === preset;
}

function isEmpty(value: Json): boolean {
  return isJsonArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}

/** One property, in the form in which files have it. */
export function writtenValue(
  { shape }: FieldSpec,
  value: Json,
  siblings: ReadonlyMap<string, string>,
  spelling: Spelling,
): Json {
  const reference = (text: string): string => siblings.get(text) ?? spellText(text, spelling);
  switch (shape) {
    case 'number':
      return value;
    case 'text':
    case 'arn':
      return typeof value === 'string' ? reference(value) : value;
    case 'trust-policy':
    case 'identity-policy':
      return spellDocument(value, policyTypeOf(shape) ?? 'identity', spelling);
    case 'inline-policies':
      return itemsOf(value).map((policy) => ({
        PolicyName: spellText(asText(policy['PolicyName']), spelling),
        PolicyDocument: spellDocument(policy['PolicyDocument'] ?? {}, 'identity', spelling),
      }));
    case 'tags':
      return writtenTags(itemsOf(value), spelling);
    case 'arns':
    case 'texts':
    case 'names':
      return textsOf(value).map(reference);
  }
}

/** Tags that the settings give to everything are not repeated, and those that are not compared are not written. */
function writtenTags(tags: readonly JsonObject[], spelling: Spelling): Json {
  const { tags: shared, ignoreTags } = spelling.context.settings;
  const own = tags.filter((tag) => {
    const [key, value] = [asText(tag['Key']), asText(tag['Value'])];
    return !(Object.hasOwn(shared, key) && shared[key] === value) && !isTagAmong(ignoreTags, key);
  });
  const written = own.map(
    (tag) => [spellText(asText(tag['Key']), spelling), spellText(asText(tag['Value']), spelling)] as const,
  );
  // The one key that no mapping of a file may have.
  return written.some(([key]) => key === '__proto__')
    ? written.map(([Key, Value]) => ({ Key, Value }))
    : Object.fromEntries(written);
}

/** Tags of the settings that a live resource does not have: as it is, the file cannot declare it without them. */
export function missingTags(
  { kind, properties }: Resource,
  shared: Readonly<Record<string, string>>,
): readonly string[] {
  const field = kindSpec(kind).fields.find(({ shape }) => shape === 'tags');
  if (field === undefined) return [];
  const own = new Set(
    itemsOf(properties[field.property] ?? []).map((tag) => asText(tag['Key']).toLowerCase()),
  );
  return Object.keys(shared).filter((key) => !own.has(key.toLowerCase()));
}

/** The managed policies among some resources, by ARN. */
export function policiesByArn(
  resources: readonly { readonly resource: Resource; readonly arn: string }[],
): ReadonlyMap<string, string> {
  const policies = resources.filter(({ resource }) => kindSpec(resource.kind).arnType === 'policy');
  return new Map(policies.map(({ resource, arn }) => [arn, resource.name]));
}

export function keyOfResource(resource: Resource): string {
  return addressKey(addressOfResource(resource));
}

function itemsOf(value: Json): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

function textsOf(value: Json): readonly string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
