import type { ConditionLine } from '../model/statement.ts';

/** The line that holds where one of one value does not; undefined where there is none, or it is not certain. */
export function oppositeOf(line: ConditionLine, beside: readonly ConditionLine[]): ConditionLine | undefined {
  const { operator, key, values } = line;
  if (operator === 'Null' && values.length === 1)
    return { ...line, values: [values[0] === 'true' ? 'false' : 'true'] };
  // Of several values, the opposite of one comparison would say "or" where all of them must not hold.
  const opposite = values.length === 1 ? OPPOSITES[operator] : undefined;
  // A positive operator asks for the key: beside it the opposite of a comparison is another comparison.
  const isThere =
    TIMES.includes(key.toLowerCase()) ||
    beside.some((one) => one.key === key && /^(?!.*not)[a-z]+(?<!ifexists|null)$/i.test(one.operator));
  return opposite === undefined || !isThere ? undefined : { ...line, operator: opposite };
}

/**
 * The lines without those that say nothing beside another: of several bounds of one key the nearest, and of a key that is
 * absent nothing else.
 */
export function plainest(lines: readonly ConditionLine[]): readonly ConditionLine[] {
  return lines.filter((line, index) => {
    if (isAbsence(line)) return true;
    const others = lines.filter((other) => other !== line && other.key === line.key);
    // What would fail without the key is left: both together then say that nothing fits.
    if (others.some(isAbsence) && holdsWithoutKey(line)) return false;
    return !others.some(
      (other) => isNearer(other, line) || (isSameBound(other, line) && lines.indexOf(other) < index),
    );
  });
}

function isAbsence({ operator, values }: ConditionLine): boolean {
  return operator === 'Null' && values.length === 1 && values[0] === 'true';
}

function holdsWithoutKey({ operator }: ConditionLine): boolean {
  return /^ForAllValues:|IfExists$/i.test(operator);
}

/** Whether a bound lies within another of the same kind, so that the other one says nothing more. */
function isNearer(one: ConditionLine, other: ConditionLine): boolean {
  const [near, far] = [boundOf(one), boundOf(other)];
  if (near === undefined || far === undefined || near.family !== far.family || near.isUpper !== far.isUpper)
    return false;
  if (near.at === far.at) return !near.isClosed && far.isClosed;
  return near.isUpper ? near.at < far.at : near.at > far.at;
}

function isSameBound(one: ConditionLine, other: ConditionLine): boolean {
  const [first, second] = [boundOf(one), boundOf(other)];
  return first !== undefined && JSON.stringify(first) === JSON.stringify(second);
}

interface Bound {
  readonly family: string;
  readonly isUpper: boolean;
  readonly isClosed: boolean;
  readonly at: number;
}

function boundOf({ operator, values }: ConditionLine): Bound | undefined {
  const [, family = '', side, closed] = /^(Numeric|Date)(Less|Greater)Than(Equals)?$/.exec(operator) ?? [];
  const [value = '', ...more] = values;
  const at = family === 'Date' && !/^[0-9]+$/.test(value) ? Date.parse(value) : Number(value);
  if (side === undefined || more.length > 0 || value === '' || Number.isNaN(at)) return undefined;
  // A date may be written as seconds since 1970.
  const isSeconds = family === 'Date' && /^[0-9]+$/.test(value);
  return { family, isUpper: side === 'Less', isClosed: closed !== undefined, at: isSeconds ? at * 1000 : at };
}

/** The comparison that holds where another one does not. */
export const OPPOSITES: Readonly<Record<string, string>> = {
  NumericLessThan: 'NumericGreaterThanEquals',
  NumericLessThanEquals: 'NumericGreaterThan',
  NumericGreaterThan: 'NumericLessThanEquals',
  NumericGreaterThanEquals: 'NumericLessThan',
  DateLessThan: 'DateGreaterThanEquals',
  DateLessThanEquals: 'DateGreaterThan',
  DateGreaterThan: 'DateLessThanEquals',
  DateGreaterThanEquals: 'DateLessThan',
};

/** The time of the call, which every request has. */
export const TIMES = ['aws:currenttime', 'aws:epochtime'];
