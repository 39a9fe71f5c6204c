import { entryOf } from '../desired/source-tree.ts';
import { iamResource } from '../model/arn.ts';
import { arnTail, type Converted } from './converted.ts';
import { evaluate } from './evaluate.ts';
import { aside, wrong, type Pass, type Refusal } from './pass.ts';
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

type Holders = readonly (readonly [property: string, list: string])[];

/** The properties by which a policy names what it is attached to. */
export const HOLDERS: Holders = [
  ['Roles', 'roles'],
  ['Users', 'users'],
  ['Groups', 'groups'],
];

/** Policies of a role, user or group that CloudFormation has as resources of their own, and their list of holders. */
export const FOLDED: ReadonlyMap<string, Holders> = new Map([
  ['AWS::IAM::Policy', HOLDERS],
  ['AWS::IAM::RolePolicy', [['RoleName', 'roles']]],
  ['AWS::IAM::UserPolicy', [['UserName', 'users']]],
  ['AWS::IAM::GroupPolicy', [['GroupName', 'groups']]],
]);

/** An inline policy into each role, user and group of the template that it names. */
export function fold(
  pass: Pass,
  resource: TemplateResource,
  all: readonly Converted[],
  notes: Refusal[],
): readonly Converted[] {
  const named = (FOLDED.get(resource.type) ?? []).flatMap(([property]) => {
    const node = entryOf(resource.properties, property)?.value;
    return node === undefined ? [] : textsIn(evaluate(aside(pass), node)).map(plain);
  });
  const machinery = all.filter((one) => one.isPlumbing && !pass.serviceRoles).map(({ name }) => plain(name));
  const isOfMachinery = named.length > 0 && named.every((one) => machinery.includes(one));
  const properties = evaluate(isOfMachinery ? aside(pass) : pass, resource.properties);
  if (isOfMachinery) return all;
  const name = properties.type === 'map' ? valueAt(properties, 'PolicyName') : undefined;
  const document = properties.type === 'map' ? valueAt(properties, 'PolicyDocument') : undefined;
  if (properties.type !== 'map' || name === undefined || document === undefined) {
    wrong(
      pass,
      resource.location,
      `${resource.id} has no PolicyName or no PolicyDocument`,
      'correct the template',
    );
    return all;
  }
  const location = resource.location;
  const policy: MapValue = {
    type: 'map',
    entries: [
      { key: 'PolicyName', keyLocation: location, value: name },
      { key: 'PolicyDocument', keyLocation: location, value: document },
    ],
    location,
  };
  let result = all;
  for (const [property, list] of FOLDED.get(resource.type) ?? []) {
    for (const holder of textsIn(valueAt(properties, property))) {
      const target = result.find(
        (one) => one.spec.list === list && plain(one.name).toLowerCase() === plain(holder).toLowerCase(),
      );
      const reason =
        target === undefined
          ? `${resource.id} is a policy of ${plain(holder)}, which this file does not have`
          : `${resource.id} becomes an inline policy of ${plain(holder)}`;
      notes.push({
        location,
        reason,
        remedy:
          target === undefined
            ? 'write it under Policies of that resource, in its file'
            : 'nothing: IAM keeps it so as well',
      });
      result = result.map((one) =>
        one === target ? { ...one, properties: withItem(one.properties, 'Policies', policy) } : one,
      );
    }
  }
  return result;
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
    HOLDERS.some(([property]) => valueAt(properties, property) !== undefined && isPolicy(properties)),
  )) {
    for (const [property, list] of HOLDERS) {
      for (const holder of textsIn(valueAt(policy.properties, property))) {
        const target = result.find(
          (one) => one.spec.list === list && plain(one.name).toLowerCase() === plain(holder).toLowerCase(),
        );
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
              HOLDERS.map(([property]) => property),
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
