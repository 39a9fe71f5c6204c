import type { DeletionPolicy } from '../model/applied.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
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
  const properties: Record<string, Json> = { [spec.nameProperty]: resource.name };
  for (const field of spec.fields) {
    const value = resource.properties[field.property] ?? emptyValue(field);
    if (value !== undefined) properties[field.property] = value;
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

/** What to write for a field that is not set, so that unsetting it is a change that CloudFormation carries out. */
function emptyValue(field: FieldSpec): Json | undefined {
  const clearable = field.shape === 'text' && field.property === 'Description' && field.createOnly !== true;
  return clearable ? '' : undefined;
}

/** Logical ids of the siblings whose ARN or name stands in the resource: CloudFormation sees no order in literals. */
function dependenciesOf(
  resource: Resource,
  siblings: readonly Resource[],
  context: ArnContext,
): readonly string[] {
  const words = new Set(textsIn(referencesOf(resource)));
  return siblings
    .filter((sibling) => sibling !== resource && refersTo(words, sibling, context))
    .map(logicalIdOf)
    .sort();
}

function refersTo(words: ReadonlySet<string>, sibling: Resource, context: ArnContext): boolean {
  if (words.has(arnOf(sibling, context))) return true;
  const byName = sibling.kind === 'role' || sibling.kind === 'group';
  return byName && words.has(`${sibling.kind}/${sibling.name.toLowerCase()}`);
}

/** The values that name other resources: by ARN, or by name where the property takes names. */
function referencesOf({ properties }: Resource): Json {
  const named = (kind: string, value: Json | undefined): Json =>
    textsIn(value ?? []).map((name) => `${kind}/${name.toLowerCase()}`);
  return [
    properties['ManagedPolicyArns'] ?? [],
    properties['PermissionsBoundary'] ?? [],
    named('group', properties['Groups']),
    named('role', properties['Roles']),
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
