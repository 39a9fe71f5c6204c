import type { PatternSet, PolicyStatement } from '../model/statement.ts';
import { setKey, type Row } from './permission-rows.ts';

/**
 * Writes rows as statements: joins those that differ in their resource alone, then those that differ in their
 * principal alone, and sorts the outcome. Each step is exact, and what comes out depends on the set of rows alone.
 */
export function regroup(rows: readonly Row[]): readonly PolicyStatement[] {
  const byResource = groupBy(rows, (row) => `${placeKey(row)}\n${row.principal}`).map(joinResources);
  const joined = groupBy(byResource, (row) => `${placeKey(row)}\n${row.resourceKey}`).map(joinPrincipals);
  const keyed = joined.map((statement) => ({ statement, key: statementKey(statement) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ statement }) => statement);
}

/** The one text of a statement; statements are sorted by it. */
export function statementKey(statement: PolicyStatement): string {
  return JSON.stringify(statement);
}

// What rows to be joined have in common. A NotResource is never joined.
function placeKey(row: Row): string {
  return `${row.effect}\n${row.conditionKey}\n${row.actionKey}\n${row.resource?.negated ? row.resourceKey : ''}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function joinResources(rows: readonly [Row, ...Row[]]): Row {
  const [first] = rows;
  if (first.resource === undefined || rows.length === 1) return first;
  const patterns = rows.flatMap((row) => row.resource?.patterns ?? []).sort();
  const resource: PatternSet = { negated: false, patterns };
  return { ...first, resource, resourceKey: setKey(resource) };
}

// A row without a resource is one of a trust policy.
function joinPrincipals(rows: readonly [Row, ...Row[]]): PolicyStatement {
  const { effect, action, resource, condition } = rows[0];
  if (resource !== undefined) return { effect, action, resource, condition };
  const principal = { negated: false, patterns: rows.map((row) => row.principal).sort() };
  return { effect, principal, action, condition };
}
