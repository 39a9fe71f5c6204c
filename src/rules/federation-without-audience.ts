import { demands, literalStart, sayTighter } from './reading/demand.ts';
import type { ConditionLine } from '../model/statement.ts';
import { isSaml, issuerOf } from './reading/provider.ts';
import { trustEntries, type TrustEntry } from './reading/trust-entry.ts';
import type { Remark, Rule } from './rule.ts';

/**
 * A federated principal of which nothing says which application its token was made for: one that was made for another
 * can be shown here (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html). Of an
 * identity pool, `amr` tells guests from those who signed in.
 */
export const federationWithoutAudience: Rule = {
  about: 'declared',
  find: (integration, { settings }) => [
    ...trustEntries(integration, 'sts:assumerolewithwebidentity', settings).flatMap(ofOidc),
    ...trustEntries(integration, 'sts:assumerolewithsaml', settings).flatMap(ofSaml),
  ],
};

const POOL = 'cognito-identity.amazonaws.com';

/** Providers that have the application under another claim. */
const AUDIENCES: Readonly<Record<string, readonly string[]>> = {
  'graph.facebook.com': ['app_id'],
  'www.amazon.com': ['app_id'],
  'accounts.google.com': ['aud', 'oaud'],
};

function ofOidc(entry: TrustEntry): readonly Remark[] {
  return entry.principals.flatMap((principal) => {
    const provider = issuerOf(principal)?.toLowerCase();
    if (provider === undefined) return [];
    const claims = AUDIENCES[provider] ?? ['aud'];
    const missing = claims.some((claim) => isFixed(entry.conditions, `${provider}:${claim}`))
      ? []
      : [remarkOn(entry, provider, `${provider}:${claims[0] ?? 'aud'}`, 'made for any application')];
    if (provider !== POOL || entry.conditions.some(leavesGuestsOut)) return missing;
    return [...missing, remarkOn(entry, provider, `${POOL}:amr`, 'of guests who have not signed in')];
  });
}

function ofSaml(entry: TrustEntry): readonly Remark[] {
  if (!entry.principals.some(isSaml) || isFixed(entry.conditions, 'saml:aud')) return [];
  return [remarkOn(entry, 'a SAML provider', 'SAML:aud', 'made for any application')];
}

function remarkOn(
  { address, conditions, location }: TrustEntry,
  provider: string,
  key: string,
  what: string,
): Remark {
  return {
    address,
    message: `${address} takes tokens of ${provider} ${what}`,
    hint: sayTighter(conditions, key) ?? `require ${key}${VALUES[key.replace(/^.*:/, '')] ?? ''}`,
    location,
  };
}

const VALUES: Readonly<Record<string, string>> = {
  amr: ', with ForAnyValue:StringLike "authenticated"',
  aud: ': "sts.amazonaws.com" for most providers, "https://signin.aws.amazon.com/saml" for SAML, the id of the pool or client for your own',
};

/**
 * `unauthenticated` is what the tokens of guests have
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html).
 */
function leavesGuestsOut(line: ConditionLine): boolean {
  if (line.key !== `${POOL}:amr` || !demands(line)) return false;
  const starts = line.values.map((value) => literalStart(line, value).toLowerCase());
  return starts.every((start) => start !== '' && !'unauthenticated'.startsWith(start));
}

function isFixed(conditions: readonly ConditionLine[], key: string): boolean {
  return conditions.some(
    (line) =>
      line.key === key && demands(line) && line.values.every((value) => literalStart(line, value) !== ''),
  );
}
