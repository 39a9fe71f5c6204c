import type { ConditionLine, PatternSet } from '../model/statement.ts';
import { ACTION_PATTERN, reducePatterns, RESOURCE_PATTERN, type PatternKind } from './cover-patterns.ts';
import { lineKey } from './parse-condition.ts';
import type { ParsedPatterns, ParsedStatement } from './parse-policy.ts';

/**
 * A policy exploded: one row per effect, condition, principal and resource, with all the actions that hold for it.
 * A `NotAction` or `NotResource` is one indivisible member, so nothing is ever merged across it.
 */
export interface Row {
  readonly effect: 'Allow' | 'Deny';
  readonly condition: readonly ConditionLine[];
  /** The condition's lines as texts. */
  readonly lines: ReadonlySet<string>;
  readonly conditionKey: string;
  /** Empty in an identity policy. */
  readonly principal: string;
  /** Absent in a trust policy. */
  readonly resource: PatternSet | undefined;
  readonly resourceKey: string;
  readonly action: PatternSet;
  readonly actionKey: string;
}

/** Everything of a row but its actions; rows that share it are one row. */
type RowPlace = Omit<Row, 'action' | 'actionKey'>;

interface OpenRow {
  readonly place: RowPlace;
  /** The action sets of the statements that the row comes from, by key. */
  readonly actions: Map<string, PatternSet>;
}

/** Explodes statements into rows. A statement with an empty Action, Resource or Principal grants and denies nothing. */
export function explode(statements: readonly ParsedStatement[]): readonly Row[] {
  const open = new Map<string, OpenRow>();
  for (const statement of statements) {
    const action = canonicalSet(statement.action, ACTION_PATTERN);
    const actionKey = setKey(action);
    if (actionKey === NOTHING) continue;
    for (const place of placesOf(statement)) {
      // Rows with NotAction stand alone; rows with Action are joined.
      const key = placeKey(place, action.negated ? actionKey : '');
      const row = open.get(key);
      if (row) row.actions.set(actionKey, action);
      else open.set(key, { place, actions: new Map([[actionKey, action]]) });
    }
  }
  const unions = new Map<string, { readonly action: PatternSet; readonly actionKey: string }>();
  return [...open.values()].map(({ place, actions }) => closeRow(place, actions, unions));
}

function placeKey(place: RowPlace, actionKey: string): string {
  const { effect, conditionKey, principal, resourceKey } = place;
  return `${effect}\n${conditionKey}\n${JSON.stringify(principal)}\n${resourceKey}\n${actionKey}`;
}

const NOTHING = setKey({ negated: false, patterns: [] });

function placesOf(statement: ParsedStatement): readonly RowPlace[] {
  const { effect, condition } = statement;
  const lines = new Set(condition.map(lineKey));
  const conditionKey = [...lines].join();
  return (statement.principals ?? ['']).flatMap((principal) =>
    resourcesOf(statement.resource).map((resource) => ({
      effect,
      condition,
      lines,
      conditionKey,
      principal,
      resource,
      resourceKey: resource ? setKey(resource) : '',
    })),
  );
}

function resourcesOf(resource: ParsedPatterns | undefined): readonly (PatternSet | undefined)[] {
  if (resource === undefined) return [undefined];
  const reduced = canonicalSet(resource, RESOURCE_PATTERN);
  return reduced.negated
    ? [reduced]
    : reduced.patterns.map((pattern) => ({ negated: false, patterns: [pattern] }));
}

function canonicalSet(parsed: ParsedPatterns, kind: PatternKind): PatternSet {
  return { negated: parsed.negated, patterns: reducePatterns(parsed.patterns, kind) };
}

export function setKey(set: PatternSet): string {
  return `${set.negated ? 'not' : ''}${JSON.stringify(set.patterns)}`;
}

// Many rows come from the same statements; their union is made once.
function closeRow(
  place: RowPlace,
  actions: ReadonlyMap<string, PatternSet>,
  unions: Map<string, { readonly action: PatternSet; readonly actionKey: string }>,
): Row {
  const [only] = actions;
  if (only !== undefined && actions.size === 1) return rowAt(place, only[1], only[0]);
  const key = [...actions.keys()].sort().join();
  const known = unions.get(key);
  if (known) return rowAt(place, known.action, known.actionKey);
  const patterns = [...actions.values()].flatMap((set) => set.patterns);
  const action = canonicalSet({ negated: false, patterns }, ACTION_PATTERN);
  const union = { action, actionKey: setKey(action) };
  unions.set(key, union);
  return rowAt(place, union.action, union.actionKey);
}

/** A row of a place with some actions. Written out: spreading is slow, and rows are many. */
export function rowAt(place: RowPlace, action: PatternSet, actionKey: string): Row {
  const { effect, condition, lines, conditionKey, principal, resource, resourceKey } = place;
  return { effect, condition, lines, conditionKey, principal, resource, resourceKey, action, actionKey };
}
