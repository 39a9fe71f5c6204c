import { accountOf, accountOfPrincipal, isSamlProvider } from '../model/arn.ts';
import { isPathOfAws } from '../kinds/path-of-aws.ts';
import { addressKey } from '../model/address.ts';
import type { LiveResource } from '../model/live.ts';
import type { Undeclared } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import { assumingPrincipals } from '../access/assuming-principals.ts';
import type { PolicyContext } from '../policy/policy-type.ts';

/** Live resources neither declared nor applied, with what can assume them; `accounts` are no strangers. */
export function findUndeclared(
  found: readonly LiveResource[],
  managed: ReadonlySet<string>,
  accounts: readonly string[],
  context: PolicyContext,
): readonly Undeclared[] {
  return found
    .filter(({ resource }) => !managed.has(addressKey(addressOfResource(resource))))
    .map(({ resource, arn }) => {
      const trust = resource.properties['AssumeRolePolicyDocument'];
      const trusts = trust === undefined ? [] : assumingPrincipals(trust, context);
      return {
        address: addressOfResource(resource),
        arn,
        trusts,
        trustsOutside:
          !isPathOfAws(resource.properties['Path']) &&
          trusts.some((principal) => isOutside(principal, accounts)),
      };
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/**
 * AWS services act inside the account, and so do the SAML providers and the OIDC providers of the account that belong to
 * one tenant; everybody else but the account itself comes from outside.
 */
function isOutside(principal: string, accounts: readonly string[]): boolean {
  if (principal.startsWith('Service:')) return false;
  if (principal.startsWith('Federated:'))
    return !isOwnProvider(principal.slice('Federated:'.length), accounts);
  if (!principal.startsWith('AWS:')) return true;
  const name = principal.slice('AWS:'.length);
  if (/^(AROA|AIDA)/.test(name)) return false;
  const owner = accountOfPrincipal(principal) ?? name;
  return !accounts.includes(owner);
}

/** A SAML provider, or an EKS cluster's provider, of an own account. One that everybody shares (GitHub) is outside all the same. */
function isOwnProvider(arn: string, accounts: readonly string[]): boolean {
  const owner = accountOf(arn);
  if (owner === undefined || !accounts.includes(owner)) return false;
  return isSamlProvider(arn) || OWN_ISSUER.test(arn);
}

/** Issuers whose address has the tenant in it. */
const OWN_ISSUER =
  /:oidc-provider\/(?:oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/|oidc\.circleci\.com\/org\/|cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/|sts\.windows\.net\/|[^/]+\.(?:okta|auth0)\.com(?:\/|$))/;
