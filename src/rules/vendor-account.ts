import { accountOfPrincipal } from '../model/arn.ts';
import { COMMUNITY } from '../vendors/community.ts';
import { knownVendors, type KnownVendor } from '../vendors/known-vendors.ts';
import { OVERLAY } from '../vendors/overlay.ts';
import type { VendorAccounts } from '../vendors/vendor-accounts.ts';
import { isOutside } from './reading/outside.ts';
import { namedEntries } from './reading/named-principals.ts';
import type { Rule } from './rule.ts';

/**
 * A trusted account that is another vendor's than the file says, or that the vendor does not publish as its own: a typing
 * mistake, or an account that is to be taken for the vendor's. What the file says counts where it names a vendor. The
 * settings say which accounts a vendor has that publishes none; they add none to those of a vendor that does.
 */
export const vendorAccount: Rule = {
  about: 'declared',
  find: (integration, { settings }) => {
    const said = integration.vendor?.name;
    if (said === undefined) return [];
    const published = accountsOf(said, [...COMMUNITY, ...OVERLAY]);
    const own = published.length > 0 ? [] : accountsOf(said, settings.vendors ?? []);
    const vendors = knownVendors(settings.vendors);
    return namedEntries(integration, 'sts:assumerole', settings).flatMap(
      ({ address, principals, location }) =>
        principals.flatMap((principal) => {
          const account = accountOfPrincipal(principal);
          if (account === undefined || !isOutside(account, settings)) return [];
          if (published.includes(account) || own.includes(account)) return [];
          const whose = sayWhose(vendors.get(account), said, published, own);
          if (whose === undefined) return [];
          return [
            {
              address,
              message: `the AWS account ${account} that can assume ${address} ${whose}, and the file says ${JSON.stringify(said)}`,
              hint: 'compare the account with the document of the vendor; correct it, or "vendor: name:"',
              location,
            },
          ];
        }),
    );
  },
};

/** Undefined where nothing speaks against the account. A name that a pull request can write is quoted: it may have many words. */
function sayWhose(
  known: KnownVendor | undefined,
  said: string,
  published: readonly string[],
  own: readonly string[],
): string | undefined {
  if (known?.origin === 'published')
    return isSameName(known.name, said) ? undefined : `is known as ${known.name}'s`;
  if (published.length > 0) return `is none of those that ${JSON.stringify(said)} publishes`;
  if (known !== undefined)
    return isSameName(known.name, said)
      ? undefined
      : `belongs to ${JSON.stringify(known.name)} by the settings`;
  return own.length > 0 ? `is none of those that the settings have for ${JSON.stringify(said)}` : undefined;
}

function accountsOf(name: string, vendors: readonly VendorAccounts[]): readonly string[] {
  return vendors.flatMap((one) => (isSameName(one.name, name) ? one.accounts : []));
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
