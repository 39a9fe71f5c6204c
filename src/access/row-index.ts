import type { PatternSet } from '../model/statement.ts';
import { nameTest } from './action-classes.ts';
import { havePrefixesApart, plainPrefix } from './resource-domain.ts';
import type { Row, RowSides } from './rows.ts';
import type { StepBudget } from './step-budget.ts';

/**
 * Rows by the plain beginning of their resources, so that what is far from a question costs nothing: a role may have
 * thousands of statements, and its file thousands of expectations.
 */
class RowIndex {
  readonly #groups = new Map<string, { readonly action: PatternSet; readonly places: PlaceIndex }>();
  readonly #byAction = new Map<string, readonly PlaceIndex[]>();

  constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const group = this.#groups.get(row.actionKey) ?? { action: row.action, places: new PlaceIndex() };
      group.places.add(row);
      this.#groups.set(row.actionKey, group);
    }
  }

  /** The rows that may be about an action on one of some places, in no certain order; the others are not. */
  find(action: string, places: readonly string[], budget: StepBudget): readonly Row[] {
    const found = new Set<Row>();
    for (const index of this.#groupsAbout(action, budget)) {
      for (const place of places) for (const row of index.find(place, budget)) found.add(row);
    }
    return [...found];
  }

  #groupsAbout(action: string, budget: StepBudget): readonly PlaceIndex[] {
    const known = this.#byAction.get(action);
    if (known !== undefined) return known;
    const groups = [...this.#groups.values()]
      .filter((group) => budget.spend(2 * group.action.patterns.length) && mayHave(group.action, action))
      .map((group) => group.places);
    if (!budget.isSpent) this.#byAction.set(action, groups);
    return groups;
  }
}

/** False only where no action is in both. */
function mayHave({ negated, patterns }: PatternSet, action: string): boolean {
  if (negated) return !patterns.includes(action) && !patterns.includes('*');
  return patterns.some((pattern) => pattern === '*' || action === '*' || mayOverlap(pattern, action));
}

function mayOverlap(one: string, other: string): boolean {
  if (havePrefixesApart(one, other)) return one === other;
  if (!/[*?]/.test(other)) return nameTest(one)(other);
  return /[*?]/.test(one) || nameTest(other)(one);
}

/** Rows by the text before the first wildcard of their resources. */
class PlaceIndex {
  readonly #byPrefix = new Map<string, Row[]>();
  #prefixes: readonly string[] | undefined;
  #lengths: readonly number[] = [];

  add(row: Row): void {
    // A row is where all of its patterns match: the first is as good as any.
    const prefix = plainPrefix(row.requests.within[0] ?? '*');
    const rows = this.#byPrefix.get(prefix) ?? [];
    rows.push(row);
    this.#byPrefix.set(prefix, rows);
  }

  find(place: string, budget: StepBudget): readonly Row[] {
    this.#prefixes ??= this.#sort();
    const prefix = plainPrefix(place);
    const above = this.#lengths
      .filter((length) => length < prefix.length)
      .flatMap((length) => this.#byPrefix.get(prefix.slice(0, length)) ?? []);
    const below: Row[] = [];
    for (let at = firstFrom(this.#prefixes, prefix); at < this.#prefixes.length; at += 1) {
      const next = this.#prefixes[at];
      if (next === undefined || !next.startsWith(prefix)) break;
      for (const row of this.#byPrefix.get(next) ?? []) below.push(row);
      if (!budget.spend(1)) break;
    }
    const near = [...above, ...below];
    budget.spend(this.#lengths.length + near.length);
    return near.filter(({ requests }) => {
      const [own = '*'] = requests.within;
      return own === place || !havePrefixesApart(own, place);
    });
  }

  #sort(): readonly string[] {
    const prefixes = [...this.#byPrefix.keys()].sort();
    this.#lengths = [...new Set(prefixes.map(({ length }) => length))];
    return prefixes;
  }
}

/** Where the first text stands that is not before another one. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

const INDEXES = new WeakMap<readonly Row[], RowIndex>();

function indexOf(rows: readonly Row[]): RowIndex {
  const known = INDEXES.get(rows) ?? new RowIndex(rows);
  INDEXES.set(rows, known);
  return known;
}

/** The rows of each side that may decide about an action on one of some resources. */
export function rowsNear(
  { allows, denies, limits }: RowSides,
  action: string,
  places: readonly string[],
  budget: StepBudget,
): RowSides {
  const near = (rows: readonly Row[]): readonly Row[] => indexOf(rows).find(action, places, budget);
  return {
    allows: near(allows),
    denies: near(denies),
    limits: limits === undefined ? undefined : near(limits),
  };
}
