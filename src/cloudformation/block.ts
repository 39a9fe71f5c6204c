import type { DeletionPolicy } from '../model/applied.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { addressKey, addressOf } from '../model/address.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { arnOf, type ArnContext } from '../kinds/arn.ts';
import type { FieldSpec } from '../kinds/kind.ts';
import { kindSpec } from '../kinds/registry.ts';
import { logicalIdOf } from './logical-id.ts';

/**
 * The template block of a resource. Literal values only, because intrinsic functions cause phantom drift; full lists
 * always, because CloudFormation sees drift only in what is declared; every field that can be changed in place is
 * explicit, because an omitted one is left as it is (UpdateRole keeps MaxSessionDuration when it is not given).
 *
 * @param siblings the resources of the same template, for the order of creation
 */
export function blockOf(resource: Resource, siblings: readonly Resource[], context: ArnContext): JsonObject {
  const spec = kindSpec(resource.kind);
  const properties: Record<string, Json> = {
    [spec.nameProperty]: `${spec.namePrefix ?? ''}${resource.name}`,
  };
  for (const field of spec.fields) {
    const value = resource.properties[field.property] ?? emptyValue(field);
    if (value !== undefined) {
      properties[field.property] = field.shape === 'trust-policy' ? withNamedEveryone(value) : value;
    }
  }
  const dependsOn = dependenciesOf(resource, siblings, context);
  return {
    Type: spec.cloudFormationType,
    // Kept when the stack goes, gone only when the creation itself is rolled back.
    DeletionPolicy: 'RetainExceptOnCreate' satisfies DeletionPolicy,
    UpdateReplacePolicy: 'Retain',
    ...(dependsOn.length === 0 ? {} : { DependsOn: dependsOn }),
    Properties: properties,
  };
}

/**
 * Everybody is `{"AWS": "*"}` in a trust policy: IAM was seen to refuse the bare star when CloudFormation sends it, and
 * both mean the same (https://github.com/aws/aws-cdk/issues/5732).
 */
function withNamedEveryone(trust: Json): Json {
  if (!isJsonObject(trust) || trust['Statement'] === undefined) return trust;
  const named = (statement: Json): Json =>
    isJsonObject(statement) && statement['Principal'] === '*'
      ? { ...statement, Principal: { AWS: '*' } }
      : statement;
  const statements = trust['Statement'];
  return { ...trust, Statement: isJsonArray(statements) ? statements.map(named) : named(statements) };
}

/** What to write for a field that is not set, so that unsetting it is a change that CloudFormation carries out. */
function emptyValue(field: FieldSpec): Json | undefined {
  const clearable = field.shape === 'text' && field.property === 'Description' && field.createOnly !== true;
  return clearable ? '' : undefined;
}

/**
 * Logical ids of the siblings whose ARN or name stands in the resource: CloudFormation sees no order in literals. Roles
 * that trust each other have no order, and CloudFormation refuses a circle.
 */
function dependenciesOf(
  resource: Resource,
  siblings: readonly Resource[],
  context: ArnContext,
): readonly string[] {
  return namedIn(resource, siblings, context)
    .filter((sibling) => !reaches(sibling, resource, siblings, context))
    .map(logicalIdOf)
    .sort();
}

/** The siblings that a resource names by ARN or by name, itself among them when it does. */
export function namedIn(
  resource: Resource,
  siblings: readonly Resource[],
  context: ArnContext,
): readonly Resource[] {
  const words = wordsNaming(resource);
  return siblings.filter((sibling) => namesOf(sibling, context).some((name) => words.has(name)));
}

/** Every text in a resource that can name another one. */
export function wordsNaming(resource: Resource): ReadonlySet<string> {
  return new Set(textsIn(referencesOf(resource)));
}

/** The texts that name a resource in others. */
export function namesOf(resource: Resource, context: ArnContext): readonly string[] {
  return [arnOf(resource, context), addressKey(addressOfResource(resource))];
}

/**
 * Whether a resource is another one, or names it, directly or by way of others. Two that reach each other are roles that
 * trust each other: nothing else can name in a circle.
 */
export function reaches(
  from: Resource,
  goal: Resource,
  siblings: readonly Resource[],
  context: ArnContext,
  seen: Set<string> = new Set(),
): boolean {
  const id = logicalIdOf(from);
  if (id === logicalIdOf(goal)) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return namedIn(from, siblings, context).some((next) => reaches(next, goal, siblings, context, seen));
}

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
