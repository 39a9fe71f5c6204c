import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { checkStatement } from './check-statement.ts';
import {
  alternatives,
  errorAt,
  quoted,
  unknownElement,
  type DocumentPath,
  type GrammarIssue,
} from './grammar-issue.ts';
import type { PolicyType } from './policy-type.ts';
import { POLICY_VERSIONS, policyVersionOf } from './policy-version.ts';
import { LONGEST_DOCUMENT, oversize } from './document-size.ts';

export type { GrammarIssue } from './grammar-issue.ts';

/** More would only say the same again. */
const MOST_ISSUES = 100;

const ELEMENTS = ['Version', 'Id', 'Statement'];

/**
 * Says what IAM would refuse in a policy document (errors), and what it would take and read otherwise than the
 * author meant (warnings), in the order of the document, each with its path in it. Takes any JSON; never throws.
 * The grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function checkGrammar(document: Json, type: PolicyType): readonly GrammarIssue[] {
  if (!isJsonObject(document)) {
    const message = `a policy document is an object with "Version" and "Statement"; this is ${quoted(document)}`;
    return [errorAt([], 'policy-shape', message)];
  }
  const text = checkText(document);
  if (text.some((issue) => issue.code === 'too-deep' || issue.code === 'too-long')) return text;
  return [...text, ...checkElements(document, type), ...checkStatements(document, type)].slice(
    0,
    MOST_ISSUES,
  );
}

function checkElements(document: JsonObject, type: PolicyType): readonly GrammarIssue[] {
  const issues = Object.keys(document)
    .filter((key) => !ELEMENTS.includes(key))
    .map((key) => unknownElement([key], key, 'a policy', ELEMENTS));
  const version = Object.hasOwn(document, 'Version') ? document['Version'] : undefined;
  if (policyVersionOf(document) === undefined) {
    const message = `"Version" is ${quoted(version ?? null)}; IAM accepts exactly ${alternatives(POLICY_VERSIONS)}`;
    issues.push(errorAt(['Version'], 'version', message, 'write "2012-10-17", in quotes'));
  }
  if (Object.hasOwn(document, 'Id')) issues.push(...checkId(document['Id'] ?? null, type));
  return issues;
}

function checkId(id: Json, type: PolicyType): readonly GrammarIssue[] {
  if (type === 'identity') {
    return [errorAt(['Id'], 'id', '"Id" is not allowed in the policy of a role, user or group', 'remove it')];
  }
  return typeof id === 'string'
    ? []
    : [errorAt(['Id'], 'value-type', `"Id" is ${quoted(id)}; it takes a text`)];
}

function checkStatements(document: JsonObject, type: PolicyType): readonly GrammarIssue[] {
  const json = Object.hasOwn(document, 'Statement') ? document['Statement'] : undefined;
  if (json === undefined) {
    return [errorAt([], 'missing-statement', 'the policy has no "Statement"', 'add a list of statements')];
  }
  if (!isJsonArray(json)) return checkStatementShape(json, ['Statement'], document, type);
  if (json.length === 0) {
    const hint = 'add a statement, or remove the policy';
    return [errorAt(['Statement'], 'empty-array', '"Statement" is an empty list; IAM refuses it', hint)];
  }
  const issues: GrammarIssue[] = [];
  for (const [index, statement] of json.entries()) {
    if (issues.length >= MOST_ISSUES) break;
    issues.push(...checkStatementShape(statement, ['Statement', index], document, type));
  }
  return [...issues, ...checkSidsDiffer(json)];
}

function checkStatementShape(
  statement: Json,
  path: DocumentPath,
  document: JsonObject,
  type: PolicyType,
): readonly GrammarIssue[] {
  if (isJsonObject(statement)) return checkStatement(statement, path, type, policyVersionOf(document));
  const message = `a statement is an object with "Effect" and "Action"; this is ${quoted(statement)}`;
  return [errorAt(path, 'statement-shape', message)];
}

function checkSidsDiffer(statements: readonly Json[]): readonly GrammarIssue[] {
  const seen = new Set<string>();
  return statements.flatMap((statement, index) => {
    const sid = isJsonObject(statement) && Object.hasOwn(statement, 'Sid') ? statement['Sid'] : undefined;
    if (typeof sid !== 'string' || sid === '') return [];
    if (!seen.has(sid)) {
      seen.add(sid);
      return [];
    }
    const message = `"Sid" is ${quoted(sid)} in two statements; within a policy each must differ`;
    return [errorAt(['Statement', index, 'Sid'], 'duplicate-sid', message, 'rename or remove one of them')];
  });
}

// The IAM API takes [\t\n\r\x20-\xFF] in a document.
const FOREIGN_CHARACTER = /[^\t\n\r\x20-\xFF]/;

/** Checks a document's size, depth and characters; of the characters, the first wrong one. */
function checkText(document: Json): readonly GrammarIssue[] {
  const limit = oversize(document);
  if (limit === 'too-deep') {
    return [
      errorAt([], 'too-deep', 'the document is nested far deeper than any policy', 'remove what is nested'),
    ];
  }
  if (limit === 'too-long') {
    const message = `the document is longer than ${LONGEST_DOCUMENT} characters, far more than IAM takes`;
    return [errorAt([], 'too-long', message, 'split it into several policies')];
  }
  const issue = firstForeignCharacter(document, []);
  return issue ? [issue] : [];
}

function firstForeignCharacter(value: Json, path: DocumentPath): GrammarIssue | undefined {
  if (typeof value === 'string') return foreignCharacter(value, path);
  const members = isJsonArray(value)
    ? [...value.entries()]
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  for (const [key, member] of members) {
    const at = [...path, key];
    const issue =
      (typeof key === 'string' ? foreignCharacter(key, at) : undefined) ?? firstForeignCharacter(member, at);
    if (issue) return issue;
  }
  return undefined;
}

function foreignCharacter(text: string, path: DocumentPath): GrammarIssue | undefined {
  const at = text.search(FOREIGN_CHARACTER);
  if (at === -1) return undefined;
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = `${quoted(text)} holds the character U+${code}; IAM takes no character above U+00FF in a policy`;
  return errorAt(path, 'character', message, 'replace it, for instance "–" by "-"');
}
