import { parsePrincipalArn } from '../model/arn.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { PolicyStatement } from '../model/statement.ts';
import { parsePolicy } from './parse-policy.ts';
import { explode } from './permission-rows.ts';
import type { PolicyContext, PolicyType } from './policy-type.ts';
import { rawText } from './raw-text.ts';
import { regroup } from './regroup.ts';
import { subsumeRows } from './subsume-rows.ts';

/**
 * A policy in canonical form: equal statements mean equal permission. A document without certain meaning stays as
 * it is and is equal to nothing but itself.
 */
export type CanonicalPolicy =
  | { readonly wellFormed: true; readonly statements: readonly PolicyStatement[] }
  | { readonly wellFormed: false; readonly raw: Json };

/**
 * Brings a policy document into its canonical form: exploded into rows of one principal, condition and resource,
 * what another row has already dropped, and regrouped. It takes what IAM could hold and a little more; whether IAM
 * would accept the document is the question of checkGrammar. Never throws.
 */
export function canonicalPolicy(document: Json, type: PolicyType, context: PolicyContext): CanonicalPolicy {
  // Which principals a trust policy names depends on which exist.
  if (!isJsonObject(document) || (type === 'trust' && context.principals !== undefined))
    return readPolicy(document, type, context);
  const known = CANONICAL.get(document) ?? new Map<string, CanonicalPolicy>();
  CANONICAL.set(document, known);
  const key = `${type} ${context.partition}`;
  const canonical = known.get(key) ?? readPolicy(document, type, context);
  known.set(key, canonical);
  return canonical;
}

// A document is compared, digested and judged: each needs the same form.
const CANONICAL = new WeakMap<JsonObject, Map<string, CanonicalPolicy>>();

function readPolicy(
  document: Json,
  type: PolicyType,
  context: PolicyContext,
  principalName = (principal: string): string => principal,
): CanonicalPolicy {
  const read = parsePolicy(document, type, context);
  if (read === undefined) return { wellFormed: false, raw: document };
  const statements = read.map((statement) =>
    statement.principals === undefined
      ? statement
      : { ...statement, principals: [...new Set(statement.principals.map(principalName))].sort() },
  );
  return { wellFormed: true, statements: regroup(subsumeRows(explode(statements))) };
}

/**
 * The text by which two policies of a type are compared and digested: equal texts mean equal permission. The text of
 * a document without certain meaning is never that of one with.
 */
export function canonicalPolicyKey(document: Json, type: PolicyType, context: PolicyContext): string {
  const canonical =
    type === 'trust'
      ? readPolicy(document, type, context, nameInOneCase)
      : canonicalPolicy(document, type, context);
  return canonical.wellFormed
    ? `policy:${JSON.stringify(canonical.statements)}`
    : `malformed:${rawText(canonical.raw)}`;
}

/**
 * Names of IAM are not told apart by case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names), and IAM shows a
 * role or user as it is spelled there, whatever the trust policy said.
 */
function nameInOneCase(principal: string): string {
  const arn = parsePrincipalArn(principal);
  if (arn?.service !== 'iam' || !/^(role|user)\//.test(arn.resource)) return principal;
  const name = principal.lastIndexOf('/') + 1;
  return principal.slice(0, name) + principal.slice(name).toLowerCase();
}
