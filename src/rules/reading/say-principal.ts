import { parsePrincipalArn } from '../../model/arn.ts';
import { knownVendors } from '../../vendors/known-vendors.ts';

const VENDORS = knownVendors();

/** `the AWS account 464622532012`, with the vendor's name where the account is known by it. */
export function sayAccount(account: string): string {
  const vendor = VENDORS.get(account);
  return vendor === undefined ? `the AWS account ${account}` : `the AWS account ${account} of ${vendor.name}`;
}

/** `role/fetcher of the AWS account …` of a role or user; undefined of what is no single principal. */
export function sayPrincipal(principal: string): string | undefined {
  const arn = parsePrincipalArn(principal);
  if (arn === undefined || arn.resource === 'root') return undefined;
  return `${arn.resource} of ${sayAccount(arn.account)}`;
}
