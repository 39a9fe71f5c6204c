import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { parsePolicy, type ParsedStatement } from '../policy/parse-policy.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { isNarrowedBy } from './demand.ts';

/**
 * A policy as it is for whoever cannot say under which circumstances it will act. An Allow whose condition demands a value
 * allows nothing for certain, and one whose condition anybody meets (`StringLike: "*"`, `…IfExists`) is an Allow without; a
 * Deny with a condition denies nothing for certain. Statements keep their places.
 *
 * @param role of a boundary every Allow counts: what it lets through under a condition, it does not hold back
 */
export function unconditional(
  document: Json,
  context: PolicyContext,
  role: 'policy' | 'boundary' = 'policy',
): Json {
  if (!isJsonObject(document)) return document;
  const json = document['Statement'] ?? [];
  const statements = (isJsonArray(json) ? json : [json]).map((one) => {
    if (!isJsonObject(one) || one['Condition'] === undefined) return one;
    const [statement] = parsePolicy({ ...document, Statement: [one] }, 'identity', context) ?? [];
    return statement === undefined || !counts(statement, role) ? NOTHING : withoutCondition(one);
  });
  return { ...document, Statement: statements };
}

/** Well formed, and matches no request. */
const NOTHING: JsonObject = { Effect: 'Deny', Action: [], Resource: [] };

function counts({ effect, condition }: ParsedStatement, role: 'policy' | 'boundary'): boolean {
  if (condition.length === 0) return true;
  if (effect === 'Deny') return false;
  return role === 'boundary' || !isNarrowedBy(condition, leavesSomebodyOut);
}

/**
 * Keys that say nothing of what is asked or of whom: whoever has the policy meets them, at once or as soon as they want
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). The principal of an identity
 * policy is always of the account and organisation that it is of, and a region leaves IAM and every other one service out.
 */
const MET_BY_EVERYBODY = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:principalaccount',
  'aws:principalisawsservice',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principaltype',
  'aws:referer',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:securetransport',
  'aws:tokenissuetime',
  'aws:useragent',
  'aws:viaawsservice',
]);

/** Of a network, the first bits that must be fixed: of less, half the internet is in it. */
const LEAST_NETWORK = 8;

function leavesSomebodyOut(key: string, literal: string): boolean {
  if (literal === '' || MET_BY_EVERYBODY.has(key)) return false;
  if (key !== 'aws:sourceip' && key !== 'aws:vpcsourceip') return true;
  const bits = /\/(\d+)$/.exec(literal)?.[1];
  return bits === undefined || Number(bits) >= LEAST_NETWORK;
}

function withoutCondition({ Condition: _condition, ...statement }: JsonObject): JsonObject {
  return statement;
}
