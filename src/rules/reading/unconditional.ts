import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { parsePolicy, type ParsedStatement } from '../../policy/parse-policy.ts';
import { whereAlwaysSent } from './always-sent.ts';
import { isNarrowedBy } from './demand.ts';
import { narrowsAccess, type NarrowingContext } from './narrowing.ts';

/**
 * A policy as it is where the circumstances under which it acts are unknown. An Allow whose condition leaves
 * something out allows nothing for certain, and one whose condition every request meets (`StringLike: "*"`, `…IfExists`,
 * encrypted transport, a region: see narrowing.ts) is an Allow without; a Deny with a condition denies nothing for certain. Statements keep their places.
 *
 * @param role of a boundary every Allow counts: what it lets through under a condition, it does not hold back
 */
export function unconditional(
  document: Json,
  context: NarrowingContext,
  role: 'policy' | 'boundary' = 'policy',
): Json {
  if (!isJsonObject(document)) return document;
  const json = document['Statement'] ?? [];
  const statements = (isJsonArray(json) ? json : [json]).map((one) => {
    if (!isJsonObject(one) || one['Condition'] === undefined) return one;
    const [statement] = parsePolicy({ ...document, Statement: [one] }, 'identity', context) ?? [];
    return statement === undefined || !counts(statement, role, context) ? NOTHING : withoutCondition(one);
  });
  // What is known of a document is kept with it.
  const isUnchanged = isJsonArray(json) && statements.every((one, index) => one === json[index]);
  return isUnchanged ? document : { ...document, Statement: statements };
}

/** Well formed, and matches no request. */
const NOTHING: JsonObject = { Effect: 'Deny', Action: [], Resource: [] };

function counts(
  { effect, action, condition }: ParsedStatement,
  role: 'policy' | 'boundary',
  context: NarrowingContext,
): boolean {
  if (condition.length === 0) return true;
  if (effect === 'Deny') return false;
  return (
    role === 'boundary' ||
    !isNarrowedBy(
      condition.map((line) => whereAlwaysSent(line, action)),
      (key, literal, value) => narrowsAccess(key, literal, value, context),
    )
  );
}

function withoutCondition({ Condition: _condition, ...statement }: JsonObject): JsonObject {
  return statement;
}
