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
  const broken = [...text.matchAll(/\$\{[^{}]*\}?|[^$]|\$/gs)].map(({ 0: part, index }) =>
    part.startsWith('${')
      ? reference(part, state)
      : starts.has(index)
        ? `${character(part.slice(0, 1), state)}${part.slice(1)}`
        : part,
  );
  return broken.join('');
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
  return text
    .split(/(\$\{[^{}]*\}?)/s)
    .map((part, index) => (index % 2 === 1 ? reference(part, state) : spell(part)))
    .join('');
}

function reference(text: string, state: Literals): string {
  const isVariable = text.endsWith('}') && isPolicyVariable(text.slice(2, -1));
  return isVariable ? text : `$${character('{', state)}${text.slice(2)}`;
}

const NAMES: Readonly<Record<string, string>> = { '{': 'OpenBrace', '<': 'LessThan' };

function character(one: string, { characters }: Literals): string {
  const name = NAMES[one] ?? `Letter${one.charCodeAt(0).toString(16).toUpperCase()}`;
  characters.set(name, one);
  return `\${${name}}`;
}
