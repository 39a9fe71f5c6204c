import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { checkConditionValue } from './check-condition-value.ts';
import { operatorNames, parseOperator, type ConditionOperator } from './condition-operator.ts';
import {
  errorAt,
  membersAt,
  quoted,
  similarName,
  warningAt,
  type DocumentPath,
  type GrammarIssue,
} from './grammar-issue.ts';
import type { PolicyVersion } from './policy-version.ts';

/** Checks the Condition of a statement: `{ operator: { key: value or values } }`. */
export function checkCondition(
  condition: Json,
  path: DocumentPath,
  version: PolicyVersion | undefined,
): readonly GrammarIssue[] {
  if (!isJsonObject(condition)) {
    const message = `"Condition" is ${quoted(condition)}; it takes a map of operators`;
    return [errorAt(path, 'condition-shape', message, EXAMPLE)];
  }
  const seen = new Set<string>();
  return Object.entries(condition).flatMap(([name, block]) => {
    const at = [...path, name];
    const operator = parseOperator(name);
    if (operator === undefined) return [unknownOperator(name, at)];
    const casing = operator.text === name ? [] : [wrongCasing(name, operator, at)];
    return [...casing, ...checkBlock(operator, block, at, version, seen)];
  });
}

const EXAMPLE = 'write e.g. {"StringEquals": {"sts:ExternalId": "…"}}';

function wrongCasing(name: string, operator: ConditionOperator, path: DocumentPath): GrammarIssue {
  const message = `condition operator ${quoted(name)} is not in IAM's casing`;
  return errorAt(path, 'operator-casing', message, `write ${quoted(operator.text)}`);
}

function unknownOperator(name: string, path: DocumentPath): GrammarIssue {
  const message = `${quoted(name)} is no condition operator`;
  if (/^(for(all|any)values?:)?null/i.test(name)) {
    return errorAt(
      path,
      'operator',
      message,
      '"Null" tests for presence and takes no "IfExists"; write "Null"',
    );
  }
  if (name.includes(':') && !/^(ForAllValues|ForAnyValue):/i.test(name)) {
    const hint = /^[a-z0-9.-]+:/.test(name)
      ? `a condition key stands under an operator: {"StringEquals": {${quoted(name)}: …}}`
      : 'operators for keys with several values start with "ForAllValues:" or "ForAnyValue:"';
    return errorAt(path, 'operator', message, hint);
  }
  const similar = similarName(name, operatorNames());
  return errorAt(path, 'operator', message, similar ? `write ${quoted(similar)}` : EXAMPLE);
}

function checkBlock(
  operator: ConditionOperator,
  block: Json,
  path: DocumentPath,
  version: PolicyVersion | undefined,
  seen: Set<string>,
): readonly GrammarIssue[] {
  if (!isJsonObject(block)) {
    const message = `${quoted(operator.text)} is ${quoted(block)}; it takes a map of condition keys`;
    return [errorAt(path, 'condition-shape', message, EXAMPLE)];
  }
  const entries = Object.entries(block);
  if (entries.length === 0) {
    const message = `${quoted(operator.text)} is empty: it demands nothing`;
    return [warningAt(path, 'empty-condition', message, 'fill it, or remove it')];
  }
  return entries.flatMap(([key, value]) => [
    ...checkKey(operator, key, [...path, key], seen),
    ...checkValues(operator, key, value, [...path, key], version),
  ]);
}

function checkKey(
  operator: ConditionOperator,
  key: string,
  path: DocumentPath,
  seen: Set<string>,
): readonly GrammarIssue[] {
  const place = `${operator.text} ${key.toLowerCase()}`;
  if (seen.has(place)) {
    const message = `condition key ${quoted(key)} stands under ${quoted(operator.text)} twice: keys are case-insensitive`;
    return [errorAt(path, 'duplicate-condition-key', message, 'keep one, with a list of values')];
  }
  seen.add(place);
  if (/^[^\s:]+:\S/.test(key)) return [];
  const message = `${quoted(key)} is no condition key`;
  return [errorAt(path, 'condition-key', message, 'write service and key, e.g. "aws:SourceIp"')];
}

function checkValues(
  operator: ConditionOperator,
  key: string,
  value: Json,
  path: DocumentPath,
  version: PolicyVersion | undefined,
): readonly GrammarIssue[] {
  if (isJsonArray(value) && value.length === 0) {
    const message = `condition key ${quoted(key)} has an empty list of values`;
    return [errorAt(path, 'empty-array', message, 'fill it, or remove the key')];
  }
  return membersAt(path, value).flatMap((member) =>
    checkConditionValue(operator, member.value, member.path, version),
  );
}
