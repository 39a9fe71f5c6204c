import type { AccessException, AccessReach } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { sayConditions, type Style } from './say-statement.ts';

/** A condition in words: `with MFA` beside what may be done, or `aws:PrincipalTag/team is a` behind "when". */
export type Phrase = { readonly beside: string } | { readonly when: string };

/** Conditions in words, with a space before them: ` with MFA and from 10.0.0.0/8 when aws:PrincipalTag/team is a`. */
export function sayWhen(lines: readonly ConditionLine[], style: Style): string {
  return joinPhrases(lines.map((line) => phraseOf(line, false, style)));
}

/** The conditions of a reach, with those that are excepted said by what is left: ` without TLS`. */
export function sayReachConditions({ when, except }: AccessReach, style: Style): string {
  // A positive operator asks for the key: beside it the opposite of a comparison is another comparison.
  const isThere = ({ key }: ConditionLine): boolean =>
    when.some((line) => line.key === key && /^(?!.*not)[a-z]+(?<!ifexists|null)$/i.test(line.operator));
  return joinPhrases([
    ...when.map((line) => phraseOf(line, false, style)),
    ...except.flatMap((one) => {
      const [line] = one.when;
      // Of several values, the opposite of one comparison would say "or" where all of them must not hold.
      const isOne = line?.values.length === 1 && isThere(line);
      const operator = isOne ? OPPOSITES[line.operator] : undefined;
      const negation = negationOf(one, style);
      if (negation === undefined) return [];
      return line === undefined || operator === undefined
        ? negation
        : phraseOf({ ...line, operator }, false, style);
    }),
  ]);
}

const OPPOSITES: Readonly<Record<string, string>> = {
  NumericLessThan: 'NumericGreaterThanEquals',
  NumericLessThanEquals: 'NumericGreaterThan',
  NumericGreaterThan: 'NumericLessThanEquals',
  NumericGreaterThanEquals: 'NumericLessThan',
  DateLessThan: 'DateGreaterThanEquals',
  DateLessThanEquals: 'DateGreaterThan',
  DateGreaterThan: 'DateLessThanEquals',
  DateGreaterThanEquals: 'DateLessThan',
};

/** Exceptions that are not said by what is left. */
export function otherExceptions({ except }: AccessReach, style: Style): readonly AccessException[] {
  return except.filter((one) => negationOf(one, style) === undefined);
}

/** What holds where an exception of one line does not; undefined of any other. */
export function negationOf({ on, notOn, when }: AccessException, style: Style): Phrase | undefined {
  const [line, ...more] = when;
  if (line === undefined || more.length + on.length + notOn.length > 0) return undefined;
  return /^ForAnyValue:.*IfExists$/i.test(line.operator) ? undefined : phraseOf(line, true, style);
}

export function joinPhrases(phrases: readonly Phrase[]): string {
  const beside = [...new Set(phrases.flatMap((one) => ('beside' in one ? [one.beside] : [])))];
  const when = [...new Set(phrases.flatMap((one) => ('when' in one ? [one.when] : [])))];
  return [
    beside.length === 0 ? '' : ` ${beside.join(' and ')}`,
    when.length === 0 ? '' : ` when ${when.join(' and ')}`,
  ].join('');
}

/** A condition as what is asked for: `a request with MFA`, `aws:SourceAccount 111122223333`; or as a clause. */
export function sayDemand(line: ConditionLine, style: Style): string {
  const clause = clauseOf(line, style);
  if (clause !== undefined) return clause;
  const phrase = phraseOf(line, false, style);
  if ('beside' in phrase) return `a request ${phrase.beside}`;
  const key = style.quote(line.key);
  return `${key}${phrase.when.slice(`${key} is`.length)}`;
}

/** A condition that is asked for in a clause alone, as of each value of a key; undefined of any other. */
export function clauseOf(line: ConditionLine, style: Style): string | undefined {
  const phrase = phraseOf(line, false, style);
  if ('beside' in phrase || phrase.when.startsWith(`${style.quote(line.key)} is `)) return undefined;
  return phrase.when;
}

