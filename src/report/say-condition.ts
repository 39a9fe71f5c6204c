import type { AccessException, AccessReach } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { oppositeOf, plainest, TIMES } from './plainest-conditions.ts';
import { hasWildcard, readOperator, sayClause, sayEach, sayValues, type Operator } from './say-clause.ts';
import { sayAccount, type Style } from './say-statement.ts';

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
    joinBounds([...new Set(phrases.flatMap((one) => ('when' in one ? [one.when] : [])))]),
  ];
}

/** Both bounds of one number are one clause, the lower one first: `ec2:VolumeSize is above 100 and at most 500`. */
function joinBounds(clauses: readonly string[]): readonly string[] {
  const upper = clauses.flatMap((clause) => UPPER.exec(clause)?.slice(1, 3) ?? []);
  const [key, bound] = upper;
  const lower = clauses.find((clause) => LOWER.exec(clause)?.[1] === key);
  // Of several upper bounds each stands for itself.
  if (upper.length !== 2 || key === undefined || bound === undefined || lower === undefined) return clauses;
  return clauses
    .filter((clause) => clause !== `${key} is ${bound}`)
    .map((clause) => (clause === lower ? `${lower} and ${bound}` : clause));
}

const LOWER = /^(\S+) is (?:above|at least) \S+$/;
const UPPER = /^(\S+) is ((?:below|at most) \S+)$/;

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
  if (phrase.when === `${key} is present`) return `a value of ${key}`;
  if (phrase.when === `${key} is absent`) return `no value of ${key}`;
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

/** One condition, or with `turned` what holds where it does not. */
export function phraseOf(line: ConditionLine, turned: boolean, style: Style): Phrase {
  const operator = readOperator(line.operator);
  const beside =
    operator.qualifier === ''
      ? sayBeside(line, operator, turned, style)
      : sayOrganizationPath(line, operator, turned, style);
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
    case 'aws:principalaccount stringequals':
      return ifExists ? undefined : `from ${not ? 'outside ' : ''}${sayAccounts(line, not, style)}`;
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

/** A principal has one place in the organization, though the key is one of several values. */
function sayOrganizationPath(
  line: ConditionLine,
  { qualifier, name, negated, ifExists }: Operator,
  turned: boolean,
  style: Style,
): string | undefined {
  if (line.key.toLowerCase() !== 'aws:principalorgpaths' || qualifier !== 'foranyvalue:') return undefined;
  if (negated || ifExists || !/^string(?:equals|like)$/.test(name)) return undefined;
  return `from ${turned ? 'outside ' : ''}the organization path ${sayValues(line, 'or', style)}`;
}

function sayAccounts(line: ConditionLine, not: boolean, style: Style): string {
  const [only = '', ...more] = line.values;
  if (more.length === 0) return sayAccount(only, style);
  return `the AWS accounts ${not ? sayEach(line, style) : sayValues(line, 'or', style)}`;
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
