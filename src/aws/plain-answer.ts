import type { AnswerShape } from './answer-shape.ts';

/**
 * What the SDK makes of an answer, for answers as AWS writes them: elements in elements with text in the innermost, and a
 * namespace on the first. The SDK goes through a text character by character and joins what it reads character by
 * character, and then asks its schema for every value: of a large account that was a fifth of a run, and a third of its
 * garbage.
 *
 * @param result the element in the first one that has what is read
 * @returns undefined for whatever is not as plain as that, mistakes included: the SDK then says what it is
 */
export function readPlainAnswer(bytes: Uint8Array, result: string, shape: AnswerShape): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const xml = buffer.toString();
  const root = ROOT.exec(xml);
  if (root === null || xml.includes('\r')) return undefined;
  const [{ length: at }, tag = ''] = root;
  const ascii = xml.length === buffer.length ? buffer : undefined;
  const reading: Reading = { xml, ascii, at, isEmpty: false };
  return membersOf(reading, tag, new Map([[result, shape]]))?.[result];
}

const ROOT = /^\s*(?:<\?xml [^?<>]*\?>\s*)?<([A-Za-z][A-Za-z0-9]*)(?: xmlns="[^"&<>]*")?>/;

interface Reading {
  readonly xml: string;
  /** What the text was read from, where each byte is a character. */
  readonly ascii: Buffer | undefined;
  at: number;
  /** The element whose tag was read last: `<Tags/>`. */
  isEmpty: boolean;
}

/** What stands between an opening tag, which is read, and the closing one. Undefined where it is not plain. */
function valueOf(reading: Reading, tag: string, shape: AnswerShape): unknown {
  const { xml, at } = reading;
  const open = xml.indexOf('<', at);
  if (isClosing(xml, open, tag)) {
    reading.at = open + tag.length + 3;
    return shape.kind === 'text' ? shape.of(textOf(reading, at, open)) : emptyOf(shape);
  }
  if (shape.kind === 'text') return undefined;
  return shape.kind === 'list' ? listOf(reading, tag, shape.of) : membersOf(reading, tag, shape.of);
}

function emptyOf(shape: AnswerShape): unknown {
  if (shape.kind === 'text') return shape.of('');
  return shape.kind === 'list' ? [] : {};
}

function listOf(reading: Reading, tag: string, of: AnswerShape): unknown[] | undefined {
  const list: unknown[] = [];
  for (;;) {
    const name = nextElement(reading, tag);
    if (name === '') return list;
    const isOne = name === 'member';
    const value = elementOf(reading, name, isOne ? of : undefined);
    if (value === undefined) return undefined;
    if (isOne) list.push(value);
  }
}

function membersOf(
  reading: Reading,
  tag: string,
  of: ReadonlyMap<string, AnswerShape>,
): Record<string, unknown> | undefined {
  const members: Record<string, unknown> = {};
  for (;;) {
    const name = nextElement(reading, tag);
    if (name === '') return members;
    const shape = of.get(name);
    const value = elementOf(reading, name, shape);
    // Of two of a name the SDK makes a list.
    if (value === undefined || (shape !== undefined && members[name] !== undefined)) return undefined;
    if (shape !== undefined) members[name] = value;
  }
}

/**
 * Goes behind the tag that comes next.
 *
 * @returns the name of an element, empty after the last one in the element of the tag; no name where it is not plain
 */
function nextElement(reading: Reading, tag: string): string {
  const { xml, at } = reading;
  const open = xml.indexOf('<', at);
  if (open === -1 || !isLayout(xml, at, open)) return NOT_PLAIN;
  if (isClosing(xml, open, tag)) {
    reading.at = open + tag.length + 3;
    return '';
  }
  const end = xml.indexOf('>', open);
  if (end === -1) return NOT_PLAIN;
  reading.at = end + 1;
  reading.isEmpty = xml.charCodeAt(end - 1) === SLASH;
  const name = xml.slice(open + 1, reading.isEmpty ? end - 1 : end);
  return name === '' ? NOT_PLAIN : name;
}

const SLASH = 47;
const NOT_PLAIN = '<';

/** What the element that was come to last has; of one that the answer lacks, by its schema, that it is well-formed. */
function elementOf(reading: Reading, name: string, shape: AnswerShape | undefined): unknown {
  if (shape === undefined && !isName(name)) return undefined;
  return reading.isEmpty ? emptyOf(shape ?? UNREAD) : valueOf(reading, name, shape ?? UNREAD);
}

const UNREAD: AnswerShape = { kind: 'members', of: new Map() };

function isClosing(xml: string, at: number, name: string): boolean {
  return (
    xml.charCodeAt(at + 1) === SLASH &&
    xml.charCodeAt(at + 2 + name.length) === CLOSING &&
    xml.startsWith(name, at + 2)
  );
}

const CLOSING = 62;

/** Nothing, or a line that is indented: between elements the SDK passes over no other text. */
function isLayout(xml: string, from: number, to: number): boolean {
  if (from === to) return true;
  const between = xml.slice(from, to);
  return between.includes('\n') && between.trim() === '';
}

/** Names that every object has are for the SDK to care about. */
function isName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]*$/.test(text) && !(text in Object.prototype);
}

function textOf({ xml, ascii }: Reading, from: number, to: number): string {
  const raw = xml.slice(from, to);
  const text = raw.includes('&') ? decoded(raw) : copied(raw, ascii, from);
  return text.includes('\n') && text.trim() === '' ? '' : text;
}

/** V8 keeps the whole answer for as long as a part of it is used that has this length, unless the part is a copy. */
const KEPT_WITH_ITS_WHOLE = 13;

function copied(text: string, ascii: Buffer | undefined, from: number): string {
  if (text.length < KEPT_WITH_ITS_WHOLE) return text;
  return ascii?.toString('latin1', from, from + text.length) ?? Buffer.from(text).toString();
}

/** Templates are full of quotes, which are replaced at once. */
function decoded(raw: string): string {
  const text = raw.replaceAll('&quot;', '"');
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (_all, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCharCode(Number.parseInt(decimal, 10));
    return ENTITIES.get(name ?? '') ?? '';
  });
}

const ENTITY = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-zA-Z][a-zA-Z0-9]{0,30}));/g;
const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
