import { parsePrincipalArn } from '../../model/arn.ts';
import type { Settings } from '../../model/integration.ts';
import { knownVendors } from '../../vendors/known-vendors.ts';

/** What the settings know of vendors. */
export type VendorSettings = Pick<Settings, 'vendors'>;

/** `the AWS account 464622532012`, with the vendor's name where the account is known by it. */
export function sayAccount(account: string, settings: VendorSettings): string {
  const vendor = sayVendor(account, settings);
  return vendor === undefined ? `the AWS account ${account}` : `the AWS account ${account} of ${vendor}`;
}

/** The vendor that an account is known as; in quotes, as words of others, where the settings alone say it. */
export function sayVendor(account: string, { vendors }: VendorSettings): string | undefined {
  const vendor = knownVendors(vendors).get(account);
  if (vendor === undefined) return undefined;
  return vendor.origin === 'settings'
    ? `${JSON.stringify(vendor.name)} (so named by the settings)`
    : vendor.name;
}

/** `role/fetcher of the AWS account …` of a role or user; undefined of what is no single principal. */
export function sayPrincipalOfAccount(principal: string, settings: VendorSettings): string | undefined {
  const arn = parsePrincipalArn(principal);
  if (arn === undefined || arn.resource === 'root') return undefined;
  return `${arn.resource} of ${sayAccount(arn.account, settings)}`;
}
