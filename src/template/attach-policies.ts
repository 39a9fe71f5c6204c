import { iamResource } from '../model/arn.ts';
import { HOLDERS, MEMBERSHIP_TYPE, PART_TYPES } from '../kinds/part-types.ts';
import type { Kind } from '../model/address.ts';
import { arnTail, type Converted } from './converted.ts';
import { evaluate } from './evaluate.ts';
import { wrong, type Pass, type Refusal } from './pass.ts';
import type { TemplateResource } from './read-template.ts';
import {
  itemsIn,
  plain,
  textsIn,
  valueAt,
  withEntry,
  withoutEntries,
  type ListValue,
  type MapValue,
  type TextValue,
  type Value,
} from './value.ts';

/** A policy or a membership into each role, user and group of the template that it names. */
export function foldPart(
  pass: Pass,
  resource: TemplateResource,
  all: readonly Converted[],
  notes: Refusal[],
): readonly Converted[] {
  const properties = evaluate(pass, resource.properties);
  if (properties.type !== 'map') return all;
  const isMembership = resource.type === MEMBERSHIP_TYPE;
  const part = isMembership ? membershipOf(pass, resource, properties) : policyOf(pass, resource, properties);
  if (part === undefined) return all;
  const { location } = resource;
  let result = all;
  for (const { property, kind } of PART_TYPES.get(resource.type) ?? []) {
    for (const holder of textsIn(valueAt(properties, property))) {
      const target = holderIn(result, kind, holder);
      if (target === undefined) {
        notes.push({
          location,
          reason: `${resource.id} is ${part.is} of ${plain(holder)}, which this file does not have`,
          remedy: `write it under ${part.key} of that resource, in its file`,
        });
        continue;
      }
      notes.push({
        location,
        reason: `${resource.id} becomes ${part.is} of ${plain(holder)}`,
        remedy: 'nothing: it has the same effect in IAM',
      });
      result = result.map((one) =>
        one === target ? { ...one, properties: withItem(one.properties, part.key, part.item) } : one,
      );
    }
  }
  return result;
}

interface Part {
  /** What it is to its holder. */
  readonly is: string;
  /** The list of the holder that it is an item of. */
  readonly key: string;
  readonly item: Value;
}

function policyOf(pass: Pass, { id, location }: TemplateResource, properties: MapValue): Part | undefined {
  const name = valueAt(properties, 'PolicyName');
  const document = valueAt(properties, 'PolicyDocument');
  if (name === undefined || document === undefined) {
    wrong(pass, location, `${id} has no PolicyName or no PolicyDocument`, 'correct the template');
    return undefined;
  }
  const entries = [
    { key: 'PolicyName', keyLocation: location, value: name },
    { key: 'PolicyDocument', keyLocation: location, value: document },
  ];
  return { is: 'an inline policy', key: 'Policies', item: { type: 'map', entries, location } };
}

function membershipOf(
  pass: Pass,
  { id, location }: TemplateResource,
  properties: MapValue,
): Part | undefined {
  const group = valueAt(properties, 'GroupName');
  if (group === undefined) {
    wrong(pass, location, `${id} has no GroupName`, 'correct the template');
    return undefined;
  }
  return { is: 'a membership', key: 'Groups', item: group };
}

/** Names of IAM differ by more than case. */
function holderIn(all: readonly Converted[], kind: Kind, holder: TextValue): Converted | undefined {
  return all.find(
    ({ spec, name }) => spec.kind === kind && plain(name).toLowerCase() === plain(holder).toLowerCase(),
  );
}

function withItem(properties: MapValue, key: string, item: Value): MapValue {
  const there = valueAt(properties, key);
  const list: ListValue = { type: 'list', items: [...itemsIn(there), item], location: properties.location };
  return withEntry(properties, key, list);
}

/** `Roles:` of a managed policy as attachments of the roles; ARNs of policies of the file as their names. */
export function attachPolicies(all: readonly Converted[], notes: Refusal[]): readonly Converted[] {
  let result = all;
  for (const policy of all.filter(({ properties }) =>
    HOLDERS.some(({ property }) => valueAt(properties, property) !== undefined && isPolicy(properties)),
  )) {
    for (const { property, kind } of HOLDERS) {
      for (const holder of textsIn(valueAt(policy.properties, property))) {
        const target = holderIn(result, kind, holder);
        if (target === undefined)
          notes.push({
            location: holder.location,
            reason: `${plain(policy.name)} is attached to ${plain(holder)}, which this file does not have`,
            remedy: 'attach it where that one is declared',
          });
        result = result.map((one) =>
          one === target
            ? { ...one, properties: withItem(one.properties, 'ManagedPolicyArns', policy.name) }
            : one,
        );
      }
    }
    result = result.map((one) =>
      one.id === policy.id
        ? {
            ...one,
            properties: withoutEntries(
              one.properties,
              HOLDERS.map(({ property }) => property),
            ),
          }
        : one,
    );
  }
  const named = new Map(
    result.filter(({ properties }) => isPolicy(properties)).map((one) => [arnTail(one), one.name]),
  );
  return result.map((one) => ({ ...one, properties: withNames(one.properties, named) }));
}

function isPolicy(properties: MapValue): boolean {
  return valueAt(properties, 'PolicyDocument') !== undefined;
}

function withNames(properties: MapValue, named: ReadonlyMap<string, TextValue>): MapValue {
  const renamed = (value: Value): Value => {
    if (value.type === 'list') return { ...value, items: value.items.map(renamed) };
    const tail = value.type === 'text' ? iamResource(plain(value)) : undefined;
    return (tail === undefined ? undefined : named.get(tail)) ?? value;
  };
  return {
    ...properties,
    entries: properties.entries.map((entry) =>
      entry.key === 'ManagedPolicyArns' || entry.key === 'PermissionsBoundary'
        ? { ...entry, value: renamed(entry.value) }
        : entry,
    ),
  };
}
