/** What the SDK makes of a document: texts, and objects of them by the names of their elements. */
type XmlValue = string | XmlObject | readonly XmlValue[];
interface XmlObject {
  [name: string]: XmlValue;
}

/**
 * What the SDK's own parser makes of an answer, for answers as AWS writes them: elements in elements with text in the
 * innermost, and a namespace on the first. The SDK goes through a text character by character and joins what it reads
 * character by character; of a large account that was a tenth of a run, and a third of its garbage.
 *
 * @returns undefined for whatever is not as plain as that, mistakes included: the SDK's parser then says what it is
 */
export function parsePlainXml(xml: string): XmlObject | undefined {
  const root = ROOT.exec(xml);
  if (root === null || xml.includes('\r')) return undefined;
  const [head, tag = '', namespace] = root;
  const reading = { xml, at: head.length };
  const value = elementsOf(reading, tag);
  if (value === undefined || typeof value === 'string') return undefined;
  if (namespace !== undefined) value['xmlns'] = namespace;
  return value;
}

const ROOT = /^\s*(?:<\?xml [^?<>]*\?>\s*)?<([A-Za-z][A-Za-z0-9]*)(?: xmlns="([^"&<>]*)")?>/;

interface Reading {
  readonly xml: string;
  at: number;
}

/** What stands between an opening tag, which is read, and the closing one. Undefined where it is not plain. */
function elementsOf(reading: Reading, name: string): string | XmlObject | undefined {
  const { xml } = reading;
  const begin = reading.at;
  let open = xml.indexOf('<', begin);
  if (isClosing(xml, open, name)) {
    reading.at = open + name.length + 3;
    return textOf(xml.slice(begin, open));
  }
  const found: XmlObject = {};
  for (let from = begin; ; from = reading.at, open = xml.indexOf('<', from)) {
    if (open === -1 || !isLayout(xml, from, open)) return undefined;
    if (isClosing(xml, open, name)) break;
    const end = xml.indexOf('>', open);
    const empty = xml[end - 1] === '/';
    const child = xml.slice(open + 1, empty ? end - 1 : end);
    if (end === -1 || !isName(child)) return undefined;
    reading.at = end + 1;
    const value = empty ? '' : elementsOf(reading, child);
    if (value === undefined) return undefined;
    add(found, child, value);
  }
  reading.at = open + name.length + 3;
  return found;
}

function isClosing(xml: string, at: number, name: string): boolean {
  return xml[at + 1] === '/' && xml.startsWith(name, at + 2) && xml[at + 2 + name.length] === '>';
}

/** Nothing, or a line that is indented: between elements the SDK passes over no other text. */
function isLayout(xml: string, from: number, to: number): boolean {
  if (from === to) return true;
  const between = xml.slice(from, to);
  return between.includes('\n') && between.trim() === '';
}

/** The same elements come thousands of times. Names that every object has are for the SDK to care about. */
function isName(text: string): boolean {
  const known = NAMES.get(text);
  if (known !== undefined) return known;
  const is = /^[A-Za-z][A-Za-z0-9]*$/.test(text) && !(text in Object.prototype);
  if (NAMES.size < MOST_NAMES) NAMES.set(text, is);
  return is;
}

const NAMES = new Map<string, boolean>();
const MOST_NAMES = 1000;

function add(to: XmlObject, name: string, value: XmlValue): void {
  const before = to[name];
  if (before === undefined) to[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else to[name] = [before, value];
}

function textOf(raw: string): string {
  const text = raw.includes('&') ? decoded(raw) : copied(raw);
  return text.includes('\n') && text.trim() === '' ? '' : text;
}

/** V8 keeps the whole answer for as long as a part of it is used that has this length, unless the part is a copy. */
const KEPT_WITH_ITS_WHOLE = 13;

function copied(text: string): string {
  return text.length < KEPT_WITH_ITS_WHOLE ? text : Buffer.from(text).toString();
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

/** A client of the SDK whose protocol reads XML. */
interface XmlClient {
  readonly config: { readonly protocol: object };
}

/**
 * Has a client read plain answers by {@link parsePlainXml}. The method is not public: the SDK's version is pinned, and a
 * test holds both parsers against each other through the clients as they are built. Where a client has no such method it
 * stays as it is.
 */
export function readPlainXml({ config: { protocol } }: XmlClient): void {
  const { deserializer } = protocol as { deserializer?: { parseXml?: (xml: string) => unknown } };
  const { parseXml } = deserializer ?? {};
  if (deserializer === undefined || parseXml === undefined) return;
  deserializer.parseXml = (xml) => parsePlainXml(xml) ?? parseXml.call(deserializer, xml);
}
