import { accountOfPrincipal } from '../model/arn.ts';
import type { Integration } from '../model/integration.ts';
import type { ConditionLine } from '../model/statement.ts';
import { demands, literalStart } from './reading/demand.ts';
import { guessableAs } from './reading/guessable.ts';
import { kept } from './reading/kept.ts';
import { isOutside } from './reading/outside.ts';
import type { Rule, RuleContext } from './rule.ts';
import { namedEntries } from './reading/named-principals.ts';
import type { TrustEntry } from './reading/trust-entry.ts';

/** Fewer characters are tried in no time. */
const LEAST = 8;

/**
 * An external id that another party can guess, or has as well: it must be unique to this customer
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html).
 */
export const weakExternalId: Rule = {
  about: 'declared',
  find: (integration, context) =>
    namedEntries(integration, 'sts:assumerole', context.settings).flatMap((entry) => {
      const ids = entry.conditions.filter((line) => line.key === 'sts:externalid' && demands(line));
      const why = ids
        .flatMap((line) =>
          line.values.map(
            (value) =>
              weaknessOf(line, value, entry, integration, context) ?? sharedWith(value, entry, context),
          ),
        )
        .find((weakness) => weakness !== undefined);
      if (why === undefined) return [];
      return [
        {
          address: entry.address,
          message: `the external id that ${entry.address} asks for ${why}`,
          hint: 'let the vendor make one for you, or make a random one (uuidgen) and tell the vendor',
          location: entry.location,
        },
      ];
    }),
};

/** Never with the value in it: it goes into reports. */
function weaknessOf(
  line: ConditionLine,
  value: string,
  { address, principals }: TrustEntry,
  { name, vendor }: Integration,
  { settings }: RuleContext,
): string | undefined {
  const literal = literalStart(line, value);
  if (value === '') return 'is empty: no request carries it';
  if (literal === '') return 'is a pattern that any text fits';
  if (literal === value && value.includes('*')) return 'has a literal *, as the operator has no wildcards';
  if (literal.length < LEAST)
    return literal === value
      ? `has only ${value.length} characters`
      : `is fixed in its first ${literal.length} characters only`;
  const plain = plainOf(literal);
  const accounts = [
    settings.account,
    ...principals.flatMap((principal) => accountOfPrincipal(principal) ?? []),
  ];
  if (accounts.includes(plain)) return 'is an account id, which is no secret';
  const rest = accounts.reduce((text, account) => text.replaceAll(account, ' '), literal);
  const around = plainOf(rest);
  if (rest !== literal && (around.length < LEAST || guessableAs(rest) !== undefined))
    return 'is made of an account id, which is no secret';
  const names = [name, vendor?.name ?? '', address.slice(address.indexOf('/') + 1)].map(plainOf);
  if (names.includes(plain)) return 'is a name, which is easy to guess';
  return guessableAs(literal);
}

/** An id that another vendor's role asks for as well: each of the two vendors can use it on the other's role. */
function sharedWith(
  value: string,
  entry: TrustEntry,
  { declared, settings }: RuleContext,
): string | undefined {
  const own = strangersOf(entry, settings);
  if (own.length === 0) return undefined;
  const other = (idsOf(declared, settings).get(value) ?? []).find((one) => {
    const theirs = strangersOf(one, settings);
    return theirs.length > 0 && !theirs.some((account) => own.includes(account));
  });
  return other === undefined ? undefined : `is the one of ${other.address} too, which trusts another account`;
}

/** The entries of a scope by the external ids that they ask for: read once. */
const idsOf = kept((declared: RuleContext['declared'], settings: RuleContext['settings']) => {
  const found = new Map<string, readonly TrustEntry[]>();
  for (const entry of namedEntries({ resources: declared }, 'sts:assumerole', settings)) {
    const lines = entry.conditions.filter((line) => line.key === 'sts:externalid' && demands(line));
    for (const value of lines.flatMap(({ values }) => values))
      found.set(value, [...(found.get(value) ?? []), entry]);
  }
  return found;
});

function strangersOf({ principals }: TrustEntry, settings: RuleContext['settings']): readonly string[] {
  return principals.flatMap((principal) => {
    const account = accountOfPrincipal(principal);
    return account !== undefined && isOutside(account, settings) ? [account] : [];
  });
}

function plainOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
