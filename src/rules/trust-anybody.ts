import { isNarrowedBy } from './reading/demand.ts';
import { namesSomebody } from './reading/proofs.ts';
import type { Rule } from './rule.ts';
import { trustEntries } from './reading/trust-entry.ts';

/**
 * A role that everybody with an AWS account may assume. An external id alone names nobody: AWS does not treat it as a
 * secret (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html).
 */
export const trustAnybody: Rule = {
  about: 'declared',
  find: (integration, { settings }) =>
    trustEntries(integration, 'sts:assumerole', settings)
      .filter(
        ({ principals, conditions }) => principals.includes('*') && !isNarrowedBy(conditions, namesSomebody),
      )
      .map(({ address, location }) => ({
        address,
        message: `anybody with an AWS account may assume ${address}`,
        hint: 'name the account of the vendor as the principal, or demand your organisation with aws:PrincipalOrgID',
        location,
      })),
};
