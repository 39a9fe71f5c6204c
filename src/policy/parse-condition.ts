import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import type { ConditionLine } from '../model/statement.ts';
import { canonicalOperator, parseOperator, type ConditionOperator } from './condition-operator.ts';
import { compileGlob } from './glob.ts';
import { plainNumber, plainRange } from './plain-value.ts';
import { foldCase, foldVariableKeys } from './policy-variable.ts';
import { inCurrentVersion, type PolicyVersion } from './policy-version.ts';

/**
 * Reads a statement's Condition into lines that all must hold, sorted, each in its one spelling. Undefined when it
 * has no meaning: an unknown operator, a value that is neither text, number nor boolean, or the same key twice under one
 * operator (keys are case-insensitive, and IAM does not say which would win).
 */
export function parseCondition(
  condition: Json,
  version: PolicyVersion,
): readonly ConditionLine[] | undefined {
  if (!isJsonObject(condition)) return undefined;
  const lines = new Map<string, ConditionLine>();
  const seen = new Set<string>();
  for (const [operatorText, block] of Object.entries(condition)) {
    const operator = parseOperator(operatorText);
    if (operator === undefined || !isJsonObject(block)) return undefined;
    for (const [keyText, valueJson] of Object.entries(block)) {
      const key = foldCase(keyText);
      const place = `${operator.text} ${key}`;
      const values = parseValues(valueJson, operator, version);
      if (values === undefined || seen.has(place)) return undefined;
      seen.add(place);
      const line = { operator: canonicalOperator(operator), key, values };
      lines.set(lineKey(line), line);
    }
  }
  return [...lines.keys()].sort().flatMap((text) => lines.get(text) ?? []);
}

/** The one text of a condition line. */
export function lineKey(line: ConditionLine): string {
  return JSON.stringify([line.operator, line.key, line.values]);
}

function parseValues(
  json: Json,
  operator: ConditionOperator,
  version: PolicyVersion,
): readonly string[] | undefined {
  const values = new Set<string>();
  for (const item of isJsonArray(json) ? json : [json]) {
    const text = conditionValueText(item);
    if (text === undefined) return undefined;
    values.add(canonicalValue(inCurrentVersion(text, version), operator));
  }
  return [...values].sort();
}

/**
 * The text of a condition value ("quotation marks are optional for numeric and Boolean values"). Undefined for what
 * is no value, and for a number that JSON readers round.
 */
export function conditionValueText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number' || Math.abs(value) > Number.MAX_SAFE_INTEGER) return undefined;
  return Number.isFinite(value) ? String(value) : undefined;
}

function canonicalValue(text: string, operator: ConditionOperator): string {
  const { family, wildcards, ignoreCase } = operator.base;
  if (family === 'bool' || family === 'null') return foldCase(text);
  if (family === 'ip') return plainRange(text);
  if (family === 'numeric') return plainNumber(text);
  if (family !== 'string' && family !== 'arn') return text;
  if (wildcards) return compileGlob(text, { variables: true, ordered: false }).text;
  return ignoreCase ? foldCase(text) : foldVariableKeys(text);
}
