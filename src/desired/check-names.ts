import { addressKey } from '../model/address.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { errorAt, show } from './diagnose.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, itemsOf, textOf, type SourceNode } from './source-tree.ts';

/** The same resource declared twice, in any case, over all files that are given; the second one is reported. */
export function checkResourceNames(resources: readonly SourceResource[]): readonly Diagnostic[] {
  const seen = new Map<string, SourceResource>();
  return resources.flatMap((resource) => {
    const key = addressKey(resource.address);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, resource);
      return [];
    }
    const place = `${first.location.file}:${first.location.line}`;
    const message =
      first.address === resource.address
        ? `${resource.address} is declared already in ${place}`
        : `${resource.address} is the same to IAM as ${first.address} in ${place}: names match in any case`;
    return [errorAt(resource.location, 'duplicate-resource', message, 'rename one, or merge the two')];
  });
}

/** Members that stand twice in one of a resource's sets: inline policies, attachments, groups. Tags: tags.ts. */
export function checkMembers(resources: readonly SourceResource[]): readonly Diagnostic[] {
  return resources.flatMap(({ spec, node }) =>
    spec.fields.flatMap(({ property, shape, memberNoun }) => {
      const items = itemsOf(entryOf(node, property)?.value);
      const members = items.map((item) =>
        memberOf(item, shape === 'inline-policies' ? 'PolicyName' : undefined),
      );
      if (memberNoun === undefined) return [];
      return repeated(members, memberNoun, shape === 'names' || shape === 'inline-policies');
    }),
  );
}

interface Member {
  readonly text: string;
  readonly location: Location;
}

function memberOf(item: SourceNode, key?: string): Member | undefined {
  const node = key === undefined ? item : entryOf(item, key)?.value;
  const text = key === undefined ? undefined : textOf(item, key);
  if (node?.type !== 'scalar' || typeof node.value !== 'string') return undefined;
  return { text: text ?? node.value, location: node.location };
}

function repeated(
  members: readonly (Member | undefined)[],
  what: string,
  anyCase = false,
): readonly Diagnostic[] {
  const seen = new Map<string, Member>();
  return members.flatMap((member) => {
    if (member === undefined) return [];
    const key = anyCase ? member.text.toLowerCase() : member.text;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, member);
      return [];
    }
    const message = `the ${what} ${show(member.text)} is here a second time; the first is on line ${first.location.line}`;
    return [errorAt(member.location, 'duplicate-member', message, 'remove one of the two')];
  });
}
