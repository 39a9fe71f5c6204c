import { demands, literalStart } from './reading/demand.ts';
import { isPrivateRange, isRange } from './reading/networks.ts';
import { placedStatements, type PlacedStatement } from './reading/placed-statements.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { ConditionLine } from '../model/statement.ts';
import { isKnownKey } from '../policy/condition-keys.ts';
import { parseOperator } from '../policy/condition-operator.ts';
import { MULTIVALUED_KEYS } from '../policy/multivalued-keys.ts';
import { withoutVariables } from '../policy/policy-variable.ts';
import { spellConditions } from '../policy/spell-conditions.ts';
import type { Remark, Rule } from './rule.ts';

/**
 * A condition that IAM takes and that does not do what it looks like: a wildcard under an operator that has none, a
 * subject of a token that any text fits, addresses that no request comes from, an operator for sets of values on a key that has one, and the other way round
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
 */
export const misleadingCondition: Rule = {
  about: 'declared',
  find: ({ resources }, { settings, catalogue }) =>
    resources.flatMap((item) =>
      placedStatements(item, settings)
        .flat()
        .flatMap((placed) =>
          placed.statement.condition.flatMap((line) => [
            ...starsOf(placed, line),
            ...openSubjectOf(placed, line),
            ...noAddressesOf(placed, line),
            ...setsOf(placed, line, catalogue),
            ...withoutSetOf(placed, line, catalogue),
          ]),
        ),
    ),
};

function starsOf(placed: PlacedStatement, line: ConditionLine): readonly Remark[] {
  const { address, label, statement, location } = placed;
  const operator = parseOperator(line.operator);
  if (operator?.base.family !== 'string' || operator.base.wildcards) return [];
  // `${*}` is how a star is written that is meant; addresses of pages have a question mark.
  const signs = ADDRESSES.includes(line.key) ? ['*'] : ['*', '?'];
  const texts = line.values.map((value) => withoutVariables(value, ''));
  const sign = signs.find((one) => texts.some((text) => text.includes(one)));
  if (sign === undefined) return [];
  const negated = operator.base.name.includes('Not');
  const effect = statement.effect === 'Allow' ? 'allows' : 'denies';
  const what = negated
    ? `${effect} also what the pattern is to leave out`
    : `${effect} nothing that a pattern would match`;
  return [
    {
      address,
      message: `${address} compares ${keyOf(placed, line)} with a literal ${sign} (${label}): ${operator.base.name} has no wildcards, so the statement ${what}`,
      hint: `write ${negated ? 'StringNotLike' : 'StringLike'} where the ${sign} is to match ${sign === '*' ? 'any text' : 'any character'}`,
      location,
    },
  ];
}

const ADDRESSES = ['aws:referer', 'aws:useragent'];

/** Every token has a subject: a pattern that all of them fit demands nothing, and the other conditions decide alone. */
function openSubjectOf(placed: PlacedStatement, line: ConditionLine): readonly Remark[] {
  const { address, label, statement, location } = placed;
  if (statement.effect !== 'Allow' || !OIDC_SUBJECT.test(line.key) || !demands(line)) return [];
  const open = line.values.find((value) => literalStart(line, value) === '' && /^[*?]+$/.test(value));
  if (open === undefined) return [];
  return [
    {
      address,
      message: `${address} takes every subject of a token (${label}): ${keyOf(placed, line)} fits ${open}, whatever it is`,
      hint: 'write the subject up to the delimiter after its owner, or take the condition out where the audience is meant to decide alone',
      location,
    },
  ];
}

const OIDC_SUBJECT = /\.[^:.]+:sub$/;

