import type { ConditionLine } from '../model/statement.ts';
import { OPPOSITES } from './plainest-conditions.ts';
import { sayConditions, type Style } from './say-statement.ts';

/** An operator of a condition, taken apart. */
export interface Operator {
  readonly qualifier: string;
  /** In lower case, without `not`. */
  readonly name: string;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

/** `ForAnyValue:StringNotLikeIfExists` in its parts. */
export function readOperator(text: string): Operator {
  const [, qualifier = '', name = '', ifExists] =
    /^(for\w+:)?([a-z]+?)(ifexists)?$/.exec(text.toLowerCase()) ?? [];
  return {
    qualifier,
    name: name.replace('not', ''),
    negated: name.includes('not'),
    ifExists: ifExists !== undefined,
  };
}

const IS: readonly [is: string, isNot: string] = ['is', 'is not'];

/** A masked external id says it in words. */
export function hasWildcard(value: string): boolean {
  return /[*?]|\(has a wildcard\)$/.test(value.replace(/\$\{[*?$]\}/g, ''));
}

const VERBS: Readonly<Record<string, readonly [is: string, isNot: string]>> = {
  stringequals: ['is', 'is not'],
  stringequalsignorecase: ['is', 'is not'],
  stringlike: ['is like', 'is not like'],
  arnequals: ['is like', 'is not like'],
  arnlike: ['is like', 'is not like'],
  binaryequals: ['is', 'is not'],
  bool: ['is', 'is not'],
  ipaddress: ['is in', 'is not in'],
  numericequals: ['is', 'is not'],
  numericlessthan: ['is below', 'is not below'],
  numericlessthanequals: ['is at most', 'is not at most'],
  numericgreaterthan: ['is above', 'is not above'],
  numericgreaterthanequals: ['is at least', 'is not at least'],
  dateequals: ['is', 'is not'],
  datelessthan: ['is before', 'is not before'],
  datelessthanequals: ['is at or before', 'is not at or before'],
  dategreaterthan: ['is after', 'is not after'],
  dategreaterthanequals: ['is at or after', 'is not at or after'],
};

export function sayClause(line: ConditionLine, operator: Operator, turned: boolean, style: Style): string {
  const { qualifier, name, negated, ifExists } = operator;
  const key = style.quote(line.key);
  if (name === 'null') {
    const isAbsent = line.values.length === 1 && (line.values[0]?.toLowerCase() === 'true') !== turned;
    return line.values.length === 1
      ? `${key} is ${isAbsent ? 'absent' : 'present'}`
      : sayConditions([line], style);
  }
  // Any value at all: without the key a negated operator holds, and another one does not.
  if (qualifier === '' && name === 'stringlike' && !ifExists && line.values.join() === '*')
    return `${key} is ${negated === turned ? 'present' : 'absent'}`;
  const verbs = VERBS[name];
  if (verbs === undefined) return `${turned ? 'not ' : ''}${sayConditions([line], style)}`;
  const [is, isNot] = /like$|^arn/.test(name) && !line.values.some(hasWildcard) ? IS : verbs;
  if (qualifier !== '') {
    // What holds for not each value fails for at least one, and what holds for not one fails for each.
    const ofEach = qualifier === 'forallvalues:';
    if (!ofEach && turned && !negated) return `no ${key} ${is} ${sayValues(line, 'or', style)}`;
    const not = negated !== turned;
    const each = ofEach !== turned ? `each ${key}, if any,` : `at least one ${key}`;
    return `${each} ${not ? isNot : is} ${sayValues(line, not ? 'and' : 'or', style)}`;
  }
  // A negated operator holds without the key, a positive one does not.
  const not = negated !== turned;
  const opposite = turned && !negated ? oppositeVerb(line, operator, style) : undefined;
  if (opposite !== undefined) return `${key} is ${ifExists ? '' : 'absent or '}${opposite}`;
  if (ifExists && !negated)
    return turned
      ? `${key} is present and ${isNot} ${sayValues(line, 'and', style)}`
      : `${key} is absent or ${`${is} `.slice('is '.length)}${sayValues(line, 'or', style)}`;
  return `${key} ${not ? isNot : is} ${sayValues(line, not ? 'and' : 'or', style)}`;
}

/** What a key is, where it is there and a comparison with one value does not hold: `above 10`, `false`. */
function oppositeVerb({ key, values }: ConditionLine, { name }: Operator, style: Style): string | undefined {
  const [value = '', ...more] = values;
  // What people name themselves, as tags, may be no number at all.
  if (more.length > 0 || key.includes('/')) return undefined;
  if (name === 'bool' && /^(?:true|false)$/i.test(value))
    return style.quote(/^true$/i.test(value) ? 'false' : 'true');
  const base = Object.keys(OPPOSITES).find((one) => one.toLowerCase() === name);
  const verb = base === undefined ? undefined : VERBS[OPPOSITES[base]?.toLowerCase() ?? ''];
  return verb === undefined ? undefined : `${verb[0].slice('is '.length)} ${style.quote(value)}`;
}

/** `a or b`; of more, the widest first, and how many more. Of what must not be, `a and not b`. */
export function sayValues(line: ConditionLine, link: 'or' | 'and', style: Style): string {
  const anyCase = /ignorecase/i.test(line.operator) ? ' (ignoring case)' : '';
  return `${listed(line, link === 'and' ? ' and not ' : ' or ', style)}${anyCase}`;
}

/** `a and b`. */
export function sayEach(line: ConditionLine, style: Style): string {
  return listed(line, ' and ', style);
}

function listed({ values, operator }: ConditionLine, between: string, { quote, most }: Style): string {
  if (values.length === 0) return '(nothing)';
  if (values.length <= most) return values.map(quote).join(between);
  const shown = [...values].sort((a, b) => widthOf(a, operator) - widthOf(b, operator)).slice(0, MOST_VALUES);
  return `${shown.map(quote).join(', ')} and ${values.length - shown.length} more`;
}

/** Of a list that is cut. */
const MOST_VALUES = 2;

/** What leaves most open is shown: the widest range, the pattern with the least before its first wildcard. */
function widthOf(value: string, operator: string): number {
  if (/ipaddress/i.test(operator)) return Number(value.split('/')[1] ?? '128');
  const wildcard = value.search(/[*?$]/);
  return wildcard === -1 ? Number.MAX_SAFE_INTEGER : wildcard;
}
