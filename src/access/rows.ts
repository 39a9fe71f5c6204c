import type { Json } from '../model/json.ts';
import type { PatternSet, PolicyStatement } from '../model/statement.ts';
import { canonicalPolicy } from '../policy/canonical.ts';
import { setKey } from '../policy/permission-rows.ts';
import type { PolicyContext, PolicyType } from '../policy/policy-type.ts';
import { requestsKey, type RequestSet } from './request-set.ts';

/** One statement of a policy for one of its resources or principals. */
export interface Row {
  readonly effect: 'Allow' | 'Deny';
  readonly action: PatternSet;
  readonly actionKey: string;
  readonly requests: RequestSet;
  readonly requestsKey: string;
}

/** Everything that decides about a principal's requests. */
export interface RowSides {
  readonly allows: readonly Row[];
  readonly denies: readonly Row[];
  /** What the boundary allows; undefined where there is none. */
  readonly limits: readonly Row[] | undefined;
}

/** The rows of a document; undefined when it has no certain meaning. */
export function rowsOf(document: Json, type: PolicyType, context: PolicyContext): readonly Row[] | undefined {
  if (typeof document !== 'object' || document === null) return readRows(document, type, context);
  const byContext = ROWS.get(document) ?? new Map<string, readonly Row[] | undefined>();
  ROWS.set(document, byContext);
  const key = `${type} ${context.partition}`;
  if (!byContext.has(key)) byContext.set(key, readRows(document, type, context));
  return byContext.get(key);
}

// A file may hold thousands of expectations of one role: each document is read once.
const ROWS = new WeakMap<object, Map<string, readonly Row[] | undefined>>();

function readRows(document: Json, type: PolicyType, context: PolicyContext): readonly Row[] | undefined {
  const policy = canonicalPolicy(document, type, context);
  return policy.wellFormed ? policy.statements.flatMap(rowsOfStatement) : undefined;
}

/** Puts together what policies and a boundary say. A Deny of a boundary denies like any other. */
export function sidesOf(own: readonly Row[], boundary: readonly Row[] | undefined): RowSides {
  const isDeny = (row: Row): boolean => row.effect === 'Deny';
  return {
    allows: distinct(own.filter((row) => !isDeny(row))),
    denies: distinct([...own, ...(boundary ?? [])].filter(isDeny)),
    limits: boundary?.filter((row) => !isDeny(row)),
  };
}

export const NOTHING: RowSides = { allows: [], denies: [], limits: undefined };

function rowsOfStatement({
  effect,
  action,
  resource,
  principal,
  condition,
}: PolicyStatement): readonly Row[] {
  const actionKey = setKey(action);
  return placesOf(resource ?? principal).map((place) => {
    const requests = { ...place, lines: condition };
    return { effect, action, actionKey, requests, requestsKey: requestsKey(requests) };
  });
}

function placesOf(set: PatternSet | undefined): readonly Pick<RequestSet, 'within' | 'without'>[] {
  if (set === undefined) return [];
  if (set.negated) return [{ within: ['*'], without: set.patterns }];
  return set.patterns.map((pattern) => ({ within: [pattern], without: [] }));
}

function distinct(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [`${row.actionKey}\n${row.requestsKey}`, row])).values()];
}
