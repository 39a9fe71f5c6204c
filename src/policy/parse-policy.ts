import { isArn } from '../model/arn.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ConditionLine } from '../model/statement.ts';
import { ACTION_PATTERN, canonicalPattern, RESOURCE_PATTERN } from './cover-patterns.ts';
import { fitsPolicy } from './document-size.ts';
import { parseCondition } from './parse-condition.ts';
import { parsePrincipal } from './parse-principal.ts';
import type { PolicyContext, PolicyType } from './policy-type.ts';
import { foldCase } from './policy-variable.ts';
import { inCurrentVersion, policyVersionOf, type PolicyVersion } from './policy-version.ts';

/** Action or Resource of a statement, its patterns in their one spelling but neither sorted nor reduced. */
export interface ParsedPatterns {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** A statement as it was written, read by the rules of version 2012-10-17. */
export interface ParsedStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Absent in an identity policy. */
  readonly principals?: readonly string[];
  readonly action: ParsedPatterns;
  /** Absent in a trust policy. */
  readonly resource?: ParsedPatterns;
  readonly condition: readonly ConditionLine[];
}

const POLICY_KEYS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_KEYS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Reads the statements of a document. It takes what IAM could hold and a little more (odd casing of operators, a Sid
 * that IAM would refuse); undefined when any part of it has no certain meaning.
 */
export function parsePolicy(
  document: Json,
  type: PolicyType,
  context: PolicyContext,
): readonly ParsedStatement[] | undefined {
  if (!isJsonObject(document) || !fitsPolicy(document)) return undefined;
  if (!Object.keys(document).every((key) => POLICY_KEYS.has(key))) return undefined;
  const version = policyVersionOf(document);
  if (version === undefined || !isLabel(document, 'Id')) return undefined;
  const json = memberOf(document, 'Statement');
  const statements = isJsonArray(json) ? json : json === undefined ? [undefined] : [json];
  const parsed: ParsedStatement[] = [];
  for (const statement of statements) {
    const result = isJsonObject(statement) ? parseStatement(statement, version, type, context) : undefined;
    if (result === undefined) return undefined;
    parsed.push(result);
  }
  return parsed;
}

function parseStatement(
  statement: JsonObject,
  version: PolicyVersion,
  type: PolicyType,
  context: PolicyContext,
): ParsedStatement | undefined {
  if (!Object.keys(statement).every((key) => STATEMENT_KEYS.has(key)) || !isLabel(statement, 'Sid'))
    return undefined;
  const effect = memberOf(statement, 'Effect');
  const action = parsePatterns(statement, 'Action', canonicalAction);
  const condition = parseCondition(memberOf(statement, 'Condition') ?? {}, version);
  if ((effect !== 'Allow' && effect !== 'Deny') || !action || !condition) return undefined;
  const principal = memberOf(statement, 'Principal');
  const resource = parsePatterns(statement, 'Resource', (text) => canonicalResource(text, version));
  if (type === 'trust') {
    const principals = principal === undefined ? undefined : parsePrincipal(principal, context);
    const hasResource = 'Resource' in statement || 'NotResource' in statement;
    return principals && !hasResource ? { effect, principals, action, condition } : undefined;
  }
  return resource && principal === undefined ? { effect, action, resource, condition } : undefined;
}

function memberOf(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isLabel(object: JsonObject, key: string): boolean {
  const label = memberOf(object, key);
  return label === undefined || typeof label === 'string';
}

function parsePatterns(
  statement: JsonObject,
  element: 'Action' | 'Resource',
  canonical: (text: string) => string | undefined,
): ParsedPatterns | undefined {
  const plain = memberOf(statement, element);
  const negation = memberOf(statement, `Not${element}`);
  const value = plain ?? negation;
  if (value === undefined || (plain !== undefined && negation !== undefined)) return undefined;
  const patterns: string[] = [];
  for (const member of isJsonArray(value) ? value : [value]) {
    const text = typeof member === 'string' ? canonical(member) : undefined;
    if (text === undefined) return undefined;
    patterns.push(text);
  }
  return { negated: plain === undefined, patterns };
}

const ACTION = /^[a-z0-9.-]+:[^:]+$/;

/** Actions are case-insensitive, prefix and name. Undefined when the text names no action. */
function canonicalAction(text: string): string | undefined {
  const folded = foldCase(text);
  // Old documents write everything in this way, and auditors of IAM take it for that.
  if (folded === '*:*') return '*';
  return folded === '*' || ACTION.test(folded) ? canonicalPattern(folded, ACTION_PATTERN) : undefined;
}

function canonicalResource(text: string, version: PolicyVersion): string | undefined {
  if (text === '*') return text;
  return isArn(text) ? canonicalPattern(inCurrentVersion(text, version), RESOURCE_PATTERN) : undefined;
}
