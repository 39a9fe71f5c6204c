import type { Json } from '../model/json.ts';
import { checkVariables } from './check-variable.ts';
import type { ConditionOperator, OperatorFamily } from './condition-operator.ts';
import { errorAt, quoted, type DocumentPath, type GrammarIssue } from './grammar-issue.ts';
import { conditionValueText } from './parse-condition.ts';
import type { PolicyVersion } from './policy-version.ts';

/** What the values of a family look like, where that can be told. */
const SHAPES: Readonly<Partial<Record<OperatorFamily, { readonly shape: RegExp; readonly takes: string }>>> =
  {
    bool: { shape: /^(true|false)$/i, takes: '"true" or "false"' },
    null: {
      shape: /^(true|false)$/i,
      takes: '"true" (the key must be absent) or "false" (it must be present)',
    },
    numeric: { shape: /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/, takes: 'a number' },
    date: {
      shape:
        /^([0-9]{1,16}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?|[0-9]{4})$/,
      takes: 'a date such as "2027-01-31T00:00:00Z"',
    },
    ip: { shape: /^[0-9a-fA-F.:]+(\/[0-9]{1,3})?$/, takes: 'an address or range such as "203.0.113.0/24"' },
  };

/** Checks one value of a condition key. */
export function checkConditionValue(
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
