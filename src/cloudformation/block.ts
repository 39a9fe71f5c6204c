import type { DeletionPolicy } from '../model/applied.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import type { ArnContext } from '../kinds/arn.ts';
import type { FieldSpec } from '../kinds/kind.ts';
import { kindSpec } from '../kinds/registry.ts';
import { logicalIdOf } from './logical-id.ts';
import { referencesAmong } from './references.ts';

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
  const references = referencesAmong(siblings, context);
  const reaching = references.reaching(resource);
  return references
    .namedIn(resource)
    .map(logicalIdOf)
    .filter((id) => !reaching.has(id))
    .sort();
}
