import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';

/** Where an issue stands within the document: member names and list indexes from the top. */
export type DocumentPath = readonly (string | number)[];

/** What IAM would refuse in a policy document, or take and read otherwise than its author meant. */
export interface GrammarIssue {
  readonly path: DocumentPath;
  readonly severity: 'error' | 'warning';
  /** Stable kebab-case identifier. */
  readonly code: string;
  /** What is wrong, with the wrong value in it. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
}

export function errorAt(path: DocumentPath, code: string, message: string, hint?: string): GrammarIssue {
  return { path, severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) };
}

export function warningAt(path: DocumentPath, code: string, message: string, hint?: string): GrammarIssue {
  return { path, severity: 'warning', code, message, ...(hint === undefined ? {} : { hint }) };
}

const LONGEST_QUOTE = 80;

/** A value as a message shows it: texts and numbers as JSON, shortened; lists and objects by what they are. */
export function quoted(value: Json): string {
  if (isJsonArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isJsonObject(value)) return 'an object';
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, LONGEST_QUOTE) : value);
  return typeof value === 'string' && value.length > LONGEST_QUOTE ? `${text.slice(0, -1)}…"` : text;
}

/** `"A", "B" or "C"`. */
export function alternatives(values: readonly string[]): string {
  const texts = values.map((value) => JSON.stringify(value));
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1) ?? ''}`;
}

/** The members of `X` or `[X]`, each with its path. */
export function membersAt(path: DocumentPath, value: Json): readonly { path: DocumentPath; value: Json }[] {
  if (!isJsonArray(value)) return [{ path, value }];
  return value.map((member, index) => ({ path: [...path, index], value: member }));
}

/** A closest known name for an unknown one: the same without regard to case and a final s. */
export function similarName(name: string, known: readonly string[]): string | undefined {
  const bare = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .replace(/s$/, '');
  return known.find((candidate) => bare(candidate) === bare(name));
}

/** The issue of a member that the grammar does not know. */
export function unknownElement(
  path: DocumentPath,
  name: string,
  place: string,
  known: readonly string[],
): GrammarIssue {
  const similar = similarName(name, known);
  const hint = similar ? `write ${JSON.stringify(similar)}` : `it takes ${known.join(', ')}`;
  return errorAt(path, 'unknown-element', `${quoted(name)} is not an element of ${place}`, hint);
}
