import { managedPolicyValues } from '../kinds/managed-policy/values.ts';
import { createHash } from 'node:crypto';
import { errorAt } from '../desired/diagnose.ts';
import { MANAGED_POLICY } from '../kinds/registry.ts';
import { iamResource } from '../model/arn.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { countedSize } from '../policy/document-size.ts';
import { splitPolicy } from '../policy/split-policy.ts';
import { arnTail, type Converted } from './converted.ts';
import type { Refusal } from './pass.ts';
import {
  itemsIn,
  literal,
  plain,
  plainAt,
  plainJson,
  textValue,
  valueAt,
  withEntry,
  type MapValue,
  type TextValue,
  type Value,
} from './value.ts';

/** IAM takes 128; a part of a part still has its suffix. */
const LONGEST_NAME = 120;

const DOCUMENT_LIMIT = MANAGED_POLICY.documentLimit?.most ?? 0;

/**
 * Policies over IAM's limits: inline ones move into managed policies until the rest fits, and a managed one is split
 * along its statements. What attached the long one attaches all of its parts; where one policy is needed, such as for a
 * permissions boundary, splitting is refused.
 */
export function splitLong(
  all: readonly Converted[],
  notes: Refusal[],
  wrong: Diagnostic[],
): readonly Converted[] {
  const taken = new Set(
    all.filter(({ spec }) => spec === MANAGED_POLICY).map(({ name }) => keyOf(plain(name))),
  );
  return splitManaged(
    all.flatMap((one) => moveInline(one, taken, notes)),
    taken,
    notes,
    wrong,
  );
}

/** Names of IAM differ by more than case. */
function keyOf(name: string): string {
  return name.toLowerCase();
}

/** A name that IAM takes and no other policy of the file has: what it is of decides it, and not the policies around it. */
function freeName(wanted: string, of: readonly string[], taken: Set<string>): string {
  const fits = managedPolicyValues.name.safeParse(wanted).success && wanted.length <= LONGEST_NAME;
  const hash = createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 8);
  const name =
    fits && !taken.has(keyOf(wanted)) ? wanted : `${wanted.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
  taken.add(keyOf(name));
  return name;
}

function moveInline(one: Converted, taken: Set<string>, notes: Refusal[]): readonly Converted[] {
  const policies = itemsIn(valueAt(one.properties, 'Policies')).filter((policy) => policy.type === 'map');
  const sizes = policies.map((policy) => sizeAt(policy));
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
  const made = moved.map((policy): Converted => managedOf(one, policy, taken));
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

function managedOf(holder: Converted, policy: MapValue, taken: Set<string>): Converted {
  const own = plainAt(policy, 'PolicyName') ?? 'policy';
  const name = freeName(`${plain(holder.name)}-${own}`, [holder.spec.kind, plain(holder.name), own], taken);
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

function splitManaged(
  all: readonly Converted[],
  taken: Set<string>,
  notes: Refusal[],
  wrong: Diagnostic[],
): readonly Converted[] {
  let result = all;
  for (const long of all.filter(({ properties }) => sizeAt(properties) > DOCUMENT_LIMIT)) {
    const whole = valueAt(long.properties, 'PolicyDocument') ?? long.properties;
    const document = plainJson(whole);
    const parts = isJsonObject(document) ? splitPolicy(document, DOCUMENT_LIMIT) : undefined;
    if (parts === undefined) continue;
    const { location } = long.properties;
    const asOne = all.flatMap((one) => useOfOne(one, long))[0];
    if (asOne !== undefined) {
      const message = `${plain(long.name)} has more than the ${DOCUMENT_LIMIT} characters that IAM allows, and cannot be split: ${asOne}`;
      wrong.push(errorAt(location, 'policy-size', message, 'shorten it in a copy of the template'));
      continue;
    }
    const names = parts.map(({ suffix }) => {
      const wanted = textValue(long.name.location, ...long.name.pieces, { text: `-${suffix}` });
      const name = freeName(plain(wanted), [plain(long.name), suffix], taken);
      return name === plain(wanted) ? wanted : literal(name, long.name.location);
    });
    notes.push({
      location,
      reason: `${plain(long.name)} has more than the ${DOCUMENT_LIMIT} characters that IAM allows: it is split into ${names.map(plain).join(', ')}, all of them attached`,
      remedy: 'nothing: together they allow the same',
    });
    const texts = new Map(textsWithin(whole).map((text) => [plain(text), text]));
    const made = parts.map(({ document: part }, index): Converted => ({
      ...long,
      id: `${long.id}.${index}`,
      name: names[index] ?? long.name,
      properties: withEntry(long.properties, 'PolicyDocument', valueOf(part, texts, location)),
    }));
    result = result.flatMap((one) => (one === long ? made : [attachParts(one, long.name, names)]));
  }
  return result;
}

/** Where a resource needs a policy as one: its parts have other names and ARNs. */
function useOfOne({ name, properties }: Converted, long: Converted): readonly string[] {
  if (plainAt(properties, 'PermissionsBoundary') === plain(long.name))
    return [`it is the permissions boundary of ${plain(name)}, which is one policy`];
  const others = properties.entries.filter(({ key }) => key !== 'ManagedPolicyArns');
  const isNamed = others
    .flatMap(({ value }) => textsWithin(value))
    .some((text) => iamResource(plain(text)) === arnTail(long));
  return isNamed ? [`${plain(name)} has its ARN in a document`] : [];
}

function textsWithin(value: Value): readonly TextValue[] {
  if (value.type === 'text') return [value];
  if (value.type === 'list') return value.items.flatMap(textsWithin);
  return value.type === 'map' ? value.entries.flatMap((entry) => textsWithin(entry.value)) : [];
}

/** JSON as a value, all of it at one place, in which known texts keep their parameters. */
function valueOf(json: Json, texts: ReadonlyMap<string, TextValue>, location: MapValue['location']): Value {
  if (isJsonArray(json))
    return { type: 'list', items: json.map((item) => valueOf(item, texts, location)), location };
  if (isJsonObject(json)) {
    const entries = Object.entries(json).map(([key, item]) => ({
      key,
      keyLocation: location,
      value: valueOf(item, texts, location),
    }));
    return { type: 'map', entries, location };
  }
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return texts.get(text) ?? literal(text, location);
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

/** What IAM counts of the document of a policy. */
function sizeAt(policy: MapValue): number {
  const document = valueAt(policy, 'PolicyDocument');
  return document === undefined ? 0 : countedSize(plainJson(document) ?? '');
}
