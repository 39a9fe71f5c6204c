import { addressKey, type Address, isAddress, kindOf } from '../model/address.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { acknowledgement, latestUntil } from '../model/integration.ts';
import { kindSpec } from '../kinds/registry.ts';
import { errorAt, listOf, show } from './diagnose.ts';
import type { SourceResource } from './source-resource.ts';
import {
  entryOf,
  itemsOf,
  textOf,
  type SourceMap,
  type SourceNode,
  type SourceScalar,
} from './source-tree.ts';
import { suggesting, type Suggesting } from './suggest.ts';

/** Acknowledgements, holds and exceptions that contradict the file, or say nothing about it. */
export function checkAcknowledgements(
  root: SourceMap,
  resources: readonly SourceResource[],
  suggestFew: Suggesting = suggesting(),
): readonly Diagnostic[] {
  const declared = new Map(resources.map((resource) => [addressKey(resource.address), resource]));
  const gone = [...addressesIn(root, 'delete'), ...addressesIn(root, 'release')];
  return [
    ...gone.flatMap(({ key, address, node }) => {
      const resource = declared.get(addressKey(address));
      if (resource === undefined) return [];
      const message = `${address} is listed under "${key}:", and this file still declares it on line ${resource.location.line}`;
      return [errorAt(node.location, 'contradiction', message, 'remove the declaration, or this line')];
    }),
    ...repeats(gone),
    ...repeats(addressesIn(root, 'overwrite')),
    ...addressesIn(root, 'overwrite').flatMap(({ address, node }) =>
      mustBeDeclared(address, node, { declared, suggestFew }),
    ),
    ...['hold', 'ignore', 'exceptions'].flatMap((key) =>
      itemsOf(entryOf(root, key)?.value).flatMap((item) => checkException(item, { declared, suggestFew })),
    ),
    ...repeatedRules(itemsOf(entryOf(root, 'exceptions')?.value)),
  ];
}

/** Holds that would outlast their authors. */
export function checkHoldDates(root: SourceMap, today: string | undefined): readonly Diagnostic[] {
  if (today === undefined) return [];
  const latest = latestUntil(today);
  return itemsOf(entryOf(root, 'hold')?.value).flatMap((item) => {
    const until = textOf(item, 'until');
    const place = entryOf(item, 'until')?.value.location;
    if (until === undefined || place === undefined || until <= latest) return [];
    const message = `until ${show(until)} is more than a year ahead`;
    return [errorAt(place, 'bad-value', message, `write a date up to ${latest}, and look at it again then`)];
  });
}

/** Where each acknowledgement and exception of a file stands. */
export function acknowledgedAt(root: SourceMap): Readonly<Record<string, Location>> {
  const keys = ['delete', 'release', 'overwrite'] as const;
  const holds = itemsOf(entryOf(root, 'hold')?.value).map(
    (item) => [acknowledgement('hold', textOf(item, 'drift') ?? ''), item.location] as const,
  );
  const exceptions = itemsOf(entryOf(root, 'exceptions')?.value).map((item) => {
    const subject = `${textOf(item, 'rule') ?? ''} of ${textOf(item, 'address') ?? ''}`;
    return [acknowledgement('exceptions', subject), item.location] as const;
  });
  return Object.fromEntries([
    ...keys.flatMap((key) =>
      addressesIn(root, key).map(
        ({ address, node }) => [acknowledgement(key, address), node.location] as const,
      ),
    ),
    ...exceptions,
    ...holds,
  ]);
}

interface Acknowledgement {
  readonly key: string;
  readonly address: Address;
  readonly node: SourceScalar;
}

/** The addresses under a top-level key; those that are none are reported by the schema. */
function addressesIn(root: SourceMap, key: string): readonly Acknowledgement[] {
  return itemsOf(entryOf(root, key)?.value).flatMap((node) => {
    if (node.type !== 'scalar' || typeof node.value !== 'string') return [];
    return isAddress(node.value) ? [{ key, address: node.value, node }] : [];
  });
}

function repeats(acknowledgements: readonly Acknowledgement[]): readonly Diagnostic[] {
  const seen = new Map<string, Acknowledgement>();
  return acknowledgements.flatMap((one) => {
    const first = seen.get(addressKey(one.address));
    seen.set(addressKey(one.address), one);
    if (first === undefined) return [];
    const code = first.key === one.key ? 'duplicate-member' : 'contradiction';
    const message = `${one.address} is listed under "${first.key}:" already, on line ${first.node.location.line}`;
    return [errorAt(one.node.location, code, message, 'remove one of the two')];
  });
}

/** The same rule for the same resource twice: one of the two reasons would never be read. */
function repeatedRules(items: readonly SourceNode[]): readonly Diagnostic[] {
  const seen = new Map<string, SourceNode>();
  return items.flatMap((item) => {
    const [rule, address] = [textOf(item, 'rule') ?? '', textOf(item, 'address') ?? ''];
    const key = `${rule} ${address.toLowerCase()}`;
    const first = seen.get(key);
    seen.set(key, item);
    if (first === undefined) return [];
    const message = `${rule} of ${address} is listed under "exceptions:" already, on line ${first.location.line}`;
    return [errorAt(item.location, 'duplicate-member', message, 'remove one of the two')];
  });
}

/** What the file declares, by address key. */
interface Declared {
  readonly declared: ReadonlyMap<string, SourceResource>;
  readonly suggestFew: Suggesting;
}

function checkException(item: SourceNode, file: Declared): readonly Diagnostic[] {
  const address = textOf(item, 'address');
  const node = entryOf(item, 'address')?.value;
  if (node === undefined || address === undefined || !isAddress(address)) return [];
  const fields = kindSpec(kindOf(address)).fields.map((field) => field.property);
  const field = textOf(item, 'field');
  const place = entryOf(item, 'field')?.value.location;
  const unknown = mustBeDeclared(address, node, file);
  if (field === undefined || place === undefined || fields.includes(field)) return unknown;
  const near = file.suggestFew(field, () => fields);
  const hint = near === undefined ? `its fields are ${listOf(fields)}` : `did you mean ${show(near)}?`;
  const message = `${show(field)} is not a field of a ${kindOf(address)}`;
  return [...unknown, errorAt(place, 'unknown-field', message, hint)];
}

function mustBeDeclared(
  address: Address,
  node: SourceNode,
  { declared, suggestFew }: Declared,
): readonly Diagnostic[] {
  if (declared.has(addressKey(address))) return [];
  const near = suggestFew(address, () => [...declared.values()].map((resource) => resource.address));
  const hint = near === undefined ? 'declare it, or remove this line' : `did you mean ${show(near)}?`;
  return [errorAt(node.location, 'unknown-address', `this file does not declare ${address}`, hint)];
}
