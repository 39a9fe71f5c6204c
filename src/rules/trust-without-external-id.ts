import { parsePrincipalArn } from '../model/arn.ts';
import { isNarrowedBy, sayTighter } from './reading/demand.ts';
import { isOutside } from './reading/outside.ts';
import { provesPurpose } from './reading/proofs.ts';
import { sayAccount } from './reading/say-principal.ts';
import type { Rule } from './rule.ts';
import { namedEntries } from './reading/named-principals.ts';

/**
 * A whole outside account that can assume a role without saying on whose behalf: another customer of the vendor can have
 * it do so (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html). Of single roles of the vendor,
 * `shared-principal-without-external-id` speaks.
 */
export const trustWithoutExternalId: Rule = {
  about: 'declared',
  find: (integration, { settings }) =>
    namedEntries(integration, 'sts:assumerole', settings)
      .filter(({ conditions }) => !isNarrowedBy(conditions, provesPurpose))
      .flatMap(({ address, principals, conditions, location }) => {
        const accounts = principals.flatMap((principal) => {
          const arn = parsePrincipalArn(principal);
          return arn?.resource === 'root' && isOutside(arn.account, settings) ? [arn.account] : [];
        });
        return accounts.map((account) => ({
          address,
          message: `every principal in ${sayAccount(account, settings)} can assume ${address} without an external id`,
          hint:
            `${sayTighter(conditions, 'sts:ExternalId') ?? 'require the external id that the vendor shows you (StringEquals on sts:ExternalId)'}; ` +
            'list the account under "ownAccounts:" if it is yours',
          location,
        }));
      }),
};
