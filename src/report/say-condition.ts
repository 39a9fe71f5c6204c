import type { AccessException, AccessReach } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { sayConditions, type Style } from './say-statement.ts';

/** A condition in words: `with MFA` beside what may be done, or `aws:PrincipalTag/team is a` behind "when". */
export type Phrase = { readonly beside: string } | { readonly when: string };

/** Conditions in words, with a space before them: ` with MFA and from 10.0.0.0/8 when aws:PrincipalTag/team is a`. */
export function sayWhen(lines: readonly ConditionLine[], style: Style): string {
  return joinPhrases(plainest(lines).map((line) => phraseOf(line, false, style)));
}

/** Conditions with those that are excepted said by what is left: ` without TLS`. */
export function sayReachConditions({ when, except }: AccessReach, style: Style): string {
  const left: ConditionLine[] = [];
  const phrases: Phrase[] = [];
  for (const one of except) {
    const negation = negationOf(one, style);
    const [line] = one.when;
    if (negation === undefined || line === undefined) continue;
    const opposite = oppositeOf(line, when);
    if (opposite === undefined) phrases.push(negation);
    else left.push(opposite);
  }
  return joinPhrases([
    ...plainest([...when, ...left]).map((line) => phraseOf(line, false, style)),
    ...phrases,
  ]);
}

/** The line that holds where one of one value does not; undefined where there is none, or it is not certain. */
function oppositeOf(line: ConditionLine, beside: readonly ConditionLine[]): ConditionLine | undefined {
  const { operator, key, values } = line;
  if (operator === 'Null' && values.length === 1)
    return { ...line, values: [values[0] === 'true' ? 'false' : 'true'] };
  // Of several values, the opposite of one comparison would say "or" where all of them must not hold.
  const opposite = values.length === 1 ? OPPOSITES[operator] : undefined;
  // A positive operator asks for the key: beside it the opposite of a comparison is another comparison.
  const isThere =
    ALWAYS_THERE.includes(key.toLowerCase()) ||
    beside.some((one) => one.key === key && /^(?!.*not)[a-z]+(?<!ifexists|null)$/i.test(one.operator));
  return opposite === undefined || !isThere ? undefined : { ...line, operator: opposite };
}

/**
 * The lines without those that say nothing beside another: of several bounds of one key the nearest, and of a key that is
 * absent nothing else.
 */
function plainest(lines: readonly ConditionLine[]): readonly ConditionLine[] {
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

/** Keys that every request has. */
const ALWAYS_THERE = ['aws:currenttime', 'aws:epochtime'];

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
  const [beside, when] = partsOf(phrases);
  return [besideOf(beside), when.length === 0 ? '' : ` when ${when.join(' and ')}`].join('');
}

/** The same of what is excepted, where one `when` would be taken for a condition of the other. */
export function sayExceptedWhen(lines: readonly ConditionLine[], style: Style): string {
  const [beside, when] = partsOf(plainest(lines).map((line) => phraseOf(line, false, style)));
  const link = beside.length > 0 && when.length > 0 ? ' and' : '';
  return `${besideOf(beside)}${link}${when.length === 0 ? '' : ` when ${when.join(' and ')}`}`.trimStart();
}

function partsOf(phrases: readonly Phrase[]): readonly [beside: readonly string[], when: readonly string[]] {
  return [
    [...new Set(phrases.flatMap((one) => ('beside' in one ? [one.beside] : [])))],
    [...new Set(phrases.flatMap((one) => ('when' in one ? [one.when] : [])))],
  ];
}

/** What is not so comes last: ` from 10.0.0.0/8 but not from 10.1.0.0/16`. */
function besideOf(phrases: readonly string[]): string {
  // The subject comes before the audience, and a beginning before an end.
  const sorted = [...phrases].sort((a, b) => placeOf(a) - placeOf(b));
  const are = (test: RegExp): string =>
    sorted
      .filter((one) => test.test(one))
      .reduce((said, one) => {
        const next = said.includes('with the ') ? one.replace(/^with (?=the )/, '') : one;
        return said === '' ? one : `${said} and ${next}`;
      }, '');
  const [is, isNot, isExcept] = [are(/^(?!not |except )/), are(/^not /), are(/^except /)];
  const link = is !== '' && isNot !== '' ? 'but ' : '';
  return [is, `${link}${isNot}`, isExcept].map((part) => (part === '' ? '' : ` ${part}`)).join('');
}

function placeOf(phrase: string): number {
  if (phrase.startsWith('with the subject ')) return 0;
  return /^(?:before|until) /.test(phrase) ? 2 : 1;
}

