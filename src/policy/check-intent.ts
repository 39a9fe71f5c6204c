import { isJsonObject, type JsonObject } from '../model/json.ts';
import { checkTrustStatement } from './check-trust-statement.ts';
import { membersAt, type GrammarIssue } from './grammar-issue.ts';
import type { PolicyType } from './policy-type.ts';

/**
 * What IAM takes in a document and what can hardly be meant: principals, actions and conditions of a trust policy that
 * let no caller in. The grammar is another matter (check-grammar.ts), and so is a star under an operator without
 * wildcards (the rule misleading-condition). Takes any JSON; never throws.
 */
export function checkIntent(document: JsonObject, type: PolicyType): readonly GrammarIssue[] {
  if (type !== 'trust') return [];
  return membersAt(['Statement'], document['Statement'] ?? []).flatMap(({ value, path }) => {
    if (!isJsonObject(value)) return [];
    return checkTrustStatement(value, path);
  });
}
