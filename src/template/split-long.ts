import { toJson } from '../desired/source-tree.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { sizeOf, splitPolicy } from '../policy/split-policy.ts';
import { MANAGED_POLICY } from '../kinds/registry.ts';
import { fromJson, type Converted } from './convert-resources.ts';
import type { Refusal } from './pass.ts';
import {
  itemsIn,
  literal,
  plain,
  toSource,
  valueAt,
  withEntry,
  type MapValue,
  type TextValue,
  type Value,
} from './value.ts';

const MOST = MANAGED_POLICY.documentLimit?.most ?? 0;

/**
 * Policies over IAM's limits: inline ones move into managed policies until the rest fits, and a managed one is split
 * along its statements. What attached the long one attaches all of its parts.
 */
export function splitLong(all: readonly Converted[], notes: Refusal[]): readonly Converted[] {
  return splitManaged(
    all.flatMap((one) => moveInline(one, notes)),
    notes,
  );
}

function moveInline(one: Converted, notes: Refusal[]): readonly Converted[] {
  const policies = itemsIn(valueAt(one.properties, 'Policies')).filter((policy) => policy.type === 'map');
  const sizes = policies.map((policy) => sizeOf(jsonOf(valueAt(policy, 'PolicyDocument'))));
  let total = sizes.reduce((sum, size) => sum + size, 0);
  const most = one.spec.inlineLimit ?? Infinity;
  const largestFirst = policies
    .map((policy, index) => ({ policy, size: sizes[index] ?? 0 }))
    .sort((a, b) => b.size - a.size);
  const moved: MapValue[] = [];
  for (const { policy, size } of largestFirst) {
    if (total <= most) break;
    moved.push(policy);
    total -= size;
  }
  if (moved.length === 0) return [one];
  const made = moved.map((policy): Converted => managedOf(one, policy));
  notes.push({
    location: one.properties.location,
    reason: `${moved.length === 1 ? 'an inline policy' : `${moved.length} inline policies`} of ${plain(one.name)} together with the others would be over the ${most} characters that IAM allows: ${made.map(({ name }) => plain(name)).join(', ')} is attached instead`,
    remedy: 'nothing: it allows the same',
  });
  const kept = policies.filter((policy) => !moved.includes(policy));
  const properties = withEntry(one.properties, 'Policies', listOf(kept, one.properties.location));
  const attached = [...itemsIn(valueAt(properties, 'ManagedPolicyArns')), ...made.map(({ name }) => name)];
  return [
    {
      ...one,
      properties: withEntry(properties, 'ManagedPolicyArns', listOf(attached, one.properties.location)),
    },
    ...made,
  ];
}

function managedOf(holder: Converted, policy: MapValue): Converted {
  const own = valueAt(policy, 'PolicyName');
  const name = `${plain(holder.name)}-${own?.type === 'text' ? plain(own) : 'policy'}`.slice(0, 100);
  const document = valueAt(policy, 'PolicyDocument') ?? policy;
  return {
    id: `${holder.id}.${name}`,
    spec: MANAGED_POLICY,
    name: literal(name, policy.location),
    properties: withEntry(
      { type: 'map', entries: [], location: policy.location },
      'PolicyDocument',
      document,
    ),
    isPlumbing: holder.isPlumbing,
  };
}

function splitManaged(all: readonly Converted[], notes: Refusal[]): readonly Converted[] {
  let result = all;
  for (const long of all.filter(
    ({ properties }) => sizeOf(jsonOf(valueAt(properties, 'PolicyDocument'))) > MOST,
  )) {
    const document = jsonOf(valueAt(long.properties, 'PolicyDocument'));
    const parts = isJsonObject(document) ? splitPolicy(document, MOST) : undefined;
    if (parts === undefined) continue;
    const names = parts.map(({ suffix }) => literal(`${plain(long.name)}-${suffix}`, long.name.location));
    notes.push({
      location: long.properties.location,
      reason: `${plain(long.name)} has more than the ${MOST} characters that IAM allows: it is split into ${names.map(plain).join(', ')}, all of them attached`,
      remedy: 'nothing: together they allow the same',
    });
    const made = parts.map(({ document: part }, index): Converted => ({
      ...long,
      id: `${long.id}.${index}`,
      name: names[index] ?? long.name,
      properties: withEntry(long.properties, 'PolicyDocument', fromJson(part, long.properties.location)),
    }));
    result = result.flatMap((one) => (one === long ? made : [attachParts(one, long.name, names)]));
  }
  return result;
}

function attachParts(one: Converted, long: TextValue, parts: readonly TextValue[]): Converted {
  const attached = itemsIn(valueAt(one.properties, 'ManagedPolicyArns'));
  const isLong = (item: Value): boolean => item.type === 'text' && plain(item) === plain(long);
  if (!attached.some(isLong)) return one;
  const items = attached.flatMap((item): readonly Value[] => (isLong(item) ? parts : [item]));
  return {
    ...one,
    properties: withEntry(one.properties, 'ManagedPolicyArns', listOf(items, one.properties.location)),
  };
}

function listOf(items: readonly Value[], location: MapValue['location']): Value {
  return items.length === 0 ? { type: 'none' } : { type: 'list', items, location };
}

function jsonOf(value: Value | undefined): JsonObject | string {
  const node = value === undefined ? undefined : toSource(value, () => undefined);
  const json = node === undefined ? {} : toJson(node);
  return isJsonObject(json) ? json : '';
}