interface Operator {
  readonly qualifier: string;
  /** In lower case, without `not`. */
  readonly name: string;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

function readOperator(text: string): Operator {
  const [, qualifier = '', name = '', ifExists] =
    /^(for\w+:)?([a-z]+?)(ifexists)?$/.exec(text.toLowerCase()) ?? [];
  return {
    qualifier,
    name: name.replace('not', ''),
    negated: name.includes('not'),
    ifExists: ifExists !== undefined,
  };
}

/** One condition, or with `turned` what holds where it does not. */
export function phraseOf(line: ConditionLine, turned: boolean, style: Style): Phrase {
  const operator = readOperator(line.operator);
  const beside = operator.qualifier === '' ? sayBeside(line, operator, turned, style) : undefined;
  return beside === undefined ? { when: sayClause(line, operator, turned, style) } : { beside };
}

/** Keys whose meaning has words of its own. IAM does not regard the case of keys. */
function sayBeside(
  line: ConditionLine,
  operator: Operator,
  turned: boolean,
  style: Style,
): string | undefined {
  const { name, ifExists } = operator;
  const not = operator.negated !== turned;
  const [value = '', ...more] = line.values;
  const single = more.length === 0 ? value.toLowerCase() : undefined;
  const values = (): string => sayValues(line, 'or', style);
  switch (`${line.key.toLowerCase()} ${name}`) {
    case 'aws:multifactorauthpresent bool':
      return sayFlag(single, turned, ifExists, 'true', 'MFA');
    case 'aws:securetransport bool':
      return ifExists ? undefined : sayFlag(single, turned, false, undefined, 'TLS');
    case 'aws:tokenissuetime null':
      if (single === undefined) return undefined;
      return `with ${(single === 'true') === turned ? 'temporary' : 'long-term'} credentials`;
    case 'aws:tokenissuetime datelessthan':
      return ifExists ? undefined : `${not ? 'except ' : ''}in sessions begun before ${values()}`;
    case 'aws:currenttime datelessthan':
      return ifExists ? undefined : `${not ? 'from' : 'before'} ${values()}${not ? ' on' : ''}`;
    case 'aws:currenttime dategreaterthan':
      return ifExists ? undefined : `${not ? 'until' : 'after'} ${values()}`;
    case 'aws:sourceip ipaddress':
      return ifExists && !operator.negated ? undefined : `${not ? 'not ' : ''}from ${values()}`;
    case 'aws:principalorgid stringequals':
      return ifExists ? undefined : `from ${not ? 'outside ' : ''}the organization ${values()}`;
    case 'aws:sourcevpce stringequals':
      return ifExists || not ? undefined : `through the VPC endpoint ${values()}`;
    case 'aws:sourcevpc stringequals':
      return ifExists || not ? undefined : `from the VPC ${values()}`;
    case 'aws:requestedregion stringequals':
      return ifExists ? undefined : `${not ? 'outside' : 'in'} ${values()}`;
    case 'kms:viaservice stringequals':
      return ifExists || not ? undefined : `through ${values()}`;
    case 'sts:externalid stringequals':
      return ifExists ? undefined : `${not ? 'without' : 'with'} the external id ${values()}`;
    default:
      return undefined;
  }
}

/**
 * A key that is true, false, or absent, which counts as false; `ifExists` lets an absent one pass, so only the value
 * `plain` cannot be said with it.
 */
function sayFlag(
  value: string | undefined,
  turned: boolean,
  ifExists: boolean,
  plain: string | undefined,
  what: string,
): string | undefined {
  if (value !== 'true' && value !== 'false') return undefined;
  // "true, or absent" and what is left of "false" without it are neither with nor without.
  if (ifExists ? value === plain : plain !== undefined && value === 'false') return undefined;
  return `${(value === 'true') === turned ? 'without' : 'with'} ${what}`;
}

const IS: readonly [is: string, isNot: string] = ['is', 'is not'];

function hasWildcard(value: string): boolean {
  return /[*?]/.test(value.replace(/\$\{[*?$]\}/g, ''));
}

const VERBS: Readonly<Record<string, readonly [is: string, isNot: string]>> = {
  stringequals: ['is', 'is not'],
  stringequalsignorecase: ['is (ignoring case)', 'is not (ignoring case)'],
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

function sayClause(line: ConditionLine, operator: Operator, turned: boolean, style: Style): string {
  const { qualifier, name, negated, ifExists } = operator;
  const key = style.quote(line.key);
  if (name === 'null') {
    const isAbsent = line.values.length === 1 && (line.values[0]?.toLowerCase() === 'true') !== turned;
    return line.values.length === 1
      ? `${key} is ${isAbsent ? 'absent' : 'present'}`
      : sayConditions([line], style);
  }
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
  const said = `${key} ${not ? isNot : is} ${sayValues(line, not ? 'and' : 'or', style)}`;
  if (!ifExists || negated) return said;
  return turned ? `${key} is present and ${isNot} ${sayValues(line, 'and', style)}` : `${said}, or is absent`;
}

/** `a or b`; of more, the widest first, and how many more. Of what must not be, `a and not b`. */
function sayValues({ values, operator }: ConditionLine, link: 'or' | 'and', { quote, most }: Style): string {
  if (values.length === 0) return '(nothing)';
  const between = link === 'and' ? ' and not ' : ' or ';
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