/** A condition as what is asked for: `a request with MFA`, `aws:SourceAccount 111122223333`; or as a clause. */
export function sayDemand(line: ConditionLine, style: Style): string {
  const clause = clauseOf(line, style);
  if (clause !== undefined) return clause;
  const phrase = phraseOf(line, false, style);
  if ('beside' in phrase) return SHOWN.exec(phrase.beside)?.[1] ?? `a request ${phrase.beside}`;
  const key = style.quote(line.key);
  return `${key}${phrase.when.slice(`${key} is`.length)}`;
}

/** What a caller shows is asked for by its name: `the external id k3j4`. */
const SHOWN = /^with ((?:the (?:external id|subject|audience)|an(?:y)? external id).*)$/s;

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
  const bound = TIMES.includes(line.key.toLowerCase()) ? sayTime(name, not, line, style) : undefined;
  if (bound !== undefined) return ifExists ? undefined : bound;
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
    case 'aws:sourceip ipaddress':
      return ifExists && !operator.negated ? undefined : `${not ? 'not ' : ''}from ${values()}`;
    case 'aws:principalorgid stringequals':
      return ifExists ? undefined : `from ${not ? 'outside ' : ''}the organization ${values()}`;
    case 'aws:sourcevpce stringequals':
      return ifExists || not ? undefined : `through the VPC endpoint ${values()}`;
    case 'aws:sourcevpc stringequals':
      return ifExists || not ? undefined : `from the VPC ${values()}`;
    case 'aws:requestedregion stringequals':
      return ifExists ? undefined : not ? `outside ${sayEach(line, style)}` : `in ${values()}`;
    case 'kms:viaservice stringequals':
      return ifExists || not ? undefined : `through ${values()}`;
    default:
      return sayShown(line, operator, not, style);
  }
}

/** What the caller shows of itself: an external id, or what stands in its token. */
function sayShown(line: ConditionLine, operator: Operator, not: boolean, style: Style): string | undefined {
  const { name, negated, ifExists } = operator;
  const key = line.key.toLowerCase();
  const what = key === 'sts:externalid' ? 'external id' : tokenPart(key, style);
  if (what === undefined) return undefined;
  if (name === 'null' && what === 'external id' && line.values.length === 1)
    return (line.values[0] === 'true') !== not ? 'without an external id' : 'with any external id';
  if (!/^string(?:equals(?:ignorecase)?|like)$/.test(name) || (ifExists && (negated || not)))
    return undefined;
  const isPattern = name === 'stringlike' && line.values.some(hasWildcard);
  if (isPattern && what === 'external id' && !ifExists && line.values.join() === '*')
    return `${not ? 'without an' : 'with any'} external id`;
  const article = isPattern && what === 'external id' ? 'an external id like' : `the ${what}`;
  return `${not ? 'without' : 'with'} ${article} ${sayValues(line, 'or', style)}${ifExists ? ' or none' : ''}`;
}

function tokenPart(key: string, { issuer }: Style): 'subject' | 'audience' | undefined {
  if (issuer === undefined) return undefined;
  if (key === `${issuer.toLowerCase()}:sub`) return 'subject';
  return key === `${issuer.toLowerCase()}:aud` ? 'audience' : undefined;
}

const TIMES = ['aws:currenttime', 'aws:epochtime'];

/** A bound of the time of the call: `before 2027-01-01T00:00:00Z`. */
function sayTime(name: string, not: boolean, line: ConditionLine, style: Style): string | undefined {
  const [value = '', ...more] = line.values;
  if (more.length > 0) return undefined;
  const at = style.quote(/^[0-9]{9,10}$/.test(value) ? isoOf(Number(value)) : value);
  switch (name) {
    case 'datelessthan':
    case 'numericlessthan':
      return not ? `from ${at} on` : `before ${at}`;
    case 'dategreaterthanequals':
    case 'numericgreaterthanequals':
      return not ? `before ${at}` : `from ${at} on`;
    case 'dategreaterthan':
    case 'numericgreaterthan':
      return not ? `until ${at}` : `after ${at}`;
    case 'datelessthanequals':
    case 'numericlessthanequals':
      return not ? `after ${at}` : `until ${at}`;
    default:
      return undefined;
  }
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
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

/** A masked external id says it in words. */
function hasWildcard(value: string): boolean {
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
function sayValues(line: ConditionLine, link: 'or' | 'and', style: Style): string {
  const anyCase = /ignorecase/i.test(line.operator) ? ' (ignoring case)' : '';
  return `${listed(line, link === 'and' ? ' and not ' : ' or ', style)}${anyCase}`;
}

/** `a and b`. */
function sayEach(line: ConditionLine, style: Style): string {
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
