import type { Location } from '../model/diagnostic.ts';
import { type Json, type JsonObject } from '../model/json.ts';

/** A value of a YAML file together with the place where it stands. */
export type SourceNode = SourceScalar | SourceList | SourceMap;

export interface SourceScalar {
  readonly type: 'scalar';
  readonly value: null | boolean | number | string;
  /** As it is written, without quotes: `012345678901` where the value is the number 12345678901. */
  readonly source: string;
  readonly location: Location;
}

export interface SourceList {
  readonly type: 'list';
  readonly items: readonly SourceNode[];
  readonly location: Location;
}

export interface SourceMap {
  readonly type: 'map';
  readonly entries: readonly SourceEntry[];
  readonly location: Location;
}

export interface SourceEntry {
  readonly key: string;
  readonly keyLocation: Location;
  readonly value: SourceNode;
}

export type SourcePath = readonly PropertyKey[];

export function toJson(node: SourceMap): JsonObject;
export function toJson(node: SourceNode): Json;
export function toJson(node: SourceNode): Json {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'list') return node.items.map((item) => toJson(item));
  return Object.fromEntries(node.entries.map((entry) => [entry.key, toJson(entry.value)]));
}

/** A list or map with what stands in it replaced; where nothing of it changes, itself. */
export function mapWithin(
  node: SourceList | SourceMap,
  change: (node: SourceNode) => SourceNode,
): SourceList | SourceMap {
  if (node.type === 'list') {
    const items = node.items.map(change);
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
  }
  const entries = node.entries.map((entry) => {
    const value = change(entry.value);
    return value === entry.value ? entry : { ...entry, value };
  });
  return entries.every((entry, index) => entry === node.entries[index]) ? node : { ...node, entries };
}

/** The entry of a map under a key; undefined when the node is no map or has no such key. */
export function entryOf(node: SourceNode | undefined, key: string): SourceEntry | undefined {
  if (node?.type !== 'map') return undefined;
  const { entries } = node;
  return entries.length > FEW ? indexOf(entries).get(key) : entries.find((entry) => entry.key === key);
}

/** So many are gone through faster than they are indexed. */
const FEW = 32;

/** Of maps with thousands of keys, each of which is asked for. */
const INDEXES = new WeakMap<SourceMap['entries'], ReadonlyMap<string, SourceEntry>>();

function indexOf(entries: SourceMap['entries']): ReadonlyMap<string, SourceEntry> {
  // The first of two with the same key is the one that counts.
  const index = INDEXES.get(entries) ?? new Map([...entries].reverse().map((entry) => [entry.key, entry]));
  INDEXES.set(entries, index);
  return index;
}

export function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.type === 'list' ? node.items : [];
}

/** The text that stands under a key, if it is text. */
export function textOf(node: SourceNode | undefined, key: string): string | undefined {
  const value = entryOf(node, key)?.value;
  return value?.type === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

/** The node at a path; undefined when there is none. */
export function nodeAt(root: SourceNode, path: SourcePath): SourceNode | undefined {
  let node: SourceNode | undefined = root;
  for (const step of path) {
    node = typeof step === 'number' ? itemsOf(node)[step] : entryOf(node, String(step))?.value;
  }
  return node;
}

/**
 * The place to point at for a path: a scalar itself, the key of a map or list; where the path leads nowhere, the
 * nearest place on the way.
 */
export function placeAt(root: SourceNode, path: SourcePath): Location {
  let node: SourceNode = root;
  let place = root.location;
  for (const step of path) {
    const entry = typeof step === 'number' ? undefined : entryOf(node, String(step));
    const next = typeof step === 'number' ? itemsOf(node)[step] : entry?.value;
    if (next === undefined) return place;
    place = entry === undefined || next.type === 'scalar' ? next.location : entry.keyLocation;
    node = next;
  }
  return place;
}

/** The place of the key that a path ends with, or as `placeAt`. */
export function keyPlaceAt(root: SourceNode, path: SourcePath): Location {
  const parent = nodeAt(root, path.slice(0, -1));
  return entryOf(parent, String(path.at(-1)))?.keyLocation ?? placeAt(root, path);
}

/** Where each key of a map stands; nothing of what is no map. */
export function keyPlacesIn(node: SourceNode | undefined): ReadonlyMap<string, Location> {
  return new Map(node?.type === 'map' ? node.entries.map(({ key, keyLocation }) => [key, keyLocation]) : []);
}

/** Every scalar below a node, in the order of the file; keys, too, as scalars of their own. */
export function scalarsOf(node: SourceNode): readonly SourceScalar[] {
  const found: SourceScalar[] = [];
  collectScalars(node, found);
  return found;
}

function collectScalars(node: SourceNode, found: SourceScalar[]): void {
  if (node.type === 'scalar') {
    found.push(node);
    return;
  }
  if (node.type === 'list') {
    for (const item of node.items) collectScalars(item, found);
    return;
  }
  for (const { key, keyLocation, value } of node.entries) {
    found.push({ type: 'scalar', value: key, source: key, location: keyLocation });
    collectScalars(value, found);
  }
}
