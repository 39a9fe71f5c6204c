import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { parsePrincipal } from './parse-principal.ts';
import type { PolicyContext } from './policy-type.ts';

/**
 * The principals that the Allow statements of a trust policy let in, whatever their conditions: `AWS:…`, `Service:…`,
 * `Federated:…`, or `*` for everyone; sorted, without repeats. Where a document has no certain meaning, every one that
 * it may let in is named too: of a role that is not declared by any file, too much is better said than too little.
 */
export function trustedPrincipals(
  document: Json,
  context: PolicyContext = { partition: 'aws' },
): readonly string[] {
  const json = isJsonObject(document) ? document['Statement'] : undefined;
  const statements = (isJsonArray(json) ? json : [json ?? null]).filter(isJsonObject);
  const allowing = statements.filter((statement) => statement['Effect'] !== 'Deny');
  return [...new Set(allowing.flatMap((statement) => principalsOf(statement, context)))].sort();
}

function principalsOf(statement: JsonObject, context: PolicyContext): readonly string[] {
  if (Object.hasOwn(statement, 'NotPrincipal')) return ['*'];
  const principal = statement['Principal'] ?? null;
  return parsePrincipal(principal, context) ?? looselyNamed(principal);
}

function looselyNamed(principal: Json): readonly string[] {
  if (typeof principal === 'string') return [`AWS:${principal}`];
  if (!isJsonObject(principal)) return [];
  return Object.entries(principal).flatMap(([type, members]) =>
    (isJsonArray(members) ? members : [members])
      .filter((member) => typeof member === 'string' || typeof member === 'number')
      .map((member) => `${type}:${member}`),
  );
}
