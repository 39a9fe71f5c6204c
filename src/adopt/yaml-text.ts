import {
  Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Scalar,
  visit,
  type Node,
  type ToStringOptions,
} from 'yaml';
import { INVISIBLE } from '../model/invisible.ts';
import type { Json } from '../model/json.ts';

/** How the files of this repository are laid out: no line is folded, quotes are single where they are needed. */
const LAYOUT: ToStringOptions = { lineWidth: 0, singleQuote: true };

/** A comment above a place of a document: a path of keys and indexes. */
export interface PlacedComment {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** JSON as YAML with comments. What the text reads as is checked where it is written to a file. */
export function yamlText(value: Json, comments: readonly PlacedComment[] = []): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, { Scalar: (_key, node) => quote(node) });
  for (const { path, text } of comments) {
    const node = nodeAt(document.contents, path);
    if (node !== undefined) node.commentBefore = commentOf(text);
  }
  // The library leaves most of them as they are; they stand in double quotes alone.
  return document.toString(LAYOUT).replaceAll(INVISIBLE, escaped);
}

/**
 * A date and a number in text are text to YAML 1.2 and something else to other readers; what a terminal or an editor does
 * not show is written as an escape.
 */
function quote(node: Scalar): void {
  if (typeof node.value !== 'string') return;
  if (node.value.replaceAll(/[\t\n]/g, '').search(INVISIBLE) !== -1) node.type = Scalar.QUOTE_DOUBLE;
  // What a block of lines would begin or end with is easily lost.
  else if (
    node.value.includes('\n') &&
    node.value
      .replace(/\n$/, '')
      .split('\n')
      .some((line) => line.trim() !== line || line === '')
  )
    node.type = Scalar.QUOTE_DOUBLE;
  else if (/^\d{4}-\d{2}-\d{2}$/.test(node.value)) node.type = Scalar.QUOTE_SINGLE;
}

function escaped(character: string): string {
  if (character === '\n' || character === '\t') return character;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

function nodeAt(root: unknown, path: readonly (string | number)[]): Node | undefined {
  let here: unknown = root;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    if (isMap(here)) {
      const pair = here.items.find(({ key }) => isScalar(key) && key.value === step);
      if (isLast) return isPair(pair) && isScalar(pair.key) ? pair.key : undefined;
      here = pair?.value;
    } else if (isSeq(here) && typeof step === 'number') here = here.items[step];
    else return undefined;
  }
  return isMap(here) || isSeq(here) || isScalar(here) ? here : undefined;
}

/** Each line is a comment; what would end one is not written. */
function commentOf(text: string): string {
  return text
    .split('\n')
    .map((line) => ` ${line.replaceAll(INVISIBLE, '?')}`)
    .join('\n');
}
