import { diff } from 'json-diff';
import { canonicalJson, isJsonArray, isJsonObject, type Json } from '../model/json.ts';

/*
 * The view of two JSON documents as lines, to see the text itself under what the report says of it.
 *
 * json-diff writes its findings into the data: a member that is gone becomes `name__deleted`, a changed value
 * `{ __old, __new }`, and it looks texts up in plain objects. So it never sees a name or a value as it is: each goes
 * in as JSON text (`"name"`, `"value"`, `5`), which ends in a quote or holds nothing that means anything to it, and
 * comes out as it went in.
 */

/** A line of the view: there in both documents, in the second alone, or in the first alone. */
export interface DocumentDiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
}

/**
 * What differs between two documents, members in the order of the documents, everything unchanged left out. Absent
 * is no document. Empty when they are the same JSON. Documents larger than any policy are shown one after the other.
 */
export function diffDocuments(
  before: Json | undefined,
  after: Json | undefined,
): readonly DocumentDiffLine[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return whole('+', after ?? null);
  if (after === undefined) return whole('-', before);
  if (!isSmall(before) || !isSmall(after)) {
    const [old, now] = [whole('-', before), whole('+', after)];
    return isShallow(before) && isShallow(after) && canonicalJson(before) === canonicalJson(after)
      ? []
      : [...old, ...now];
  }
  const found = diff(encode(before), encode(after)) as Found | undefined;
  return found === undefined ? [] : changedLines(found, '', '');
}

/** JSON whose names and values are JSON texts. */
type Encoded = string | readonly Encoded[] | { readonly [name: string]: Encoded };

function encode(value: Json): Encoded {
  if (isJsonArray(value)) return Array.from(value, encode);
  if (!isJsonObject(value)) return JSON.stringify(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [JSON.stringify(name), encode(member)]),
  );
}

/** What json-diff found: a value replaced, a map of what differs, or a list of steps from one list to the other. */
type Found = { readonly __old: Encoded; readonly __new: Encoded } | FoundMembers | readonly FoundStep[];

/** A name with what differs below it, or with `__added` or `__deleted` behind it and the member that is. */
interface FoundMembers {
  readonly [name: string]: Found | Encoded;
}

type FoundStep = readonly [' '] | readonly ['+' | '-', Encoded] | readonly ['~', Found];

function changedLines(found: Found, indent: string, label: string): readonly DocumentDiffLine[] {
  if (isSteps(found)) return listLines(found, indent, label);
  if (isReplacement(found)) {
    return [...valueLines('-', found.__old, indent, label), ...valueLines('+', found.__new, indent, label)];
  }
  const members = Object.entries(found).flatMap(([name, below]) => memberLines(name, below, `${indent}  `));
  return [same(`${indent}${label}{`), ...members, same(`${indent}}`)];
}

function isSteps(found: Found): found is readonly FoundStep[] {
  return Array.isArray(found);
}

function isReplacement(
  found: FoundMembers | Found,
): found is { readonly __old: Encoded; readonly __new: Encoded } {
  return Object.hasOwn(found, '__old') && Object.hasOwn(found, '__new');
}

function memberLines(name: string, below: Found | Encoded, indent: string): readonly DocumentDiffLine[] {
  const end = name.lastIndexOf('"') + 1;
  const label = `${name.slice(0, end)}: `;
  const mark = name.slice(end);
  if (mark === '__added') return valueLines('+', below, indent, label);
  if (mark === '__deleted') return valueLines('-', below, indent, label);
  return changedLines(below as Found, indent, label);
}

function listLines(steps: readonly FoundStep[], indent: string, label: string): readonly DocumentDiffLine[] {
  const lines: DocumentDiffLine[] = [];
  let unchanged = 0;
  for (const step of [...steps, undefined]) {
    if (step?.[0] === ' ') {
      unchanged += 1;
      continue;
    }
    if (unchanged > 0) lines.push(same(`${indent}  … ${unchanged} unchanged`));
    unchanged = 0;
    if (step?.[0] === '~') lines.push(...changedLines(step[1], `${indent}  `, ''));
    else if (step !== undefined) lines.push(...valueLines(step[0], step[1], `${indent}  `, ''));
  }
  return [same(`${indent}${label}[`), ...lines, same(`${indent}]`)];
}

function same(text: string): DocumentDiffLine {
  return { sign: ' ', text };
}

function valueLines(
  sign: '+' | '-',
  value: Encoded,
  indent: string,
  label: string,
): readonly DocumentDiffLine[] {
  return valueTexts(value, indent, label).map((text) => ({ sign, text }));
}

function valueTexts(value: Encoded, indent: string, label: string): readonly string[] {
  if (typeof value === 'string') return [`${indent}${label}${value}`];
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const members: readonly (readonly [string, Encoded])[] = Object.entries(value);
  if (members.length === 0) return [`${indent}${label}${open}${close}`];
  const below = members.flatMap(([name, member]) =>
    valueTexts(member, `${indent}  `, isList ? '' : `${name}: `),
  );
  return [`${indent}${label}${open}`, ...below, `${indent}${close}`];
}

function whole(sign: '+' | '-', document: Json): readonly DocumentDiffLine[] {
  const text = isShallow(document)
    ? JSON.stringify(document, null, 2)
    : 'a document nested too deeply to be shown';
  return text.split('\n').map((line) => ({ sign, text: line }));
}

// json-diff compares every member of a list with every other: no policy has this many values, a hostile document may.
const MOST_VALUES = 2_000;
const DEEPEST = 32;

/** Whether a document is small enough to be compared member by member. */
function isSmall(document: Json): boolean {
  return countValues(document, DEEPEST) <= MOST_VALUES;
}

function isShallow(document: Json): boolean {
  return countValues(document, DEEPEST) < Infinity;
}

/** How many values a document holds; infinite when it is deeper than `depth`. */
function countValues(value: Json, depth: number): number {
  const members = isJsonArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  if (members.length > 0 && depth === 0) return Infinity;
  return members.reduce<number>((count, member) => count + countValues(member, depth - 1), 1);
}
