import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { PatternSet } from '../model/statement.ts';
import { setKey } from '../policy/permission-rows.ts';
import { classifyActions, type ActionClass } from './action-classes.ts';
import { contentOf, type Content } from './decide-piece.ts';
import { coversPiece, intersect, subtract, type Piece, type RequestSet } from './request-set.ts';
import type { Row, RowSides } from './rows.ts';
import type { Domain } from './domain.ts';
import { principalBudget, type StepBudget } from './step-budget.ts';

/** Where actions of a class are newly allowed, and one request that shows it; none where that is not known. */
export interface AccessChange {
  readonly actions: ActionClass;
  readonly piece: Piece;
  readonly content: Exclude<Content, 'none'>;
}

export interface CompareOptions {
  readonly domain: (budget: StepBudget) => Domain;
  readonly catalogue: ActionCatalogue;
  /** Actions that are told apart also where no statement names them. */
  readonly always?: PatternSet;
  /** Of the pass over a scope that this comparison is part of. */
  readonly budget?: StepBudget;
}

/** What one side allows beyond the other. */
export interface Comparison {
  readonly changes: readonly AccessChange[];
  /** The comparison was given up: the changes are an upper bound, everything that the side allows at all. */
  readonly tooComplex: boolean;
}

/**
 * What `after` allows and `before` does not, and the other way round. Every request whose verdict turns from denied to
 * allowed is in a gained piece; every request of such a piece turns so. A change without a witness may be empty.
 *
 * A request is newly allowed when it is allowed and not denied after, and before was not allowed, or was denied.
 */
export function compareAccess(
  before: RowSides,
  after: RowSides,
  options: CompareOptions,
): { readonly gains: Comparison; readonly loses: Comparison } {
  const sets = actionSets(before, after);
  return {
    gains: changesOf(sets, before, after, options),
    loses: changesOf(sets, after, before, options),
  };
}

/** What `after` allows and `before` does not, of requests with some actions. */
export function gainsOf(
  wanted: PatternSet,
  before: RowSides,
  after: RowSides,
  options: CompareOptions,
): Comparison {
  return changesOf([wanted, ...actionSets(before, after)], before, after, options, setKey(wanted));
}

function actionSets(...sides: readonly RowSides[]): readonly PatternSet[] {
  const rows = sides.flatMap((side) => [...side.allows, ...side.denies, ...(side.limits ?? [])]);
  return [...new Map(rows.map((row) => [row.actionKey, row.action])).values()];
}

function changesOf(
  sets: readonly PatternSet[],
  before: RowSides,
  after: RowSides,
  { domain: domainOf, catalogue, always, budget: pass }: CompareOptions,
  wanted?: string,
): Comparison {
  if (after.allows.length === 0) return { changes: [], tooComplex: false };
  const budget = principalBudget(pass);
  const all = classifyActions(always === undefined ? sets : [always, ...sets], catalogue, budget);
  const classes = wanted === undefined ? all : all.filter((one) => one.sets.has(wanted));
  const changes = changesIn(classes, before, after, domainOf(budget));
  if (!budget.isSpent) return { changes, tooComplex: false };
  const allowed = new Set(after.allows.map(({ actionKey }) => actionKey));
  const possible = all.filter(({ sets }) => sets.size === 0 || [...sets].some((key) => allowed.has(key)));
  return {
    changes: possible.map((actions) => ({ actions, piece: ANYWHERE, content: 'unknown' })),
    tooComplex: true,
  };
}

const ANYWHERE: Piece = { requests: { within: ['*'], without: [], lines: [] }, minus: [] };

/** What a piece costs those who tell it: a policy of holes becomes a report of megabytes. */
const STEPS_OF_PATTERN_TOLD = 50;

function changesIn(
  classes: readonly ActionClass[],
  before: RowSides,
  after: RowSides,
  domain: Domain,
): readonly AccessChange[] {
  const { budget } = domain;
  const contents = new Map<string, Content>();
  const rows = [before, after].flatMap((side) => [side.allows, side.denies, side.limits ?? []]).flat().length;
  return classes.flatMap((actions) => {
    if (!budget.spend(rows)) return [];
    const [old, now] = [select(before, actions), select(after, actions)];
    return piecesGained(old, now, domain).flatMap((piece): readonly AccessChange[] => {
      const told = 1 + piece.minus.length + piece.requests.without.length;
      if (!budget.spend(told * STEPS_OF_PATTERN_TOLD)) return [];
      const key = JSON.stringify(piece);
      const content = contents.get(key) ?? contentOf(piece, domain);
      contents.set(key, content);
      return content === 'none' ? [] : [{ actions, piece, content }];
    });
  });
}

/** The rows that are about a class of actions. */
interface Selected {
  readonly allows: readonly Row[];
  readonly denies: readonly Row[];
  readonly limits: readonly Row[] | undefined;
}

function select(sides: RowSides, { sets }: ActionClass): Selected {
  const about = (row: Row): boolean => sets.has(row.actionKey);
  return {
    allows: sides.allows.filter(about),
    denies: sides.denies.filter(about),
    limits: sides.limits?.filter(about),
  };
}

function piecesGained(old: Selected, now: Selected, domain: Domain): readonly Piece[] {
  if (now.allows.length === 0 || isSame(old, now)) return [];
  const allowedBefore = allowedBy(old, domain);
  const denied = now.denies.map((row) => row.requests);
  const without = (requests: RequestSet, holes: readonly RequestSet[]): readonly Piece[] => {
    let piece: Piece | undefined = { requests, minus: [] };
    for (const hole of holes) {
      if (piece === undefined || domain.budget.isSpent) return [];
      piece = subtract(piece, hole, domain);
    }
    return piece === undefined ? [] : [piece];
  };
  const pieces = allowedBy(now, domain).flatMap((requests) => {
    if (domain.budget.isSpent) return [];
    return [
      ...without(requests, [...denied, ...allowedBefore]),
      ...old.denies.flatMap((row) => {
        if (domain.budget.isSpent) return [];
        const common = intersect(requests, row.requests, domain);
        return common === undefined ? [] : without(common, denied);
      }),
    ];
  });
  return withoutRepeats(pieces, domain);
}

function isSame(old: Selected, now: Selected): boolean {
  const text = (rows: readonly Row[] | undefined): string =>
    rows
      ?.map((row) => row.requestsKey)
      .sort()
      .join() ?? '-';
  return (
    text(old.allows) === text(now.allows) &&
    text(old.denies) === text(now.denies) &&
    text(old.limits) === text(now.limits)
  );
}

/** What the policies allow as far as the boundary lets them. */
function allowedBy({ allows, limits }: Selected, domain: Domain): readonly RequestSet[] {
  if (limits === undefined) return allows.map((row) => row.requests);
  return allows.flatMap(({ requests }) => {
    if (domain.budget.isSpent) return [];
    const common = limits.flatMap((limit) => intersect(requests, limit.requests, domain) ?? []);
    return common.includes(requests) ? [requests] : common;
  });
}

/** Beyond this many, pieces are not compared with each other: only a hostile policy has them. */
const MOST_PIECES = 200;

function withoutRepeats(pieces: readonly Piece[], domain: Domain): readonly Piece[] {
  if (pieces.length > MOST_PIECES) return pieces;
  const kept: Piece[] = [];
  for (const piece of pieces) {
    if (domain.budget.isSpent) return [];
    if (kept.some((other) => coversPiece(other, piece, domain))) continue;
    const rest = kept.filter((other) => !coversPiece(piece, other, domain));
    kept.splice(0, kept.length, ...rest, piece);
  }
  return kept;
}
