import { isPolicyVariable } from '../desired/substitute.ts';
import { placeholdersIn } from '../desired/placeholders.ts';

/**
 * Texts of the account as a desired file has to write them to mean the same: `${…}` that IAM does not replace would be
 * replaced by rolekeeper, and what looks like a placeholder of a vendor's page would be refused. Either is broken up by a
 * parameter that stands for one character.
 */
export interface Literals {
  /** Parameters that stand for one character, by name. */
  readonly characters: Map<string, string>;
}

export function literals(): Literals {
  return { characters: new Map() };
}

/** Text that is no part of a document: a description, a path, a tag. */
export function plainText(text: string, state: Literals): string {
  const starts = startsOfPlaceholders(text);
  let index = 0;
  return partsOf(text)
    .map((part) => {
      const start = index;
      index += part.text.length;
      if (part.is === 'brace') return `$${character('{', state)}`;
      if (part.is === 'variable') return part.text;
      return [...part.text.matchAll(/[^]/g)]
        .map(({ 0: one, index: at }) => (starts.has(start + at) ? character(one, state) : one))
        .join('');
    })
    .join('');
}

/** Where a character has to be broken out until nothing looks like a placeholder any more. */
function startsOfPlaceholders(text: string): ReadonlySet<number> {
  const starts = new Set<number>();
  let rest = text;
  for (let found = placeholdersIn(rest); found.length > 0; found = placeholdersIn(rest)) {
    for (const { index } of found) {
      starts.add(index);
      rest = `${rest.slice(0, index)}\u0001${rest.slice(index + 1)}`;
    }
  }
  return starts;
}

/** Text of a policy document: a placeholder in it is a mistake of the document, and stays one. */
export function documentText(
  text: string,
  state: Literals,
  spell: (part: string) => string = (part) => part,
): string {
  return partsOf(text)
    .map((part) => {
      if (part.is === 'brace') return `$${character('{', state)}`;
      return part.is === 'variable' ? part.text : spell(part.text);
    })
    .join('');
}

interface Part {
  /** `brace`: a `${` that nothing replaces. */
  readonly is: 'text' | 'variable' | 'brace';
  readonly text: string;
}

function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('${', at);
    if (open !== at) {
      const end = open === -1 ? text.length : open;
      parts.push({ is: 'text', text: text.slice(at, end) });
      at = end;
      continue;
    }
    const [whole = '', name = ''] = /^\$\{([^{}]*)\}/.exec(text.slice(at)) ?? [];
    const part: Part =
      whole !== '' && isPolicyVariable(name) ? { is: 'variable', text: whole } : { is: 'brace', text: '${' };
    parts.push(part);
    at += part.text.length;
  }
  return parts;
}

const NAMES: Readonly<Record<string, string>> = { '{': 'OpenBrace', '<': 'LessThan' };

function character(one: string, { characters }: Literals): string {
  const name = NAMES[one] ?? `Letter${one.charCodeAt(0).toString(16).toUpperCase()}`;
  characters.set(name, one);
  return `\${${name}}`;
}
