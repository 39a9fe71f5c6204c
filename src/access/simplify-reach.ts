import type { AccessException, AccessReach } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { parseOperator, type ConditionOperator } from '../policy/condition-operator.ts';
import { COMPARISONS } from '../policy/evaluation/compare-values.ts';
import { MULTIVALUED_KEYS } from '../policy/multivalued-keys.ts';
import { lineImplies } from './imply-condition.ts';
import { havePrefixesApart } from './resource-domain.ts';

/**
 * The same requests in fewer words: what is excepted by a value of a condition key is left out of the values that the
 * condition names, `a is v1 or v2, except when a is v2` → `a is v1`, and an exception that no request of the reach meets
 * is dropped.
 */
export function simplifyReach(reach: AccessReach): AccessReach {
  return reach.except.reduce(takeOut, { ...reach, except: [] });
}

function takeOut(reach: AccessReach, exception: AccessException): AccessReach {
  const { on, notOn, when } = exception;
  // Everything but what is outside of something is that.
  if (notOn.length > 0 && on.length + when.length === 0 && reach.on.join() === '*')
    return {
      ...reach,
      on: notOn,
      notOn: reach.notOn.filter((spared) => !notOn.every((one) => havePrefixesApart(one, spared))),
    };
  const left = when.map((line) => withoutLine(reach.when, line));
  // One line that never holds here is enough: the exception is of nothing.
  if (left.some((lines) => lines === reach.when)) return reach;
  const [only] = left;
  const isLineOnly = on.length + notOn.length === 0 && when.length === 1;
  if (isLineOnly && only !== undefined) return { ...reach, when: only };
  return { ...reach, except: [...reach.except, exception] };
}

/** Lines that hold where all of `lines` do and `hole` does not: themselves when it never does; undefined if unknown. */
function withoutLine(
  lines: readonly ConditionLine[],
  hole: ConditionLine,
): readonly ConditionLine[] | undefined {
  for (const line of lines.filter(({ key }) => key === hole.key)) {
    const rest = subtractLine(line, hole);
    if (rest !== undefined) return rest === line ? lines : lines.map((one) => (one === line ? rest : one));
  }
  return undefined;
}

/** A line without the requests of another of its key; undefined where that is no line, or nothing. */
function subtractLine(line: ConditionLine, hole: ConditionLine): ConditionLine | undefined {
  const [one, other] = [parseOperator(line.operator), parseOperator(hole.operator)];
  if (one === undefined || other === undefined || MULTIVALUED_KEYS.includes(line.key)) return undefined;
  if (isNegated(one) && isNegated(other)) return namedOnlyBy(hole, line);
  if (!isPlain(one) || !isPlain(other) || one.base.family !== other.base.family) return undefined;
  const decided = line.values.map((value) => ({ value, is: placeOf(value, one, hole, other) }));
  if (decided.some(({ is }) => is === 'unknown')) return undefined;
  const values = decided.filter(({ is }) => is === 'outside').map(({ value }) => value);
  // Without the key, a line with IfExists holds.
  const absent = one.ifExists && !other.ifExists;
  if (values.length === line.values.length && absent === one.ifExists) return line;
  if (values.length === 0) return absent ? { operator: 'Null', key: line.key, values: ['true'] } : undefined;
  return { ...line, operator: absent ? line.operator : one.base.name, values };
}

/** Not a, without what is neither a nor b: that is b. Both hold without the key, so what is left has it. */
function namedOnlyBy(hole: ConditionLine, line: ConditionLine): ConditionLine | undefined {
  const [wide, narrow] = [hole, line].map((negated) => ({
    ...negated,
    operator: parseOperator(negated.operator)?.base.name.replace('Not', '') ?? '',
  }));
  const operator = wide === undefined ? undefined : parseOperator(wide.operator);
  const other = narrow === undefined ? undefined : parseOperator(narrow.operator);
  if (wide === undefined || narrow === undefined || operator === undefined || other === undefined)
    return undefined;
  if (operator.base.family !== other.base.family) return undefined;
  const decided = wide.values.map((value) => ({ value, is: placeOf(value, operator, narrow, other) }));
  if (decided.some(({ is }) => is === 'unknown')) return undefined;
  const values = decided.filter(({ is }) => is === 'outside').map(({ value }) => value);
  return values.length === 0 ? undefined : { ...wide, values };
}

function isNegated({ qualifier, base }: ConditionOperator): boolean {
  return qualifier === '' && COMPARISONS.get(base.name)?.negated === true;
}

/** One value is compared with one, and an absent key does not match. */
function isPlain({ qualifier, base }: ConditionOperator): boolean {
  return qualifier === '' && COMPARISONS.get(base.name)?.negated === false;
}

/** Whether what a value stands for is in what another line names, or has nothing of it. */
function placeOf(
  value: string,
  operator: ConditionOperator,
  hole: ConditionLine,
  other: ConditionOperator,
): 'inside' | 'outside' | 'unknown' {
  if ([value, ...hole.values].some((one) => one.includes('${'))) return 'unknown';
  const asLine = { operator: operator.base.name, key: hole.key, values: [value] };
  if (lineImplies(asLine, { ...hole, operator: other.base.name })) return 'inside';
  const areApart = hole.values.every((one) =>
    operator.base.family === 'ip'
      ? !lineImplies({ ...asLine, values: [one] }, asLine)
      : (isPattern(operator) && isPattern(other) && havePrefixesApart(value, one)) ||
        isOutside(value, operator, one, other) ||
        isOutside(one, other, value, operator),
  );
  return areApart ? 'outside' : 'unknown';
}

/** Whether the one text that a value stands for is none that another one names. */
function isOutside(text: string, as: ConditionOperator, value: string, operator: ConditionOperator): boolean {
  const compare = COMPARISONS.get(operator.base.name)?.compare;
  return isOneText(text, as) && compare?.(text, value, undefined) === false;
}

function isPattern({ base }: ConditionOperator): boolean {
  return base.wildcards;
}

/** Whether exactly one value of a request matches, but for its spelling. */
function isOneText(value: string, { base }: ConditionOperator): boolean {
  const isExact = [
    'StringEquals',
    'StringLike',
    'ArnLike',
    'ArnEquals',
    'NumericEquals',
    'DateEquals',
    'Bool',
  ];
  return isExact.includes(base.name) && !/[*?$]/.test(value);
}
