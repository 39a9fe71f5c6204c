import type { PatternSet } from '../model/statement.ts';
import {
  ACTION_PATTERN,
  coveredBy,
  PatternCover,
  RESOURCE_PATTERN,
  type Coverage,
} from './cover-patterns.ts';
import { rowAt, setKey, type Row } from './permission-rows.ts';

/**
 * Drops from each row the actions that another row grants or denies already: one of the same effect and principal,
 * with a resource that covers the row's resource and no condition line that the row lacks. Rows are judged against
 * what the others were at first, so their order does not matter.
 */
export function subsumeRows(rows: readonly Row[]): readonly Row[] {
  if (rows.length < 2) return rows;
  const cover = new PatternCover(RESOURCE_PATTERN, [
    ...new Set(rows.flatMap((row) => onePattern(row) ?? [])),
  ]);
  const candidates = rows.map((row) => candidateOf(row, cover));
  const subtraction = new Subtraction();
  return rows.flatMap((row) => {
    const wider = candidates.filter((candidate) => isWider(candidate, row)).map((candidate) => candidate.row);
    const rest = wider.length === 0 ? row.action : subtraction.restOf(row, wider);
    if (rest === undefined) return [];
    return rest === row.action ? [row] : [rowAt(row, rest, setKey(rest))];
  });
}

/** A row as one that may make others redundant. */
interface Candidate {
  readonly row: Row;
  readonly coversResource: Coverage | undefined;
}

function candidateOf(row: Row, cover: PatternCover): Candidate {
  const pattern = onePattern(row);
  const coversResource = pattern === undefined ? undefined : cover.coverageOf(pattern);
  return { row, coversResource };
}

// A NotResource is not one pattern: nothing but `*` is known to cover it, and it covers nothing.
function onePattern(row: Row): string | undefined {
  return row.resource === undefined || row.resource.negated ? undefined : row.resource.patterns[0];
}

function isWider({ row: wide, coversResource }: Candidate, narrow: Row): boolean {
  if (wide === narrow || wide.effect !== narrow.effect || wide.principal !== narrow.principal) return false;
  if (wide.resourceKey !== narrow.resourceKey) {
    const pattern = onePattern(narrow);
    if (pattern === undefined ? onePattern(wide) !== '*' : coversResource?.(pattern) !== true) return false;
  }
  return wide.conditionKey === narrow.conditionKey || isProperSubset(wide.lines, narrow.lines);
}

function isProperSubset(lines: ReadonlySet<string>, more: ReadonlySet<string>): boolean {
  return lines.size < more.size && [...lines].every((line) => more.has(line));
}

/** Subtracts wider rows' actions from a row's; the same subtraction is made once. */
class Subtraction {
  readonly #ids = new Map<string, number>();
  readonly #rests = new Map<string, PatternSet | undefined>();

  /** The row's actions that no wider row has; undefined when that is none. */
  restOf(row: Row, wider: readonly Row[]): PatternSet | undefined {
    const ids = new Set(wider.map((wide) => this.#idOf(wide)));
    const key = `${this.#idOf(row)}-${[...ids].sort((a, b) => a - b).join()}`;
    if (!this.#rests.has(key)) {
      const actions = wider.map((wide) => wide.action);
      this.#rests.set(key, subtract(row.action, actions));
    }
    return this.#rests.get(key);
  }

  #idOf(row: Row): number {
    const id = this.#ids.get(row.actionKey) ?? this.#ids.size;
    this.#ids.set(row.actionKey, id);
    return id;
  }
}

function subtract(action: PatternSet, wider: readonly PatternSet[]): PatternSet | undefined {
  const plain = new Set(wider.flatMap((set) => (set.negated ? [] : set.patterns)));
  if (plain.has('*')) return undefined;
  if (action.negated) return wider.some((set) => setKey(set) === setKey(action)) ? undefined : action;
  const isCovered = coveredBy([...plain], ACTION_PATTERN, action.patterns);
  const rest = action.patterns.filter((pattern) => !plain.has(pattern) && !isCovered(pattern));
  if (rest.length === action.patterns.length) return action;
  return rest.length === 0 ? undefined : { negated: false, patterns: rest };
}
