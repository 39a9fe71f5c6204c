import { hasLiterals } from './evaluation/match-pattern.ts';
import { compileGlob, covers, endsWithStar, matcherOf, type Matcher } from './glob.ts';

/** How the patterns of an element are read. */
export interface PatternKind {
  readonly variables: boolean;
  /** Fields, divided by colons, within which wildcards stay. The last takes all that is left. */
  readonly fields: number;
}

export const ACTION_PATTERN: PatternKind = { variables: false, fields: 1 };

/**
 * ARNs are compared field by field; only a `*` that ends a field reaches beyond its colon
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
export const RESOURCE_PATTERN: PatternKind = { variables: true, fields: 6 };

/** A pattern's one spelling: wildcards in a row are written in one way. */
export function canonicalPattern(text: string, kind: PatternKind): string {
  return /\*[*?]|\$/.test(text) ? compileGlob(text, syntaxOf(kind)).text : text;
}

// At the end of a field, `*?` and `?*` differ: only the latter reaches beyond it.
function syntaxOf(kind: PatternKind): { readonly variables: boolean; readonly ordered: boolean } {
  return { variables: kind.variables, ordered: kind.fields > 1 };
}

/** Says of a pattern whether another one, the wider, matches everything that it matches. */
export type Coverage = (narrow: string) => boolean;

interface Field {
  readonly symbols: readonly string[];
  readonly matcher: Matcher;
}

type Fields = readonly Field[];

/** Pairs of patterns, times their length, that are worth comparing: far more than a policy within IAM's quotas has. */
const MOST_WORK = 50_000_000;

/**
 * Compares the patterns of one policy with each other; patterns are compiled once. `all` is every pattern that will
 * be asked about. Where they are so many that only a hostile document can hold them, patterns with wildcards other
 * than a final `*` are taken to cover nothing.
 */
export class PatternCover {
  readonly #kind: PatternKind;
  readonly #compiled = new Map<string, Fields>();
  readonly #thorough: boolean;

  constructor(kind: PatternKind, all: readonly string[]) {
    this.#kind = kind;
    const length = all.reduce((sum, pattern) => sum + pattern.length, 0);
    const complex = all.filter((pattern) => plainPrefix(pattern).length < pattern.length - 1);
    this.#thorough = complex.length * length <= MOST_WORK;
  }

  /** What a pattern covers besides itself; undefined when that is nothing. */
  coverageOf(wide: string): Coverage | undefined {
    if (wide === '*') return (narrow) => narrow !== '*';
    const prefix = plainPrefix(wide);
    if (prefix.length === wide.length) return undefined;
    if (isPrefixPattern(wide, prefix)) return (narrow) => narrow !== wide && narrow.startsWith(prefix);
    if (!this.#thorough) return undefined;
    return (narrow) =>
      narrow !== wide && narrow.startsWith(prefix) && hasLiterals(wide, narrow) && this.#covers(wide, narrow);
  }

  // Two spellings that cover each other are one set: the first in order covers the other.
  #covers(wide: string, narrow: string): boolean {
    const [wideFields, narrowFields] = [this.#fieldsOf(wide), this.#fieldsOf(narrow)];
    return (
      coversFields(wideFields, narrowFields) && (wide < narrow || !coversFields(narrowFields, wideFields))
    );
  }

  #fieldsOf(pattern: string): Fields {
    const known = this.#compiled.get(pattern);
    if (known) return known;
    const fields: string[][] = [[]];
    for (const symbol of compileGlob(pattern, syntaxOf(this.#kind)).symbols) {
      if (symbol === ':' && fields.length < this.#kind.fields) fields.push([]);
      else fields.at(-1)?.push(symbol);
    }
    const compiled = fields.map((symbols) => ({ symbols, matcher: matcherOf(symbols) }));
    this.#compiled.set(pattern, compiled);
    return compiled;
  }
}

// From the last field, in which patterns that start alike differ most.
function coversFields(wide: Fields, narrow: Fields): boolean {
  if (wide.length !== narrow.length) return false;
  for (let index = wide.length - 1; index >= 0; index -= 1) {
    const [field, other] = [wide[index], narrow[index]];
    if (!field || !other || !covers(field.matcher, other.symbols)) return false;
    const crosses = index < wide.length - 1 && endsWithStar(other.symbols);
    if (crosses && !endsWithStar(field.symbols)) return false;
  }
  return true;
}

function plainPrefix(pattern: string): string {
  const wildcard = pattern.search(/[*?$]/);
  return wildcard === -1 ? pattern : pattern.slice(0, wildcard);
}

function isPrefixPattern(pattern: string, prefix: string): boolean {
  return prefix.length === pattern.length - 1 && pattern.endsWith('*');
}

/** Drops the patterns that another one of the list covers, sorts the rest, and drops repeats. */
export function reducePatterns(patterns: readonly string[], kind: PatternKind): readonly string[] {
  const distinct = [...new Set(patterns)].sort();
  if (distinct.length < 2 || !distinct.some((pattern) => /[*?]/.test(pattern))) return distinct;
  if (distinct.includes('*')) return ['*'];
  const isCovered = coveredBy(distinct, kind);
  return distinct.filter((narrow) => !isCovered(narrow));
}

/** Says of a pattern whether one of a list, other than itself, covers it. */
export function coveredBy(
  list: readonly string[],
  kind: PatternKind,
  narrows: readonly string[] = [],
): Coverage {
  const prefixes = new Set<string>();
  const complex: string[] = [];
  for (const wide of list) {
    const prefix = plainPrefix(wide);
    if (isPrefixPattern(wide, prefix)) prefixes.add(prefix);
    else if (prefix.length < wide.length) complex.push(wide);
  }
  const coverages = complex.length === 0 ? [] : coveragesOf(complex, kind, [...list, ...narrows]);
  const lengths = [...new Set([...prefixes].map((prefix) => prefix.length))];
  return (narrow) =>
    lengths.some((length) => !isPrefixAndStar(narrow, length) && prefixes.has(narrow.slice(0, length))) ||
    coverages.some((coversNarrow) => coversNarrow(narrow));
}

// `prefix*` does not count as covering itself.
function isPrefixAndStar(narrow: string, prefixLength: number): boolean {
  return narrow.length === prefixLength + 1 && narrow.endsWith('*');
}

function coveragesOf(
  wides: readonly string[],
  kind: PatternKind,
  all: readonly string[],
): readonly Coverage[] {
  const cover = new PatternCover(kind, all);
  return wides.flatMap((wide) => cover.coverageOf(wide) ?? []);
}
