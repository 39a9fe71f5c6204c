import { PRINCIPAL_DOMAIN } from '../../access/principal-domain.ts';
import type { ConditionLine } from '../../model/statement.ts';
import { parseOperator } from '../../policy/condition-operator.ts';
import { MULTIVALUED_KEYS } from '../../policy/multivalued-keys.ts';
import type { ParsedStatement } from '../../policy/parse-policy.ts';
import { coverMostAddresses } from './networks.ts';

/**
 * Whether a line wants its key to be there with one of its values. `…IfExists` and `ForAllValues:` hold without the key
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html), and a
 * negated operator names those who cannot come in, not those who can.
 */
export function demands({ operator }: ConditionLine): boolean {
  const parsed = parseOperator(operator);
  if (parsed === undefined || parsed.ifExists || parsed.qualifier === 'ForAllValues:') return false;
  return !isNegated(parsed.base.name) && parsed.base.family !== 'null';
}

/**
 * What to write where a condition on a key stands already and holds without it: `StringEquals in place of
 * StringEqualsIfExists on sts:ExternalId`. Undefined where none does.
 *
 * @param key as it is to be written; the lines have it in lower case
 */
export function sayTighter(lines: readonly ConditionLine[], key: string): string | undefined {
  const lax = lines.find((line) => line.key === key.toLowerCase() && holdsWithoutKey(line));
  const parsed = lax === undefined ? undefined : parseOperator(lax.operator);
  if (lax === undefined || parsed === undefined) return undefined;
  const ofSet = parsed.qualifier !== '' && (MULTIVALUED_KEYS.includes(lax.key) || lax.key.endsWith(':amr'));
  return `write ${ofSet ? 'ForAnyValue:' : ''}${parsed.base.name} in place of ${lax.operator} on ${key}, which holds where a request lacks the key`;
}

function holdsWithoutKey({ operator }: ConditionLine): boolean {
  const parsed = parseOperator(operator);
  if (parsed === undefined || isNegated(parsed.base.name) || parsed.base.family === 'null') return false;
  return parsed.ifExists || parsed.qualifier === 'ForAllValues:';
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
