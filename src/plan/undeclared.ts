import { parsePrincipalArn } from '../model/arn.ts';
import { addressKey } from '../model/address.ts';
import type { LiveResource } from '../model/live.ts';
import type { Undeclared } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import { trustedPrincipals } from '../policy/trusted-principals.ts';

/** Live resources that nobody declares or has applied, with whom their trust policies let in; `accounts` are no strangers. */
export function findUndeclared(
  found: readonly LiveResource[],
  managed: ReadonlySet<string>,
  accounts: readonly string[],
): readonly Undeclared[] {
  return found
    .filter(({ resource }) => !managed.has(addressKey(addressOfResource(resource))))
    .map(({ resource, arn }) => {
      const trust = resource.properties['AssumeRolePolicyDocument'];
      const trusts = trust === undefined ? [] : trustedPrincipals(trust);
      return {
        address: addressOfResource(resource),
        arn,
        trusts,
        trustsOutside: trusts.some((principal) => isOutside(principal, accounts)),
      };
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** AWS services act inside the account; everybody else but the account itself comes from outside. */
function isOutside(principal: string, accounts: readonly string[]): boolean {
  if (principal.startsWith('Service:')) return false;
  if (!principal.startsWith('AWS:')) return true;
  const name = principal.slice('AWS:'.length);
  if (/^(AROA|AIDA)/.test(name)) return false;
  const owner = parsePrincipalArn(principal)?.account ?? name;
  return !accounts.includes(owner);
}
