/**
 * Reading of `${…}` in policies of version 2012-10-17
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html):
 * `${key}`, `${key, 'default'}`, and `${*}` `${?}` `${$}` for the character itself.
 */

/** A piece of a text: characters that stand for themselves (wildcards still in them), an escape, or a variable. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'escaped'; readonly character: string }
  | { readonly kind: 'variable'; readonly key: string; readonly rest: string };

const ESCAPES = new Set(['*', '?', '$']);

/** Splits a text at its `${…}`. A `${` that is never closed is plain text. */
export function splitVariables(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let start = 0;
  for (;;) {
    const open = text.indexOf('${', start);
    const close = open === -1 ? -1 : text.indexOf('}', open);
    if (close === -1) break;
    if (open > start) parts.push({ kind: 'text', text: text.slice(start, open) });
    parts.push(variablePart(text.slice(open + 2, close)));
    start = close + 1;
  }
  if (start < text.length) parts.push({ kind: 'text', text: text.slice(start) });
  return parts;
}

/** A text with something else in the place of each `${…}`. A pattern for them would look for each end anew. */
export function withoutVariables(text: string, instead: string): string {
  if (!text.includes('${')) return text;
  return splitVariables(text)
    .map((part) => (part.kind === 'text' ? part.text : instead))
    .join('');
}

function variablePart(inner: string): TextPart {
  if (ESCAPES.has(inner)) return { kind: 'escaped', character: inner };
  const comma = inner.indexOf(',');
  const key = comma === -1 ? inner : inner.slice(0, comma);
  // Keys are case-insensitive wherever they stand; default values are not.
  return { kind: 'variable', key: foldCase(key), rest: inner.slice(key.length).replace(DEFAULT, ', $1') };
}

/** What stands behind the key of a variable: spaces before the default mean nothing, those in it do. */
const DEFAULT = /^,\s*('.*')$/s;

/** Writes a variable in its one spelling. */
export function variableText(part: { readonly key: string; readonly rest: string }): string {
  return `\${${part.key}${part.rest}}`;
}

/** What variables stand for, by their keys in lower case. */
export type VariableValues = ReadonlyMap<string, string>;

/** A text with values in the place of variables, as far as they are known; what they stand for is no wildcard. */
export function fillVariables(text: string, values: VariableValues): string {
  if (!text.includes('${')) return text;
  return splitVariables(text)
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'escaped') return `\${${part.character}}`;
      const value = values.get(part.key);
      return value === undefined ? variableText(part) : literalText(value);
    })
    .join('');
}

/** A value as a text that stands for nothing but itself. */
export function literalText(value: string): string {
  return value.replace(/[*?$]/g, (character) => `\${${character}}`);
}

/** Rewrites the keys of the variables of a text in lower case and leaves the rest as it is. */
export function foldVariableKeys(text: string): string {
  if (!text.includes('${')) return text;
  return splitVariables(text)
    .map((part) => {
      if (part.kind === 'text') return part.text;
      return part.kind === 'escaped' ? `\${${part.character}}` : variableText(part);
    })
    .join('');
}

/** Lower case of A–Z alone: how far IAM folds other letters is not documented, so they stay apart. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
