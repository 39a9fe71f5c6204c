import type { ConditionLine } from '../model/statement.ts';
import { ISSUERS, type Issuer } from './data/issuers.ts';
import { demands, literalStart, sayTighter } from './reading/demand.ts';
import { issuerOf } from './reading/provider.ts';
import type { Remark, Rule } from './rule.ts';
import { trustEntries, type TrustEntry } from './reading/trust-entry.ts';

/**
 * A web identity of which no owner is asked: of a provider that everybody shares, such as GitHub, that is everybody who
 * uses it (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub).
 */
export const oidcWithoutSubject: Rule = {
  about: 'declared',
  find: (integration, { settings }) =>
    trustEntries(integration, 'sts:assumerolewithwebidentity', settings).flatMap((entry) =>
      entry.principals.flatMap((principal) => {
        const address = issuerOf(principal);
        return address === undefined || namesOwner(address, entry.conditions)
          ? []
          : [remarkOn(entry, address)];
      }),
    ),
};

function remarkOn({ address, conditions, location }: TrustEntry, provider: string): Remark {
  const issuer = knownIssuer(provider);
  const holders = issuer?.holders ?? `every identity of ${provider}`;
  const who = issuer === undefined ? holders : `${holders} (identity provider ${provider})`;
  return {
    address,
    message: `${who} can assume ${address}`,
    hint:
      sayTighter(conditions, `${provider}:sub`) ??
      `require the owner with a condition on ${provider}:sub, up to the delimiter after its name, as in ${example(provider)}`,
    location,
    ...(issuer?.tenancy === 'shared' ? { level: 'error' } : {}),
  };
}

function example(provider: string): string {
  const address = provider.toLowerCase();
  if (address.includes('github')) return '"repo:my-org/my-repo:*"';
  if (address.includes('gitlab')) return '"project_path:my-group/my-project:*"';
  if (address.includes('terraform') || address.includes('buildkite')) return '"organization:my-org:*"';
  return address.includes('.eks.') ? '"system:serviceaccount:my-namespace:my-account"' : '"my-subject"';
}

function knownIssuer(provider: string): Issuer | undefined {
  return ISSUERS.find(({ address }) => address.test(provider.toLowerCase()));
}

/** Whether one of the conditions names an owner of tokens in each of its values. */
export function namesOwner(provider: string, conditions: readonly ConditionLine[]): boolean {
  const prefix = `${provider.toLowerCase()}:`;
  const issuer = knownIssuer(provider);
  return conditions.some((line) => {
    if (!line.key.startsWith(prefix) || !demands(line) || line.values.length === 0) return false;
    const claim = line.key.slice(prefix.length);
    return line.values.every((value) => isOwner(claim, value, literalStart(line, value), issuer));
  });
}

function isOwner(claim: string, value: string, literal: string, issuer: Issuer | undefined): boolean {
  if (literal === '') return false;
  if (issuer !== undefined && claim === issuer.ownAudience)
    return literal === value && (issuer.audienceForm?.test(value) ?? true);
  const form = issuer?.claims?.[claim];
  if (form === 'whole') return literal === value;
  if (form !== undefined) return form.test(literal);
  if (claim !== 'sub') return false;
  if (issuer?.owner !== undefined) return issuer.owner.test(literal === value ? `${literal}:` : literal);
  return literal === value || issuer?.tenancy === 'own' || hasWholeName(literal);
}

/** Of an issuer that is not known: a name after the first label, ended by a delimiter (`org:acme:`, `acme/`). */
function hasWholeName(literal: string): boolean {
  const rest = literal.replace(/^system:serviceaccount:/, '').replace(/^[a-z_]+:/i, '');
  return /^[^:/|]+[:/|]/.test(rest);
}
