/** What an element holds, in the shape of the SDK's own parser: text, or its children by name. */
export type XmlValue = string | { [name: string]: XmlValue | XmlValue[] };

/** AWS nests a dozen elements; deeper ones are left to the parser of the SDK. */
const DEEPEST = 64;
const NAME = /^[A-Za-z]\w*$/;
const ATTRIBUTE = /^([A-Za-z]\w*) xmlns="([^"&<>]*)"$/;

/**
 * Parses the XML of an answer as AWS sends it: elements, text, entities, and a namespace on the outermost element. A page
 * of GetAccountAuthorizationDetails has a hundred thousand elements, and the parser of the SDK takes them character by
 * character.
 *
 * @returns what the parser of the SDK returns; undefined for all else (comments, CDATA, other attributes, mistakes), of
 *   which that one decides
 */
export function parsePlainXml(xml: string): { readonly [root: string]: XmlValue } | undefined {
  // Line ends are the parser's to normalise.
  if (xml.includes('\r')) return undefined;
  const start = xml.startsWith('<?xml ') ? xml.indexOf('?>') + 2 : 0;
  const open = xml.indexOf('<', start);
  const close = xml.indexOf('>', open);
  if (open < 0 || close < 0 || xml.slice(start, open).trim() !== '') return undefined;
  const [, name = xml.slice(open + 1, close), namespace] = ATTRIBUTE.exec(xml.slice(open + 1, close)) ?? [];
  if (!NAME.test(name)) return undefined;
  const value = new PlainElements(xml, close + 1).contentOf(name, 0);
  if (value === undefined) return undefined;
  if (namespace === undefined) return { [name]: value };
  return typeof value === 'string' ? undefined : { [name]: { ...value, xmlns: namespace } };
}

/** Reads elements one after the other. Whatever is not plain ends the reading. */
class PlainElements {
  readonly #xml: string;
  readonly #names = new Set<string>();
  #at: number;

  constructor(xml: string, at: number) {
    this.#xml = xml;
    this.#at = at;
  }

  /** What stands up to the end tag of an element whose start tag was read. */
  contentOf(name: string, depth: number): XmlValue | undefined {
    const xml = this.#xml;
    let children: Record<string, XmlValue | XmlValue[]> | undefined;
    for (;;) {
      const next = xml.indexOf('<', this.#at);
      if (next < 0 || depth > DEEPEST) return undefined;
      const isEnd = xml.startsWith('/', next + 1);
      if (isEnd && children === undefined) {
        const text = xml.slice(this.#at, next);
        return this.#ends(name, next) ? textOf(text) : undefined;
      }
      if (next > this.#at && !isIndentation(xml.slice(this.#at, next))) return undefined;
      if (isEnd) return this.#ends(name, next) ? children : undefined;
      children ??= {};
      const close = xml.indexOf('>', next);
      const isEmpty = xml.startsWith('/>', close - 1);
      const child = xml.slice(next + 1, isEmpty ? close - 1 : close);
      if (close < 0 || !this.#isName(child)) return undefined;
      this.#at = close + 1;
      const value = isEmpty ? '' : this.contentOf(child, depth + 1);
      if (value === undefined) return undefined;
      add(children, child, value);
    }
  }

  #ends(name: string, at: number): boolean {
    const isIts = this.#xml.startsWith(`${name}>`, at + 2);
    this.#at = at + name.length + 3;
    return isIts;
  }

  #isName(text: string): boolean {
    if (this.#names.has(text)) return true;
    if (!NAME.test(text)) return false;
    this.#names.add(text);
    return true;
  }
}

/** An element that comes again makes a list, as with the SDK. */
function add(children: Record<string, XmlValue | XmlValue[]>, name: string, value: XmlValue): void {
  const before = children[name];
  if (before === undefined) children[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else children[name] = [before, value];
}

/** The space between two elements, which says nothing. */
function isIndentation(text: string): boolean {
  return text.includes('\n') && text.trim() === '';
}

function textOf(text: string): string | undefined {
  const decoded = text.includes('&') ? withoutEntities(text) : text;
  return decoded !== undefined && isIndentation(decoded) ? '' : decoded;
}

/** Text with the entities that XML itself has; undefined where another one stands. */
function withoutEntities(text: string): string | undefined {
  const rest = text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&apos;', "'")
    .replaceAll('&#xA;', '\n');
  // The ampersand comes last: what it begins then is text.
  return /&(?!amp;)/.test(rest) ? undefined : rest.replaceAll('&amp;', '&');
}
