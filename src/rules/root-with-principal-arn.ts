import { parsePrincipalArn } from '../model/arn.ts';
import { isNarrowedBy } from './reading/demand.ts';
import { isOutside } from './reading/outside.ts';
import { provesCustomer, provesPurpose } from './reading/proofs.ts';
import { sayAccount } from './reading/say-principal.ts';
import { namedEntries } from './reading/named-principals.ts';
import type { Rule } from './rule.ts';

/**
 * A whole outside account, narrowed to roles by `aws:PrincipalArn`: some vendors document that form, and it survives that
 * a role is made anew. It does not say on whose behalf the role acts, and a pattern takes in roles that are yet to come
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn).
 */
export const rootWithPrincipalArn: Rule = {
  about: 'declared',
  find: (integration, { settings }) =>
    namedEntries(integration, 'sts:assumerole', settings)
      .filter(
        ({ conditions }) =>
          isNarrowedBy(conditions, provesPurpose) && !isNarrowedBy(conditions, provesCustomer),
      )
      .flatMap(({ address, principals, conditions, location }) => {
        const arns = conditions
          .filter(({ key }) => key === 'aws:principalarn')
          .flatMap(({ values }) => values);
        if (arns.length === 0) return [];
        return principals.flatMap((principal) => {
          const arn = parsePrincipalArn(principal);
          if (arn?.resource !== 'root' || !isOutside(arn.account, settings)) return [];
          return [
            {
              address,
              message: `${sayAccount(arn.account, settings)} can assume ${address} with the roles ${arns.join(', ')}, and without an external id`,
              hint: 'require the external id too, where the vendor has one',
              location,
            },
          ];
        });
      }),
};
