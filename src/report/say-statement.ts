import { parseArn, wholeAccount } from '../model/arn.ts';
import type { ConditionLine, PatternSet, PolicyStatement } from '../model/statement.ts';

/** How data within a sentence is written: as it is, or as a code span; and how much of a long list. */
export interface Style {
  readonly quote: (data: string) => string;
  /** How an operator of a condition is said. */
  readonly operator: (name: string) => string;
  /** How a sentence with data in it is written. */
  readonly prose: (sentence: string) => string;
  /** Longer lists are cut to this many, and the rest counted. */
  readonly most: number;
  /** Whose tokens are spoken of, so that its keys need no name: `token.actions.githubusercontent.com`, or `saml`. */
  readonly issuer?: string;
  /** Of the role that is spoken of: `this account`. */
  readonly account?: string;
  /** Every action of a permission is named, however many there are. */
  readonly allActions?: boolean;
  /** What is spared was there before: it is no exception. */
  readonly widens?: boolean;
}

/** Everything, unquoted: for reports in plain text. */
export const AS_IT_IS: Style = {
  quote: (data) => data,
  operator: (name) => name,
  prose: (sentence) => sentence,
  most: Number.POSITIVE_INFINITY,
};

/** The same with every action by its name. */
export const IN_DETAIL: Style = { ...AS_IT_IS, allActions: true };

/** Sentences of plain text that must be read in seconds. */
export const BRIEFLY: Style = { ...AS_IT_IS, most: 4 };

/** A statement of a policy in one sentence: `Allow s3:GetObject on arn:aws:s3:::logs/*`. */
export function sayStatement(statement: PolicyStatement, style: Style): string {
  const { effect, principal, action, resource, condition } = statement;
  const parts = [`${effect} ${sayActions(action, style)}`];
  if (resource !== undefined) parts.push(`on ${sayResources(resource, style)}`);
  if (principal !== undefined) parts.push(`to ${sayPrincipals(principal, style)}`);
  if (condition.length > 0) parts.push(`when ${sayConditions(condition, style)}`);
  return parts.join(' ');
}

/** `s3:GetObject, s3:ListBucket`, `every action (*)`, `every action except iam:PassRole`. */
export function sayActions(set: PatternSet, style: Style): string {
  return sayPatterns(set, 'every action', style);
}

export function sayResources(set: PatternSet, style: Style): string {
  return sayPatterns(set, 'every resource', style);
}

/** Who: `AWS account 406095609952`, `service glue.amazonaws.com`, `anybody`. */
export function sayPrincipals(set: PatternSet, style: Style): string {
  const names = sayList(
    set.patterns.map((pattern) => sayPrincipal(pattern, style)),
    style,
  );
  return set.negated ? `every principal except ${names}` : names;
}

/** One principal as it stands in a trust policy in canonical form: `AWS:arn:aws:iam::406095609952:root`. */
export function sayPrincipal(pattern: string, { quote, account: own }: Style): string {
  if (pattern === '*' || pattern === 'AWS:*') return `anybody (${quote('*')})`;
  const colon = pattern.indexOf(':');
  const type = pattern.slice(0, colon);
  const name = pattern.slice(colon + 1);
  if (type === 'Service') return `the service ${quote(name)}`;
  if (type === 'Federated') return `identity provider ${quote(name)}`;
  if (type === 'AWS') {
    const account = wholeAccount(name);
    if (account !== undefined) return sayAccount(account, { quote, account: own });
    const arn = parseArn(name);
    if (own !== undefined && arn?.service === 'iam' && arn.account === own)
      return `${quote(arn.resource)} of this account`;
    if (/^A(?:RO|ID)A[A-Z0-9]+$/.test(name))
      return `the id ${quote(name)}, of none of the roles and users that were read`;
    return quote(name);
  }
  return quote(pattern);
}

/** `AWS account 999988887777`, or `this account (111122223333)`. */
export function sayAccount(
  account: string,
  { quote, account: own }: Pick<Style, 'quote'> & { readonly account?: string | undefined },
): string {
  return account === own ? `this account (${quote(account)})` : `AWS account ${quote(account)}`;
}

/** `sts:ExternalId StringEquals 4k2v or 8m1t and aws:SourceAccount StringEquals 111122223333`. */
export function sayConditions(condition: readonly ConditionLine[], style: Style): string {
  return condition.map((line) => sayCondition(line, style)).join(' and ');
}

function sayCondition({ operator, key, values }: ConditionLine, style: Style): string {
  const { quote, most } = style;
  const shown = values.slice(0, most).map(quote).join(' or ');
  const rest = values.length > most ? ` or ${values.length - most} more` : '';
  return `${quote(key)} ${style.operator(operator)} ${values.length === 0 ? '(nothing)' : shown}${rest}`;
}

function sayPatterns({ negated, patterns }: PatternSet, everything: string, style: Style): string {
  if (negated) return `${everything} except ${sayList(patterns.map(style.quote), style)}`;
  if (patterns.length === 1 && patterns[0] === '*') return `${everything} (${style.quote('*')})`;
  return sayList(patterns.map(style.quote), style);
}

function sayList(items: readonly string[], { most }: Style): string {
  if (items.length === 0) return 'nothing';
  if (items.length <= most) return items.join(', ');
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}
