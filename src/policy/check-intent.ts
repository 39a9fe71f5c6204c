import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { checkTrustStatement } from './check-trust-statement.ts';
import { parseOperator } from './condition-operator.ts';
import { membersAt, quoted, warningAt, type DocumentPath, type GrammarIssue } from './grammar-issue.ts';
import type { PolicyType } from './policy-type.ts';

/**
 * What IAM takes in a document and what can hardly be meant: conditions and principals that let no caller in. The
 * grammar is another matter (check-grammar.ts). Takes any JSON; never throws.
 */
export function checkIntent(document: JsonObject, type: PolicyType): readonly GrammarIssue[] {
  return membersAt(['Statement'], document['Statement'] ?? []).flatMap(({ value, path }) => {
    if (!isJsonObject(value)) return [];
    return [...(type === 'trust' ? checkTrustStatement(value, path) : []), ...checkWildcards(value, path)];
  });
}

/** Stars under operators that take no wildcards. Variables have a spelling of their own for a star that is meant (`${*}`). */
function checkWildcards(statement: JsonObject, path: DocumentPath): readonly GrammarIssue[] {
  const { Condition: condition } = statement;
  if (!isJsonObject(condition)) return [];
  return Object.entries(condition).flatMap(([name, block]) => {
    const base = parseOperator(name)?.base;
    if (base?.family !== 'string' || base.wildcards || !isJsonObject(block)) return [];
    const like = base.name.includes('Not') ? 'StringNotLike' : 'StringLike';
    return Object.entries(block).flatMap(([key, values]) =>
      membersAt([...path, 'Condition', name, key], values)
        .filter(({ value }) => hasStar(value))
        .map(({ value, path: at }) => {
          // An external id is no text for reports.
          const shown = key.toLowerCase() === 'sts:externalid' ? '' : ` ${quoted(value)}`;
          const message = `the value${shown} of ${quoted(key)} has a star, which is a plain character under ${quoted(base.name)}`;
          return warningAt(
            at,
            'literal-wildcard',
            message,
            `write ${quoted(like)} where it stands for any text`,
          );
        }),
    );
  });
}

function hasStar(value: Json): boolean {
  return typeof value === 'string' && value.replaceAll(/\$\{[^}]*\}/g, '').includes('*');
}
