import { awsManagedName } from '../model/arn.ts';
import type { ManagedPolicyDetail } from '../model/iam-reader.ts';
import type { Unchecked } from '../model/live.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import type { Listing, ListingCall } from './listing.ts';

/** The commands whose output is read. */
export const COMMANDS: Readonly<Record<ListingCall, string>> = {
  GetAccountAuthorizationDetails: 'aws iam get-account-authorization-details',
  ListRoles: 'aws iam list-roles',
  ListInstanceProfiles: 'aws iam list-instance-profiles',
  ListOpenIDConnectProviders: 'aws iam list-open-id-connect-providers',
  GetOpenIDConnectProvider: 'aws iam get-open-id-connect-provider',
};

/** The CLI prints AWS's own policies too unless it is told not to; they are nobody's resource here. */
export function isOfAccount(policy: Pick<ManagedPolicyDetail, 'Arn'>): boolean {
  return awsManagedName(policy.Arn) === undefined;
}

/** Kinds of which some rows are there and others may lack. */
export function gapsOf(listings: readonly Listing[], directory: string): readonly Unchecked[] {
  return KIND_SPECS.flatMap(({ kind, listed: { call, rows: list } }) => {
    const own = listings.filter((listing) => listing.call === call);
    const truncated = own.filter((listing) => listing.truncated);
    if (own.length > 0 && truncated.length === own.length) {
      const files = truncated.map((listing) => listing.file).join(', ');
      const reason = `${files} of ${directory} is not complete: it ends with a token for the next page; run "${COMMANDS[call]}" without --max-items and --no-paginate`;
      return [{ kind, reason }];
    }
    return own.length > 0 && own.every((listing) => listing.rows[list] === undefined)
      ? [{ kind, reason: `${own.map((listing) => listing.file).join(', ')} of ${directory} has no ${list}` }]
      : [];
  });
}