/** Ranges that no request comes from: those that are none, and of `aws:SourceIp` private ones, which it never has. */
function noAddressesOf(placed: PlacedStatement, line: ConditionLine): readonly Remark[] {
  const { address, label, location } = placed;
  const operator = parseOperator(line.operator);
  if (operator?.base.family !== 'ip') return [];
  const none = line.values.find((value) => !value.includes('${') && !isRange(value));
  const isPrivate =
    line.key === 'aws:sourceip' && line.values.length > 0 && line.values.every(isPrivateRange);
  if (none === undefined && !isPrivate) return [];
  const key = keyOf(placed, line);
  const what =
    none === undefined
      ? 'private addresses alone, which no request has: one through a VPC endpoint has aws:VpcSourceIp in its place'
      : `${JSON.stringify(none)}, which is no range of addresses`;
  return [
    {
      address,
      message: `${address} compares ${key} with ${what} (${label})`,
      hint:
        none === undefined
          ? 'write the public addresses, or aws:VpcSourceIp beside aws:SourceVpc for addresses of a VPC'
          : 'write an address, or a range such as 203.0.113.0/24',
      location,
    },
  ];
}

function setsOf(placed: PlacedStatement, line: ConditionLine, catalogue: ActionCatalogue): readonly Remark[] {
  const { address, label, statement, location } = placed;
  const operator = parseOperator(line.operator);
  if (operator === undefined || operator.qualifier === '' || !isSingle(line.key, catalogue)) return [];
  const open = operator.qualifier === 'ForAllValues:' && statement.effect === 'Allow';
  return [
    {
      address,
      message: open
        ? `${address} allows requests without ${keyOf(placed, line)} (${label}): ForAllValues holds where the key is absent`
        : `${address} has ${operator.qualifier.slice(0, -1)} on ${keyOf(placed, line)} (${label}), which has one value`,
      hint: `write ${operator.base.name}${operator.ifExists ? 'IfExists' : ''} without ${operator.qualifier.slice(0, -1)}`,
      location,
    },
  ];
}

/**
 * Which of several values an operator for one is held against, AWS does not say: IAM's validation calls the line a mistake
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html, "Missing qualifier").
 */
function withoutSetOf(
  placed: PlacedStatement,
  line: ConditionLine,
  catalogue: ActionCatalogue,
): readonly Remark[] {
  const { address, label, location } = placed;
  const operator = parseOperator(line.operator);
  if (operator === undefined || operator.qualifier !== '' || operator.base.family === 'null') return [];
  if (!isOfSeveral(line.key, catalogue)) return [];
  const key = keyOf(placed, line);
  const name = `${operator.base.name}${operator.ifExists ? 'IfExists' : ''}`;
  return [
    {
      address,
      message: `${address} has ${name} without ForAnyValue or ForAllValues on ${key} (${label}), which may have several values: AWS does not say what that compares`,
      hint: `write ForAnyValue:${name} where one value is enough, or ForAllValues:${name} where each has to be so, which also holds where the key is absent`,
      location,
    },
  ];
}

/** The key of a condition as the statement spells it. */
function keyOf({ written }: PlacedStatement, line: ConditionLine): string {
  return spellConditions(line, [written]).key;
}

/**
 * Whether a key may have several values in a request, as far as AWS says so. Events are put one by one as well: policies
 * of AWS (AWSAuditManagerServiceRolePolicy, CloudTrailEventContext) compare their keys with the plain operators.
 */
function isOfSeveral(key: string, { multivaluedKeys = [] }: ActionCatalogue): boolean {
  if (key.startsWith('events:')) return false;
  return MULTIVALUED_KEYS.includes(key) || multivaluedKeys.includes(key);
}

/** Claims of SAML and of OIDC tokens; AWS's lists have the keys of services. */
const SINGLE_CLAIMS = /^saml:(?:aud|iss)$|\.[^:.]+:(?:sub|aud|azp|oaud)$/;

/**
 * Whether a key has one value in a request, as far as AWS says so: not of a key that its lists lack, nor of one whose name
 * is a plural, which some of them call a text.
 */
function isSingle(key: string, { conditionKeys, multivaluedKeys = [] }: ActionCatalogue): boolean {
  if (key.startsWith('aws:')) return !MULTIVALUED_KEYS.includes(key);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
  if (SINGLE_CLAIMS.test(key)) return true;
  if (conditionKeys === undefined || /[^s]s$/.test(key)) return false;
  return isKnownKey(conditionKeys, key) && !multivaluedKeys.includes(key);
}
