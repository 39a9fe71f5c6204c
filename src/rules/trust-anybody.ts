import { keysOf } from '../model/keys.ts';
import { namesOwner } from './oidc-without-subject.ts';
import { demands, isNarrowedBy, sayTighter } from './reading/demand.ts';
import { namesIdentity } from './reading/proofs.ts';
import type { Location } from '../model/diagnostic.ts';
import type { Remark, Rule } from './rule.ts';
import { trustEntries, type TrustEntry, type WayIn } from './reading/trust-entry.ts';

/** Who comes in on each way where the principal is `*`. AWS has providers of its own that every account can use. */
const WAYS: Readonly<Record<WayIn, string>> = {
  'sts:assumerole': 'anybody with an AWS account',
  'sts:assumerolewithwebidentity': 'anybody with an identity of any OIDC provider',
  'sts:assumerolewithsaml': 'anybody with an identity of any SAML provider',
};

/**
 * A role that everybody can assume. An external id alone names no principal: AWS does not treat it as a secret
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
          .map((entry) => remarkOn(entry, way)),
      ),
    ),
};

const WAY_NAMES = keysOf(WAYS);

function remarkOn(
  { address, conditions, location }: TrustEntry,
  way: WayIn,
): Remark & { location: Location } {
  const tighter = SAYING_WHO.flatMap((key) => sayTighter(conditions, key) ?? []).join('; ');
  return {
    address,
    message: `${WAYS[way]}${sayProof(conditions)} can assume ${address}`,
    hint:
      way === 'sts:assumerole'
        ? `name the account of the vendor as the principal, or ${tighter === '' ? sayOrganization(conditions) : tighter}`
        : 'name the identity provider under "Federated" as the principal, and whose tokens it takes',
    location,
  };
}

/** What a caller has to show besides, where the conditions ask for it. */
function sayProof(conditions: TrustEntry['conditions']): string {
  return conditions.some((line) => line.key === 'sts:externalid' && demands(line))
    ? ' and the external id'
    : '';
}

/** Keys that say who comes in, as they are to be written. */
const SAYING_WHO = [
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
];

function sayOrganization(conditions: TrustEntry['conditions']): string {
  return conditions.some(({ key }) => key === 'aws:principalorgid')
    ? 'write the whole id of your organization in the condition on aws:PrincipalOrgID'
    : 'require your organization with aws:PrincipalOrgID';
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
