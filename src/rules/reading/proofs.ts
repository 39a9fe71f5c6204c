import { arnFields, parseArn } from '../../model/arn.ts';
import type { RuleSettings } from '../../model/finding.ts';

/** Which condition values of a trust policy say who comes in, or on whose behalf. Keys are in lower case. */

/** The accounts that are no strangers. */
export type OwnAccounts = Pick<RuleSettings, 'ownAccounts'> & { readonly account: string };

function bucketNameIn(value: string): string {
  const { service, region, account, resource } = parseArn(value) ?? {};
  return service === 's3' && region === '' && account === '' ? (resource ?? '') : '';
}

/** Whether one value of a key leaves out everybody but one identity. Each key has its own idea of a whole value. */
type WholeValue = (literal: string, value: string) => boolean;

/** `o-` and ten characters or more: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
const organization: WholeValue = (literal) => /^o-[a-z0-9]{10,32}(?:$|\/)/.test(literal);
const organizationPath: WholeValue = (literal) => /^o-[a-z0-9]{10,32}\//.test(literal);
const account: WholeValue = (literal) => /^\d{12}$/.test(literal);
const arn: WholeValue = (_literal, value) => /^\d{12}$/.test(arnFields(value)[4] ?? '');
const endpoint: WholeValue = (literal, value) => literal === value && /^vpce?-[0-9a-f]{8,}$/.test(value);

/**
 * Keys that name an identity. A network (`aws:SourceIp`) is no identity: who comes from it is not said. A tag of
 * the caller or a user name may be the same in every account, and an external id is no secret
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
const IDENTITIES: Readonly<Record<string, WholeValue>> = {
  'aws:federatedprovider': arn,
  'aws:principalaccount': account,
  'aws:principalarn': arn,
  'aws:principalorgid': organization,
  'aws:principalorgpaths': organizationPath,
  'aws:principalservicename': (literal, value) => literal === value,
  'aws:sourceaccount': account,
  // A bucket has no account in its ARN, and a name that no other has.
  'aws:sourcearn': (literal, value) => arn(literal, value) || /^[^*?$]{3}/.test(bucketNameIn(value)),
  'aws:sourceorgid': organization,
  'aws:sourceorgpaths': organizationPath,
  'aws:sourcevpc': endpoint,
  'aws:sourcevpce': endpoint,
  // The unique id of a role or user, or an account: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  'aws:userid': (literal, value) =>
    /^A(?:RO|ID)A[A-Z0-9]{12,}(?::|$)/.test(literal) || account(literal, value),
};

/** Whether a value leaves out everybody but one identity: an account, an organization, a principal. */
export function namesIdentity(key: string, literal: string, value: string): boolean {
  const isWhole = Object.hasOwn(IDENTITIES, key) ? IDENTITIES[key] : undefined;
  return isWhole?.(literal, value) === true;
}

/**
 * Whether a value proves on whose behalf an outside account comes in, or which of its roles. Whether an external id is
 * worth anything is another rule's question. A tag of the request is none: the caller writes it.
 */
export function provesPurpose(key: string, literal: string, value: string): boolean {
  if (provesCustomer(key, literal, value)) return true;
  if (key === 'aws:principalarn') return /:(?:role|user|assumed-role)\/[^*?$]/.test(value);
  if (key === 'aws:principalaccount' || key.startsWith('aws:sourcevpc')) return false;
  return namesIdentity(key, literal, value);
}

/**
 * Whether a value tells one customer of a vendor from the others, where a principal of the vendor serves them all: an
 * external id, an identity or a tag that the vendor sets for its session, or the own organization.
 */
export function provesCustomer(key: string, literal: string, value: string): boolean {
  if (key === 'sts:externalid') return true;
  if (key === 'sts:sourceidentity' || key === 'aws:sourceidentity') return literal !== '';
  if (key.startsWith('aws:principaltag/')) return literal !== '';
  if (key === 'aws:userid') return namesIdentity(key, literal, value);
  return /^aws:(?:principal|source)org/.test(key) && namesIdentity(key, literal, value);
}

/** Whether a value binds a service to resources of the own accounts; those of other accounts are no proof. */
export function namesSource(own: OwnAccounts): (key: string, literal: string, value: string) => boolean {
  const accounts = [own.account, ...(own.ownAccounts ?? [])];
  return (key, literal, value) => {
    if (key === 'sts:externalid') return literal !== '';
    if (key === 'aws:sourceaccount') return accounts.includes(value);
    if (key === 'aws:sourcearn') {
      const owner = arnFields(value)[4] ?? '';
      return owner === '' ? namesIdentity(key, literal, value) : accounts.includes(owner);
    }
    return key.startsWith('aws:sourceorg') && namesIdentity(key, literal, value);
  };
}
