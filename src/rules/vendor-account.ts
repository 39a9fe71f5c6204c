import { parsePrincipalArn } from '../model/arn.ts';
import { COMMUNITY } from '../vendors/community.ts';
import { knownVendors } from '../vendors/known-vendors.ts';
import { OVERLAY } from '../vendors/overlay.ts';
import { isOutside } from './reading/outside.ts';
import { trustEntries } from './reading/trust-entry.ts';
import type { Rule } from './rule.ts';

const VENDORS = knownVendors();

/**
 * A trusted account that is another vendor's than the file says, or that the vendor does not publish as its own: a typing
 * mistake, or an account that is to be taken for the vendor's. What the file says counts where it names a vendor.
 */
export const vendorAccount: Rule = {
  about: 'declared',
  find: (integration, { settings }) => {
    const said = integration.vendor?.name;
    if (said === undefined) return [];
    const published = accountsOf(said);
    return trustEntries(integration, 'sts:assumerole', settings).flatMap(
      ({ address, principals, location }) =>
        principals.flatMap((principal) => {
          const account = parsePrincipalArn(principal)?.account;
          if (account === undefined || !isOutside(account, settings) || published.includes(account))
            return [];
          const known = VENDORS.get(account);
          // Neither the vendor nor the account is known: nothing speaks against it.
          if (known === undefined && published.length === 0) return [];
          if (known !== undefined && isSameName(known.name, said)) return [];
          const whose =
            known === undefined ? `is none of those that ${said} publishes` : `is known as ${known.name}'s`;
          return [
            {
              address,
              message: `the AWS account ${account} that may assume ${address} ${whose}, and the file says ${said}`,
              hint: 'compare the account with the document of the vendor; correct it, or "vendor: name:"',
              location,
            },
          ];
        }),
    );
  },
};

function accountsOf(name: string): readonly string[] {
  return [...COMMUNITY, ...OVERLAY].flatMap((one) => (isSameName(one.name, name) ? one.accounts : []));
}

/** `Datadog` and `Datadog, Inc.`; `Sumo Logic` and `sumologic`. A name of few letters must be the same. */
function isSameName(known: string, said: string): boolean {
  const [a, b] = [plain(known), plain(said)];
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.startsWith(short);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
