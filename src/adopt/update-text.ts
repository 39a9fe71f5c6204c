import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { canonicalJson, isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { yamlText } from './yaml-text.ts';

/** One property of one resource of a file, as it shall be written. */
export interface PropertyEdit {
  /** `roles` */
  readonly list: string;
  readonly nameProperty: string;
  readonly name: string;
  readonly property: string;
  /** As it is live; undefined takes the property out. */
  readonly value: Json | undefined;
}

/** What a value of the file says, and where two values that are written differently say the same. */
export interface Reading {
  /** Of a text with references, the text that it stands for. */
  readonly resolve: (text: string) => string;
  /** Whether a value of the file, resolved, and the one that shall be mean the same. */
  readonly same: (before: Json, after: Json) => boolean;
  /** How the file writes a value. */
  readonly spell: (value: Json) => Json;
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text of a desired file with some properties as they shall be. Only the lines of values that differ are touched: all
 * other lines, with their comments, stay byte for byte. Undefined where a property does not stand in the file as a value
 * that can be edited.
 */
export function updatedText(
  text: string,
  edits: readonly PropertyEdit[],
  reading: Reading,
): string | undefined {
  const document = parseDocument(text, { keepSourceTokens: true, logLevel: 'error' });
  if (document.errors.length > 0) return undefined;
  const splices: Splice[] = [];
  const work: Work = { text, reading, splices };
  for (const edit of edits) {
    const resource = resourceOf(document, edit, reading);
    if (resource === undefined) return undefined;
    const pair = pairOf(resource, edit.property);
    if (edit.value === undefined) {
      if (pair !== undefined) splices.push(removal(text, pair));
    } else if (pair === undefined) splices.push(insertion(work, resource, edit.property, edit.value));
    else if (isNode(pair.value)) difference(work, pair.value, edit.value);
    else return undefined;
  }
  return applied(text, splices);
}

function resourceOf(
  document: Document,
  { list, nameProperty, name }: PropertyEdit,
  { resolve }: Reading,
): YAMLMap | undefined {
  const members = document.get(list, true);
  if (!isSeq(members)) return undefined;
  return members.items.filter(isMap).find((one) => {
    const written = one.get(nameProperty);
    return typeof written === 'string' && resolve(written).toLowerCase() === name.toLowerCase();
  });
}

interface Work {
  readonly text: string;
  readonly reading: Reading;
  readonly splices: Splice[];
}

/** Goes down to what differs: a key of a mapping, a member of a list, a value. */
function difference(work: Work, node: Node, after: Json): void {
  const before = valueOf(node, work.reading);
  if (work.reading.same(before, after)) return;
  if (isMap(node) && isJsonObject(after) && node.flow !== true) {
    for (const pair of node.items) {
      const key = keyOf(pair, work.reading);
      if (!Object.hasOwn(after, key)) work.splices.push(removal(work.text, pair));
      else if (isNode(pair.value)) difference(work, pair.value, after[key] ?? null);
    }
    const keys = new Set(node.items.map((pair) => keyOf(pair, work.reading)));
    for (const [key, value] of Object.entries(after))
      if (!keys.has(key)) work.splices.push(insertion(work, node, key, value));
    return;
  }
  if (isSeq(node) && isJsonArray(after) && node.flow !== true && node.items.length > 0 && after.length > 0) {
    listDifference(work, node.items.filter(isNode), after);
    return;
  }
  work.splices.push(replacement(work, node, after));
}

/** Members that are the same stay where they are; one that is of the same name is edited; others go, and come at the end. */
function listDifference(work: Work, items: readonly Node[], after: readonly Json[]): void {
  const left = [...after];
  const unmatched = items.filter((item) => {
    const value = valueOf(item, work.reading);
    const index = left.findIndex((one) => work.reading.same(value, one));
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
  const gone: Node[] = [];
  for (const item of unmatched) {
    const name = nameIn(valueOf(item, work.reading));
    const index = left.findIndex((one) => isJsonObject(one) && isMap(item) && nameIn(one) === name);
    const [match] = index === -1 ? [] : left.splice(index, 1);
    if (match === undefined) gone.push(item);
    else difference(work, item, match);
  }
  const last = items.at(-1);
  // What is replaced by something else takes its place: a list must not become empty in between.
  for (const item of gone) {
    const next = left.shift();
    work.splices.push(next === undefined ? memberRemoval(work.text, item) : replacement(work, item, next));
  }
  if (last === undefined || left.length === 0) return;
  const indent = columnOf(work.text, last) - 2;
  const added = left
    .map((one) =>
      indented(`- ${indented(yamlText(work.reading.spell(one)).trimEnd(), 2).trimStart()}`, indent),
    )
    .join('\n');
  work.splices.push({
    start: endOfLines(work.text, last),
    end: endOfLines(work.text, last),
    text: `${added}\n`,
  });
}

/** By which members of a list are told apart: an inline policy's name, a tag's key, a statement's Sid. */
function nameIn(value: Json): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const name = value['PolicyName'] ?? value['Key'] ?? value['Sid'];
  return typeof name === 'string' ? name : undefined;
}

function replacement({ text, reading }: Work, node: Node, after: Json): Splice {
  const [start = 0, nodeEnd = 0] = node.range ?? [];
  const end = trimmedEnd(text, start, nodeEnd);
  const written = yamlText(reading.spell(after)).trimEnd();
  const size = isJsonArray(after) ? after.length : isJsonObject(after) ? Object.keys(after).length : 0;
  if (size === 0) return { start, end, text: written };
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start);
  // A block that begins its line, or stands beside the dash of a list, is replaced in its own column.
  if (/^\s*(- )*$/.test(before)) return { start, end, text: indented(written, before.length).trimStart() };
  // A value beside its key becomes a block below it.
  const column = /^\s*(- )*/.exec(before)?.[0].length ?? 0;
  return { start: lineStart + before.trimEnd().length, end, text: `\n${indented(written, column + 2)}` };
}

function insertion({ text, reading }: Work, map: YAMLMap, key: string, value: Json): Splice {
  const last = map.items.at(-1);
  const at = endOfLines(text, last?.value ?? last?.key);
  return {
    start: at,
    end: at,
    text: `${indented(yamlText(reading.spell({ [key]: value })).trimEnd(), columnOf(text, map.items[0]?.key))}\n`,
  };
}

function removal(text: string, pair: Pair): Splice {
  const [at = 0] = rangeOf(pair.key);
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return { start, end: endOfLines(text, pair.value ?? pair.key), text: '' };
}

function memberRemoval(text: string, item: Node): Splice {
  const start = text.lastIndexOf('\n', (rangeOf(item)[0] ?? 0) - 1) + 1;
  return { start, end: endOfLines(text, item), text: '' };
}

/** Where a node of the parser stands; a pair without a value has none. */
function rangeOf(node: unknown): readonly number[] {
  return isNode(node) ? (node.range ?? []) : [];
}

/** Behind the line in which a node ends. */
function endOfLines(text: string, node: unknown): number {
  const [start = 0, end = 0] = rangeOf(node);
  const line = text.indexOf('\n', trimmedEnd(text, start, end));
  return line === -1 ? text.length : line + 1;
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}

function columnOf(text: string, node: unknown): number {
  const [start = 0] = rangeOf(node);
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

function indented(text: string, by: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : `${' '.repeat(by)}${line}`))
    .join('\n');
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function keyOf({ key }: Pair, { resolve }: Reading): string {
  return isScalar(key) ? resolve(String(key.value)) : '';
}

function valueOf(node: unknown, reading: Reading): Json {
  if (isScalar(node))
    return typeof node.value === 'string' ? reading.resolve(node.value) : scalarJson(node.value);
  if (isSeq(node)) return node.items.map((item) => valueOf(item, reading));
  if (!isMap(node)) return null;
  return Object.fromEntries(node.items.map((pair) => [keyOf(pair, reading), valueOf(pair.value, reading)]));
}

/** What a scalar of YAML is as JSON: dates and the like do not stand in desired files. */
function scalarJson(value: unknown): Json {
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function applied(text: string, splices: readonly Splice[]): string {
  const sorted = [...splices].sort((one, other) => other.start - one.start || other.end - one.end);
  return sorted.reduce(
    (left, { start, end, text: by }) => `${left.slice(0, start)}${by}${left.slice(end)}`,
    text,
  );
}

/** Same JSON, lists in any order. */
export function sameUnordered(one: Json, other: Json): boolean {
  return canonicalJson(unordered(one)) === canonicalJson(unordered(other));
}

function unordered(value: Json): Json {
  if (isJsonArray(value)) {
    if (value.length === 1) return unordered(value[0] ?? null);
    return value.map(unordered).sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unordered(item)]));
}
