import { arnFields } from '../model/arn.ts';
import type { ConditionLine } from '../model/statement.ts';
import { parseOperator, type ConditionOperator } from '../policy/condition-operator.ts';
import { COMPARISONS } from '../policy/evaluation/compare-values.ts';
import { compileGlob, covers, matcherOf } from '../policy/glob.ts';
import { lineKey } from '../policy/parse-condition.ts';

/**
 * Whether a line holds wherever all of the others do. True is certain; false may only mean that it is not known:
 * implications are looked for line by line, within one condition key.
 */
export function implies(lines: readonly ConditionLine[], line: ConditionLine): boolean {
  const key = lineKey(line);
  return lines.some((other) => lineKey(other) === key || lineImplies(other, line));
}

/** The same of two lines. */
export function lineImplies(strict: ConditionLine, loose: ConditionLine): boolean {
  if (strict.key !== loose.key) return false;
  const [one, other] = [parseOperator(strict.operator), parseOperator(loose.operator)];
  if (one === undefined || other === undefined) return false;
  if (other.base.family === 'null') return wantsKey(one) && loose.values.join() === 'false';
  if (one.qualifier !== other.qualifier) return false;
  const negated = isNegated(one);
  // With IfExists the key may be absent; without it, a positive operator wants it, and a negated one holds without it.
  if (one.ifExists && !other.ifExists && !(negated && one.qualifier === '')) return false;
  if (negated !== isNegated(other) || one.base.family !== other.base.family) return false;
  return negated
    ? other.base.name === one.base.name && loose.values.every((value) => isAmong(value, strict.values, one))
    : strict.values.every((value) => isWithin(value, one, loose.values, other));
}

/** Whether an operator holds only of a key that is there. */
function wantsKey({ qualifier, base, ifExists }: ConditionOperator): boolean {
  const isPositive = COMPARISONS.get(base.name)?.negated === false;
  return isPositive && !ifExists && qualifier !== 'ForAllValues:';
}

function isNegated({ base }: ConditionOperator): boolean {
  return COMPARISONS.get(base.name)?.negated ?? false;
}

/** Whether what a negated line forbids is forbidden by the other one too. */
function isAmong(value: string, values: readonly string[], operator: ConditionOperator): boolean {
  return values.some((other) => other === value || valueCovers(operator, other, value));
}

/** Whether every text that the value stands for satisfies one value of the looser line. */
function isWithin(
  value: string,
  strict: ConditionOperator,
  values: readonly string[],
  loose: ConditionOperator,
): boolean {
  if (strict.base.name === loose.base.name) return isAmong(value, values, loose);
  const names = `${strict.base.name} ${loose.base.name}`;
  if (names === 'StringLike StringEquals') return isLiteral(value) && values.includes(value);
  if (names === 'StringEquals StringLike')
    return !value.includes('${') && values.some((other) => globCovers(other, literal(value)));
  return (
    ['numeric', 'date'].includes(strict.base.family) &&
    values.some((other) => isTighter(value, strict, other, loose))
  );
}

function valueCovers(operator: ConditionOperator, wide: string, narrow: string): boolean {
  const { name, family, wildcards } = operator.base;
  if (family === 'ip') return rangeCovers(wide, narrow);
  if (family === 'numeric' || family === 'date') return isTighter(narrow, operator, wide, operator);
  // Fields of an ARN are compared one by one: only the same fields can be said to cover each other.
  if (family === 'arn') return arnCovers(wide, narrow);
  return wildcards && name.endsWith('Like') && globCovers(wide, narrow);
}

function globCovers(wide: string, narrow: string): boolean {
  const syntax = { variables: true, ordered: false };
  return covers(matcherOf(compileGlob(wide, syntax).symbols), compileGlob(narrow, syntax).symbols);
}

function arnCovers(wide: string, narrow: string): boolean {
  // A variable may stand for colons.
  if (wide.includes('${') || narrow.includes('${')) return false;
  const [one, other] = [arnFields(wide), arnFields(narrow)];
  return (
    one.length === 6 &&
    other.length === 6 &&
    one.every((field, index) => globCovers(field, other[index] ?? ''))
  );
}

/** Whether a text means itself, under operators with wildcards and without. */
function isLiteral(text: string): boolean {
  return !/[*?$]/.test(text);
}

/** A literal text as a pattern. */
function literal(text: string): string {
  return text.replace(/[*?$]/g, (character) => `\${${character}}`);
}

const BELOW = ['LessThan', 'LessThanEquals'];
const ABOVE = ['GreaterThan', 'GreaterThanEquals'];

function isTighter(
  value: string,
  strict: ConditionOperator,
  limit: string,
  loose: ConditionOperator,
): boolean {
  const suffix = (operator: ConditionOperator): string => operator.base.name.replace(/^(Numeric|Date)/, '');
  const [from, to] = [suffix(strict), suffix(loose)];
  const compare = COMPARISONS.get(loose.base.name)?.compare;
  if (compare === undefined) return false;
  const reaches = compare(value, limit, undefined);
  if (from === 'Equals') return reaches;
  const same = (BELOW.includes(from) && BELOW.includes(to)) || (ABOVE.includes(from) && ABOVE.includes(to));
  // "below 10" implies "below 10": the value itself need not reach the limit.
  return (
    same &&
    (reaches || (from === to && value === limit) || (!from.endsWith('Equals') && isSame(value, limit, loose)))
  );
}

function isSame(value: string, limit: string, { base }: ConditionOperator): boolean {
  const equals = base.family === 'date' ? 'DateEquals' : 'NumericEquals';
  return COMPARISONS.get(equals)?.compare(value, limit, undefined) ?? false;
}

function rangeCovers(wide: string, narrow: string): boolean {
  const inRange = COMPARISONS.get('IpAddress')?.compare;
  const [base = '', prefix] = narrow.split('/');
  const [, widePrefix] = wide.split('/');
  const bits = base.includes(':') ? 128 : 32;
  const [size, wideSize] = [Number(prefix ?? bits), Number(widePrefix ?? bits)];
  return (
    inRange !== undefined && Number.isInteger(size) && wideSize <= size && inRange(base, wide, undefined)
  );
}
