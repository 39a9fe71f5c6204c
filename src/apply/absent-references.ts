import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { addressKey } from '../model/address.ts';
import type { PlanEntry } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import { namedIn } from '../kinds/registry.ts';
import { arnOf } from '../kinds/arn.ts';
import type { IntegrationState } from './integration-state.ts';

/** How templates name resources that do not exist: by ARN, or by name where a property takes names. */
export type AbsentTexts = ReadonlySet<string>;

/** The names of what was deleted, and of what is still to be made. */
export function absentTexts(sides: IntegrationState): AbsentTexts {
  return textsOf(sides, (entry) => isMissing(entry) || isNew(entry, sides));
}

/**
 * Whether a new resource can be made before anything else is. What is made in the same change set can be attached to it,
 * because DependsOn sees to the order; but IAM may refuse a principal that was made just before.
 */
export function canBeFirst(entry: PlanEntry, block: JsonObject, sides: IntegrationState): boolean {
  const others = textsOf(sides, (one) => one !== entry && (isMissing(one) || isNew(one, sides)));
  const missing = textsOf(sides, isMissing);
  return !mustWait(propertiesOf(block), others) && withoutAbsent(block, undefined, missing) === block;
}

/** Whether a resource can only be made when another one exists that is still to be made for the first time. */
export function waitsForNew(entry: PlanEntry, block: JsonObject, sides: IntegrationState): boolean {
  return mustWait(
    propertiesOf(block),
    textsOf(sides, (one) => one !== entry && isNew(one, sides)),
  );
}

/**
 * The block with the references that the stack's template has to what does not exist, and with no others. CloudFormation
 * would try to take such a reference away, and some handlers may fail where it is gone already, as would their rollback.
 *
 * @returns undefined when the block cannot be without it: its trust policy or its one role does not exist
 */
export function withoutAbsent(
  block: JsonObject,
  applied: JsonObject | undefined,
  absent: AbsentTexts,
): JsonObject | undefined {
  const properties = propertiesOf(block);
  const before = propertiesOf(applied);
  if (mustWait(properties, absent)) return undefined;
  const attached = without(properties, before, 'ManagedPolicyArns', absent);
  const grouped = without(attached, before, 'Groups', absent);
  const bounded = withoutBoundary(grouped, before, absent);
  return bounded === properties ? block : { ...block, Properties: bounded };
}

/** Whether a field change is about something that does not exist. */
export function isAbsent(field: string, value: Json | undefined, absent: AbsentTexts): boolean {
  return typeof value === 'string' && absent.has(textFor(field, value));
}

function textsOf(sides: IntegrationState, isAmong: (entry: PlanEntry) => boolean): AbsentTexts {
  return new Set(
    sides.plan.entries.filter(isAmong).flatMap((entry) => {
      const resource = sides.desiredAt(entry);
      if (resource === undefined) return [];
      return [arnOf(resource, sides.settings), addressKey(addressOfResource(resource))];
    }),
  );
}

function isMissing({ drift }: PlanEntry): boolean {
  return drift === 'missing';
}

function isNew(entry: PlanEntry, sides: IntegrationState): boolean {
  return entry.action === 'create' && sides.appliedAt(entry) === undefined;
}

function mustWait(properties: JsonObject, absent: AbsentTexts): boolean {
  const trust = JSON.stringify(properties['AssumeRolePolicyDocument'] ?? null);
  if ([...absent].some((text) => trust.includes(JSON.stringify(text)))) return true;
  const roles = properties['Roles'];
  return isJsonArray(roles) && roles.some((role) => isAbsent('Roles', role, absent));
}

/** The same properties when the list has the same absent items as the applied one. */
function without(properties: JsonObject, before: JsonObject, field: string, absent: AbsentTexts): JsonObject {
  const [list, old] = [properties[field], before[field]];
  if (!isJsonArray(list)) return properties;
  const applied = isJsonArray(old) ? old : [];
  const kept = list.filter((item) => !isAbsent(field, item, absent) || applied.includes(item));
  const added = applied.filter((item) => isAbsent(field, item, absent) && !list.includes(item));
  if (kept.length === list.length && added.length === 0) return properties;
  return { ...properties, [field]: [...kept, ...added] };
}

function withoutBoundary(properties: JsonObject, before: JsonObject, absent: AbsentTexts): JsonObject {
  const { PermissionsBoundary: wanted, ...rest } = properties;
  const old = before['PermissionsBoundary'];
  const isReady = [wanted, old].every((value) => !isAbsent('PermissionsBoundary', value, absent));
  if (wanted === old || isReady) return properties;
  return old === undefined ? rest : { ...rest, PermissionsBoundary: old };
}

function textFor(field: string, value: string): string {
  const named = namedIn(field, value);
  return named === undefined ? value : addressKey(named);
}

function propertiesOf(block: JsonObject | undefined): JsonObject {
  const properties = block?.['Properties'];
  return isJsonObject(properties) ? properties : {};
}
