import { keysOf } from '../model/keys.ts';
import { namesOwner } from './oidc-without-subject.ts';
import { isNarrowedBy } from './reading/demand.ts';
import { namesIdentity } from './reading/proofs.ts';
import type { Location } from '../model/diagnostic.ts';
import type { Remark, Rule } from './rule.ts';
import { trustEntries, type TrustEntry, type WayIn } from './reading/trust-entry.ts';

/** Who comes in on each way where the principal is `*`. AWS has providers of its own that every account may use. */
const WAYS: Readonly<Record<WayIn, string>> = {
  'sts:assumerole': 'anybody with an AWS account',
  'sts:assumerolewithwebidentity': 'anybody with an identity of any OIDC provider',
  'sts:assumerolewithsaml': 'anybody with an identity of any SAML provider',
};

/**
 * A role that everybody may assume. An external id alone names no principal: AWS does not treat it as a secret
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html).
 */
export const trustAnybody: Rule = {
  about: 'declared',
  find: (integration, { settings }) =>
    // Of a statement for several ways, the widest is told.
    widestOf(
      WAY_NAMES.flatMap((way) =>
        trustEntries(integration, way, settings)
          .filter((entry) => entry.principals.some(isAnybody) && !saysWho(entry, way))
          .map(({ address, location }) => remarkOn(address, location, way)),
      ),
    ),
};

const WAY_NAMES = keysOf(WAYS);

function remarkOn(
  address: Remark['address'],
  location: Location,
  way: WayIn,
): Remark & { location: Location } {
  return {
    address,
    message: `${WAYS[way]} may assume ${address}`,
    hint:
      way === 'sts:assumerole'
        ? 'name the account of the vendor as the principal, or require your organization with aws:PrincipalOrgID'
        : 'name the identity provider under "Federated" as the principal, and whose tokens it takes',
    location,
  };
}

function widestOf(remarks: readonly (Remark & { location: Location })[]): readonly Remark[] {
  const key = ({ address, location }: Remark & { location: Location }): string =>
    `${address} ${location.file}:${location.line}:${location.column}`;
  return [...new Map([...remarks].reverse().map((one) => [key(one), one])).values()].reverse();
}

function isAnybody(principal: string): boolean {
  return principal === '*' || principal === 'Federated:*';
}

function saysWho({ conditions }: TrustEntry, way: WayIn): boolean {
  if (isNarrowedBy(conditions, namesIdentity)) return true;
  if (way === 'sts:assumerolewithsaml')
    return isNarrowedBy(conditions, (key, literal, value) => SAML.includes(key) && literal === value);
  if (way === 'sts:assumerole') return false;
  const providers = new Set(conditions.map(({ key }) => key.slice(0, Math.max(0, key.lastIndexOf(':')))));
  return [...providers].some((provider) => namesOwner(provider, conditions));
}

/** Claims that name one SAML provider (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml). */
const SAML = ['saml:doc', 'saml:iss', 'saml:namequalifier'];
