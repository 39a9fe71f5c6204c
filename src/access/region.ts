import type { ConditionLine } from '../model/statement.ts';
import { lineKey } from '../policy/parse-condition.ts';
import { implies } from './imply-condition.ts';
import type { Terrain } from './terrain.ts';

/** A set of requests: those whose place matches all of `within` and none of `without`, when all lines hold. */
export interface Region {
  readonly within: readonly string[];
  readonly without: readonly string[];
  readonly lines: readonly ConditionLine[];
}

/** A region with holes in it. */
export interface Piece {
  readonly region: Region;
  readonly minus: readonly Region[];
}

/** The text of a region: equal texts are the same set. */
export function regionKey({ within, without, lines }: Region): string {
  return JSON.stringify([within, without, lines.map(lineKey)]);
}

/** Whether every request of `narrow` is known to be in `wide`. */
export function coversRegion(wide: Region, narrow: Region, terrain: Terrain): boolean {
  return (
    wide.within.every((pattern) => narrow.within.some((other) => terrain.covers(pattern, other))) &&
    wide.without.every((pattern) => isOutside(pattern, narrow, terrain)) &&
    wide.lines.every((line) => implies(narrow.lines, line))
  );
}

/** Whether the two are known to have no request in common. */
export function areApart(one: Region, other: Region, terrain: Terrain): boolean {
  return (
    one.within.some((pattern) => other.within.some((another) => terrain.areApart(pattern, another))) ||
    one.without.some((pattern) => other.within.some((another) => terrain.covers(pattern, another))) ||
    other.without.some((pattern) => one.within.some((another) => terrain.covers(pattern, another)))
  );
}

/** What both have; undefined when that is known to be nothing. */
export function intersect(one: Region, other: Region, terrain: Terrain): Region | undefined {
  if (areApart(one, other, terrain)) return undefined;
  if (coversRegion(one, other, terrain)) return other;
  if (coversRegion(other, one, terrain)) return one;
  const within = narrowest([...one.within, ...other.within], terrain);
  const without = [...new Set([...one.without, ...other.without])].filter(
    (pattern) => !within.some((place) => terrain.areApart(pattern, place)),
  );
  const lines = new Map([...one.lines, ...other.lines].map((line) => [lineKey(line), line]));
  return { within, without: widest(without, terrain), lines: sortLines([...lines.values()]) };
}

/** The piece without a region; undefined when that is known to be nothing. */
export function subtract(piece: Piece, hole: Region, terrain: Terrain): Piece | undefined {
  const { region, minus } = piece;
  if (areApart(hole, region, terrain)) return piece;
  if (coversRegion(hole, region, terrain)) return undefined;
  const rest: Region = {
    within: hole.within.filter((pattern) => !region.within.some((place) => terrain.covers(pattern, place))),
    without: hole.without.filter((pattern) => !isOutside(pattern, region, terrain)),
    lines: hole.lines.filter((line) => !implies(region.lines, line)),
  };
  const [only, ...more] = rest.within;
  if (only !== undefined && more.length + rest.without.length + rest.lines.length === 0) {
    const without = widest([...region.without, only], terrain);
    return { region: { ...region, without }, minus };
  }
  if (minus.some((other) => coversRegion(other, rest, terrain))) return piece;
  return { region, minus: [...minus.filter((other) => !coversRegion(rest, other, terrain)), rest] };
}

/** Whether everything of a piece is known to be in another. */
export function coversPiece(wide: Piece, narrow: Piece, terrain: Terrain): boolean {
  if (!coversRegion(wide.region, narrow.region, terrain)) return false;
  return wide.minus.every(
    (hole) =>
      areApart(hole, narrow.region, terrain) ||
      narrow.minus.some((other) => coversRegion(other, hole, terrain)),
  );
}

function isOutside(pattern: string, { within, without }: Region, terrain: Terrain): boolean {
  return (
    within.some((place) => terrain.areApart(pattern, place)) ||
    without.some((other) => terrain.covers(other, pattern))
  );
}

function narrowest(patterns: readonly string[], terrain: Terrain): readonly string[] {
  const distinct = [...new Set(patterns)].sort();
  return distinct.filter(
    (pattern) => !distinct.some((other) => other !== pattern && terrain.covers(pattern, other)),
  );
}

function widest(patterns: readonly string[], terrain: Terrain): readonly string[] {
  const distinct = [...new Set(patterns)].sort();
  return distinct.filter(
    (pattern) => !distinct.some((other) => other !== pattern && terrain.covers(other, pattern)),
  );
}

function sortLines(lines: readonly ConditionLine[]): readonly ConditionLine[] {
  return [...lines].sort((a, b) => (lineKey(a) < lineKey(b) ? -1 : 1));
}
