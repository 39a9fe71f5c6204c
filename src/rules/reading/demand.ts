import { PRINCIPAL_DOMAIN } from '../../access/principal-domain.ts';
import type { ConditionLine } from '../../model/statement.ts';
import { parseOperator } from '../../policy/condition-operator.ts';
import type { ParsedStatement } from '../../policy/parse-policy.ts';
import { coverMostAddresses } from './wide-networks.ts';

/**
 * Whether a line wants its key to be there with one of its values. `…IfExists` and `ForAllValues:` hold without the key
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html), and a
 * negated operator names those who may not come in, not those who may.
 */
export function demands({ operator }: ConditionLine): boolean {
  const parsed = parseOperator(operator);
  if (parsed === undefined || parsed.ifExists || parsed.qualifier === 'ForAllValues:') return false;
  return !isNegated(parsed.base.name) && parsed.base.family !== 'null';
}

/** Whether a value of a condition key leaves a caller out; `literal` is what it fixes before its first wildcard. */
export type IsNarrow = (key: string, literal: string, value: string) => boolean;

/** Whether one of the lines demands a value of its key that leaves a caller out. */
export function isNarrowedBy(lines: readonly ConditionLine[], isNarrow: IsNarrow): boolean {
  return lines.some(
    (line) =>
      demands(line) &&
      line.values.length > 0 &&
      !coverMostAddresses(line.values) &&
      line.values.every((value) => isNarrow(line.key, literalStart(line, value), value)),
  );
}

/** What a value fixes, up to its first wildcard or variable. */
export function literalStart({ operator }: ConditionLine, value: string): string {
  const wildcards = parseOperator(operator)?.base.wildcards === true;
  const end = value.search(wildcards ? /[*?]|\$\{/ : /\$\{/);
  return end === -1 ? value : value.slice(0, end);
}

/**
 * What a Deny demands of the principals that it is about and that are let in all the same: "deny unless the organisation
 * is mine" is a condition of every Allow beside it. Only of a Deny with one condition; several of them are alternatives.
 */
export function requiredBy(
  { effect, principals, condition }: ParsedStatement,
  allowed: readonly string[],
): readonly ConditionLine[] {
  const [line, another] = condition;
  if (effect !== 'Deny' || line === undefined || another !== undefined) return [];
  if (!allowed.every((one) => isAbout(principals, one))) return [];
  const parsed = parseOperator(line.operator);
  if (parsed === undefined || parsed.qualifier !== '' || !isNegated(parsed.base.name)) return [];
  return [{ ...line, operator: parsed.base.name.replace('Not', '') }];
}

/** Whether a statement about some principals is about all requests of another one. */
export function isAbout(principals: readonly string[] | undefined, other: string): boolean {
  return principals?.some((one) => PRINCIPAL_DOMAIN.covers(one, other)) === true;
}

function isNegated(name: string): boolean {
  return name.includes('Not');
}
