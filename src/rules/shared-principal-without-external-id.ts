import { parsePrincipalArn } from '../model/arn.ts';
import { VENDOR_PRINCIPALS } from './data/vendor-principals.ts';
import { isNarrowedBy, sayTighter } from './reading/demand.ts';
import { isOutside } from './reading/outside.ts';
import { provesCustomer } from './reading/proofs.ts';
import { sayPrincipalOfAccount } from './reading/say-principal.ts';
import { namedEntries } from './reading/named-principals.ts';
import type { Rule } from './rule.ts';

/**
 * A role or user of another party that can assume a role without saying on whose behalf: a vendor has one for all its
 * customers, and each of them can have it act on the others' roles
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html). Vendors that give each customer a principal of
 * its own are known by {@link VENDOR_PRINCIPALS}.
 */
export const sharedPrincipalWithoutExternalId: Rule = {
  about: 'declared',
  find: (integration, { settings }) =>
    namedEntries(integration, 'sts:assumerole', settings)
      .filter(({ conditions }) => !isNarrowedBy(conditions, provesCustomer))
      .flatMap(({ address, principals, conditions, location }) =>
        principals.flatMap((principal) => {
          const arn = parsePrincipalArn(principal);
          const who = sayPrincipalOfAccount(principal, settings);
          if (arn === undefined || who === undefined || !isOutside(arn.account, settings)) return [];
          const known = VENDOR_PRINCIPALS.find((one) => one.arn.test(`${arn.account}:${arn.resource}`));
          if (known?.serves === 'one customer') return [];
          const served = known === undefined ? '' : `, which serves all customers of ${known.vendor},`;
          return [
            {
              address,
              message: `${who}${served} can assume ${address} without an external id`,
              hint:
                `${sayTighter(conditions, 'sts:ExternalId') ?? 'require the external id that the vendor shows you (StringEquals on sts:ExternalId)'}; ` +
                'list the account under "ownAccounts:" if it is yours; ' +
                'where the vendor has this principal for you alone, accept it under "exceptions:" with that reason',
              location,
            },
          ];
        }),
      ),
};
