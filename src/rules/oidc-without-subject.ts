import { isNarrowedBy } from './reading/demand.ts';
import type { Rule } from './rule.ts';
import { trustEntries } from './reading/trust-entry.ts';

/** Providers whose `aud` is an application of yours, so that it says who comes in. */
const OWN_AUDIENCE: Readonly<Record<string, string>> = {
  'accounts.google.com': 'accounts.google.com:aud',
  'cognito-identity.amazonaws.com': 'cognito-identity.amazonaws.com:aud',
  'graph.facebook.com': 'graph.facebook.com:app_id',
  'www.amazon.com': 'www.amazon.com:app_id',
};

/** Claims that name a repository or its owner, of GitHub, besides the subject. */
const NAMING = [
  'sub',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'job_workflow_ref',
];

/**
 * A web identity that needs no certain subject: of a provider like GitHub that is everybody who uses it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub).
 */
export const oidcWithoutSubject: Rule = {
  about: 'declared',
  find: (integration, { settings }) =>
    trustEntries(integration, 'sts:assumerolewithwebidentity', settings).flatMap(
      ({ address, principals, conditions, location }) =>
        principals.flatMap((principal) => {
          const provider = providerOf(principal);
          if (provider === undefined || isNarrowedBy(conditions, namesSubject(provider))) return [];
          return [
            {
              address,
              message: `everybody who has an identity of ${provider} may assume ${address}`,
              hint: `demand whose it is with a condition on ${provider}:sub that is more than a wildcard`,
              location,
            },
          ];
        }),
    ),
};

function providerOf(principal: string): string | undefined {
  const [, text] = /^Federated:(.+)$/.exec(principal) ?? [];
  if (text === undefined || text.includes(':saml-provider/')) return undefined;
  return text.includes(':oidc-provider/') ? text.slice(text.indexOf(':oidc-provider/') + 15) : text;
}

function namesSubject(provider: string): (key: string, literal: string) => boolean {
  const prefix = provider.toLowerCase();
  return (key, literal) => {
    if (key === OWN_AUDIENCE[prefix]) return literal !== '';
    const claim = key.startsWith(`${prefix}:`) ? key.slice(prefix.length + 1) : '';
    // `repo:*` and `repo:/*` name nobody, and neither does `system:serviceaccount:*`.
    return NAMING.includes(claim) && /[^:/]/.test(literal.replace(/^(?:[a-z_]+:)+/i, ''));
  };
}
