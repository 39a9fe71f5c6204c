import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import {
  operatorNames,
  parseOperator,
  type ConditionOperator,
  type OperatorFamily,
} from './condition-operator.ts';
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
import { checkVariables } from './check-variable.ts';
import { conditionValueText } from './parse-condition.ts';

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
  const message = `${quoted(name)} is not a condition operator`;
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
      ? `a condition key belongs under an operator: {"StringEquals": {${quoted(name)}: …}}`
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
    const message = `condition key ${quoted(key)} is under ${quoted(operator.text)} twice: keys are case-insensitive`;
    return [errorAt(path, 'duplicate-condition-key', message, 'keep one, with a list of values')];
  }
  seen.add(place);
  if (/^[^\s:]+:\S/.test(key)) return [];
  const message = `${quoted(key)} is not a condition key`;
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

/** What the values of a family look like, where that can be told. */
const SHAPES: Readonly<Partial<Record<OperatorFamily, { readonly shape: RegExp; readonly takes: string }>>> =
  {
    bool: { shape: /^(true|false)$/i, takes: '"true" or "false"' },
    null: {
      shape: /^(true|false)$/i,
      takes: '"true" (the key must be absent) or "false" (it must be present)',
    },
    numeric: { shape: /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$/, takes: 'a number' },
    date: {
      shape:
        /^([0-9]{1,16}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?|[0-9]{4})$/,
      takes: 'a date such as "2027-01-31T00:00:00Z"',
    },
    ip: { shape: /^[0-9a-fA-F.:]+(\/[0-9]{1,3})?$/, takes: 'an address or range such as "203.0.113.0/24"' },
  };

/** Checks one value of a condition key. */
function checkConditionValue(
  operator: ConditionOperator,
  value: Json,
  path: DocumentPath,
  version: PolicyVersion | undefined,
): readonly GrammarIssue[] {
  const text = conditionValueText(value);
  if (text === undefined) {
    const hint =
      typeof value === 'number'
        ? 'write it in quotes: numbers of this size are rounded'
        : 'write a text in quotes';
    return [errorAt(path, 'value-type', `a condition value is ${quoted(value)}; it takes texts`, hint)];
  }
  const { family, name } = operator.base;
  if (family === 'string' || family === 'arn') return checkVariables(text, path, version);
  if (text.includes('${')) {
    const message = `${quoted(name)} has the value ${quoted(text)}; policy variables work with string and ARN operators only`;
    return [errorAt(path, 'variable', message, 'write the value itself')];
  }
  const expected = SHAPES[family];
  if (expected === undefined || expected.shape.test(text)) return [];
  return [
    errorAt(
      path,
      'condition-value',
      `${quoted(name)} has the value ${quoted(text)}; it takes ${expected.takes}`,
    ),
  ];
}
