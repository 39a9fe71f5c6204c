import type { ConditionLine } from '../model/statement.ts';
import { lineKey } from '../policy/parse-condition.ts';
import { implies } from './imply-condition.ts';
import type { Domain } from './domain.ts';

/** A set of requests: those whose place matches all of `within` and none of `without`, when all lines hold. */
export interface RequestSet {
  readonly within: readonly string[];
  readonly without: readonly string[];
  readonly lines: readonly ConditionLine[];
}

/** A request set with holes in it. */
export interface Piece {
  readonly requests: RequestSet;
  readonly minus: readonly RequestSet[];
}

/** The text of a request set: equal texts are the same set. */
export function requestsKey({ within, without, lines }: RequestSet): string {
  return JSON.stringify([within, without, lines.map(lineKey)]);
}

/** Whether every request of `narrow` is known to be in `wide`. */
export function coversSet(wide: RequestSet, narrow: RequestSet, domain: Domain): boolean {
  return (
    wide.within.every((pattern) => narrow.within.some((other) => domain.covers(pattern, other))) &&
    wide.without.every((pattern) => isOutside(pattern, narrow, domain)) &&
    wide.lines.every((line) => isImplied(narrow.lines, line, domain))
  );
}

/** Whether the two are known to have no request in common. */
export function areApart(one: RequestSet, other: RequestSet, domain: Domain): boolean {
  return (
    one.within.some((pattern) => other.within.some((another) => domain.areApart(pattern, another))) ||
    one.without.some((pattern) => other.within.some((another) => domain.covers(pattern, another))) ||
    other.without.some((pattern) => one.within.some((another) => domain.covers(pattern, another)))
  );
}

/** What both have; undefined when that is known to be nothing. */
export function intersect(one: RequestSet, other: RequestSet, domain: Domain): RequestSet | undefined {
  if (areApart(one, other, domain)) return undefined;
  if (coversSet(one, other, domain)) return other;
  if (coversSet(other, one, domain)) return one;
  const within = narrowest([...one.within, ...other.within], domain);
  const without = [...new Set([...one.without, ...other.without])].filter(
    (pattern) => !within.some((place) => domain.areApart(pattern, place)),
  );
  const lines = new Map([...one.lines, ...other.lines].map((line) => [lineKey(line), line]));
  return { within, without: widest(without, domain), lines: sortLines([...lines.values()]) };
}

/** The piece without a request set; undefined when that is known to be nothing. */
export function subtract(piece: Piece, hole: RequestSet, domain: Domain): Piece | undefined {
  const { requests, minus } = piece;
  if (areApart(hole, requests, domain)) return piece;
  if (coversSet(hole, requests, domain)) return undefined;
  const rest: RequestSet = {
    within: hole.within.filter((pattern) => !requests.within.some((place) => domain.covers(pattern, place))),
    without: hole.without.filter((pattern) => !isOutside(pattern, requests, domain)),
    lines: hole.lines.filter((line) => !isImplied(requests.lines, line, domain)),
  };
  const [only, ...more] = rest.within;
  if (only !== undefined && more.length + rest.without.length + rest.lines.length === 0) {
    // What is left out already is the widest of its kind, so only the new hole is compared.
    if (requests.without.some((pattern) => domain.covers(pattern, only))) return piece;
    const rest = requests.without.filter((pattern) => !domain.covers(only, pattern));
    return { requests: { ...requests, without: [...rest, only].sort() }, minus };
  }
  if (minus.some((other) => coversSet(other, rest, domain))) return piece;
  return { requests, minus: [...minus.filter((other) => !coversSet(rest, other, domain)), rest] };
}

/** Whether everything of a piece is known to be in another. */
export function coversPiece(wide: Piece, narrow: Piece, domain: Domain): boolean {
  if (!coversSet(wide.requests, narrow.requests, domain)) return false;
  return wide.minus.every(
    (hole) =>
      areApart(hole, narrow.requests, domain) || narrow.minus.some((other) => coversSet(other, hole, domain)),
  );
}

/** Values are compared in pairs, each pair by compiling both. */
const STEPS_OF_VALUES = 20;

function isImplied(lines: readonly ConditionLine[], line: ConditionLine, { budget }: Domain): boolean {
  const pairs = lines.reduce(
    (sum, { key, values }) => sum + (key === line.key ? values.length * line.values.length : 0),
    0,
  );
  return budget.spend(1 + lines.length + pairs * STEPS_OF_VALUES) && implies(lines, line);
}

function isOutside(pattern: string, { within, without }: RequestSet, domain: Domain): boolean {
  return (
    within.some((place) => domain.areApart(pattern, place)) ||
    without.some((other) => domain.covers(other, pattern))
  );
}

function narrowest(patterns: readonly string[], domain: Domain): readonly string[] {
  const distinct = [...new Set(patterns)].sort();
  return distinct.filter(
    (pattern) => !distinct.some((other) => other !== pattern && domain.covers(pattern, other)),
  );
}

function widest(patterns: readonly string[], domain: Domain): readonly string[] {
  const distinct = [...new Set(patterns)].sort();
  return distinct.filter(
    (pattern) => !distinct.some((other) => other !== pattern && domain.covers(other, pattern)),
  );
}

function sortLines(lines: readonly ConditionLine[]): readonly ConditionLine[] {
  return [...lines].sort((a, b) => (lineKey(a) < lineKey(b) ? -1 : 1));
}
