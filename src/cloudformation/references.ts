import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { addressKey, addressOf, kindFacts } from '../model/address.ts';
import { formatArn, parseArn } from '../model/arn.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { arnOf, type ArnContext } from '../kinds/arn.ts';
import { KIND_SPECS, kindSpec } from '../kinds/registry.ts';
import { logicalIdOf } from './logical-id.ts';

/** The references between the resources of one template. */
export interface References {
  /** The siblings that a resource names by ARN or by name, itself among them when it does. */
  readonly namedIn: (resource: Resource) => readonly Resource[];
  /**
   * Logical ids of the siblings that name a resource, directly or by way of others, and its own. Two that reach each
   * other are roles that trust each other: nothing else can name in a circle.
   */
  readonly reaching: (resource: Resource) => ReadonlySet<string>;
}

/** A template has up to 500 resources, and each may name a hundred others: so all is asked of an index. */
const REFERENCES = new WeakMap<readonly Resource[], Map<string, References>>();

/** The references between these, found once for the same list. */
export function referencesAmong(siblings: readonly Resource[], context: ArnContext): References {
  const made = REFERENCES.get(siblings) ?? new Map<string, References>();
  REFERENCES.set(siblings, made);
  const key = `${context.partition}:${context.account}`;
  const references = made.get(key) ?? indexed(siblings, context);
  made.set(key, references);
  return references;
}

function indexed(siblings: readonly Resource[], context: ArnContext): References {
  const byText = new Map<string, Resource[]>();
  for (const sibling of siblings)
    for (const text of namesOf(sibling, context)) byText.set(text, [...(byText.get(text) ?? []), sibling]);
  const namedIn = (resource: Resource): readonly Resource[] => [
    ...new Set([...wordsNaming(resource)].flatMap((word) => byText.get(nameKey(word)) ?? [])),
  ];
  const namedBy = new Map<string, string[]>();
  for (const sibling of siblings) {
    const id = logicalIdOf(sibling);
    for (const named of namedIn(sibling).map(logicalIdOf))
      namedBy.set(named, [...(namedBy.get(named) ?? []), id]);
  }
  const found = new Map<string, ReadonlySet<string>>();
  const reaching = (resource: Resource): ReadonlySet<string> => {
    const id = logicalIdOf(resource);
    const ids = found.get(id) ?? closureOf(id, namedBy);
    found.set(id, ids);
    return ids;
  };
  return { namedIn, reaching };
}

/** What can be reached, the start among it. */
function closureOf(start: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set([start]);
  // A set tells what is added while it is gone through.
  for (const id of seen) for (const other of next.get(id) ?? []) seen.add(other);
  return seen;
}

/** Every text in a resource that can name another one. */
export function wordsNaming(resource: Resource): ReadonlySet<string> {
  return new Set(textsIn(referencesOf(resource)));
}

/** The keys of the texts that name a resource in others. */
export function namesOf(resource: Resource, context: ArnContext): readonly string[] {
  return [nameKey(arnOf(resource, context)), addressKey(addressOfResource(resource))];
}

/**
 * What two texts share that name the same resource: names of IAM are not told apart by case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names); paths are.
 */
export function nameKey(word: string): string {
  const arn = parseArn(word);
  if (arn?.service !== 'iam' || !CASELESS.has(arn.resource.slice(0, arn.resource.indexOf('/')))) return word;
  const end = arn.resource.lastIndexOf('/') + 1;
  return formatArn({ ...arn, resource: arn.resource.slice(0, end) + arn.resource.slice(end).toLowerCase() });
}

const CASELESS = new Set(
  KIND_SPECS.filter(({ kind }) => kindFacts(kind).names !== 'exact').map(({ arnType }) => arnType),
);

/** The values that name other resources: by ARN, or by name where the property takes names. */
function referencesOf({ kind, properties }: Resource): Json {
  const named = kindSpec(kind).fields.flatMap(({ property, names }) =>
    names === undefined
      ? []
      : textsIn(properties[property] ?? []).map((name) => addressKey(addressOf(names.kind, name))),
  );
  return [
    properties['ManagedPolicyArns'] ?? [],
    properties['PermissionsBoundary'] ?? [],
    named,
    principalsIn(properties['AssumeRolePolicyDocument'] ?? null),
  ];
}

function principalsIn(trust: Json): Json {
  if (!isJsonObject(trust)) return [];
  const statements = trust['Statement'] ?? [];
  const list = isJsonArray(statements) ? statements : [statements];
  return list.map((statement) => (isJsonObject(statement) ? (statement['Principal'] ?? []) : []));
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isJsonArray(value)) return value.flatMap(textsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
