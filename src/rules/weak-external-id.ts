import type { Integration } from '../model/integration.ts';
import type { ConditionLine } from '../model/statement.ts';
import { demands, literalStart } from './reading/demand.ts';
import { accountOf } from './reading/outside.ts';
import type { Rule, RuleContext } from './rule.ts';
import { trustEntries, type TrustEntry } from './reading/trust-entry.ts';

/** Fewer characters are tried in no time. */
const LEAST = 8;

const COMMON = ['externalid', 'password', 'changeit', 'secret', 'default', 'external', 'test'];

/**
 * An external id that somebody else may guess, or have as well: it must be unique to this customer
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html).
 */
export const weakExternalId: Rule = {
  about: 'declared',
  find: (integration, context) =>
    trustEntries(integration, 'sts:assumerole', context.settings).flatMap((entry) => {
      const ids = entry.conditions.filter((line) => line.key === 'sts:externalid' && demands(line));
      const why = ids
        .flatMap((line) => line.values.map((value) => weaknessOf(line, value, entry, integration, context)))
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
  if (literal === '') return 'may be any';
  if (literal.length < LEAST)
    return literal === value
      ? `has only ${value.length} characters`
      : `is fixed in its first ${literal.length} characters only`;
  const plain = plainOf(literal);
  const accounts = [settings.account, ...principals.flatMap((principal) => accountOf(principal) ?? [])];
  if (accounts.includes(plain)) return 'is an account id, which is no secret';
  const names = [name, vendor?.name ?? '', address.slice(address.indexOf('/') + 1)].map(plainOf);
  if (names.includes(plain)) return 'is a name, which anybody can guess';
  const stripped = plain.replace(/\d+$/, '');
  if (COMMON.includes(stripped) || /^(.)\1*$/.test(plain) || '0123456789'.includes(plain))
    return 'is easy to guess';
  return undefined;
}

function plainOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
