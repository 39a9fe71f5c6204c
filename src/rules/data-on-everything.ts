import { byNotableName } from '../access/sort-permissions.ts';
import { CREDENTIAL_READS, DATA_READS } from './data/data-reads.ts';
import { mayDoEverything } from './full-admin.ts';
import { grantOnAny } from './reading/any-resource.ts';
import { byStatement, hintFor, sayEvery, sayGrant } from './reading/grant.ts';
import { holdersIn, type Holder } from './reading/holder.ts';
import { namedOf } from './reading/named-actions.ts';
import { sayNames } from './reading/say-names.ts';
import type { Remark, Rule, RuleContext } from './rule.ts';

/**
 * Reading the data or the credentials of everything: a third party that needs some of them gets all that the account has,
 * and all that it will have (https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege).
 */
export const dataOnEverything: Rule = {
  about: 'declared',
  find: (integration, context) =>
    holdersIn(integration, context).flatMap((holder) => {
      // The rule full-admin speaks of the rest.
      if (mayDoEverything(holder, context)) return [];
      return [
        ...remarks(holder, CREDENTIAL_READS, 'credentials and secrets', context),
        ...remarks(holder, DATA_READS, 'data', context),
      ];
    }),
};

function remarks(
  holder: Holder,
  actions: readonly string[],
  what: string,
  context: RuleContext,
): readonly Remark[] {
  const granted = namedOf(holder, actions, context.settings).map(
    (action) => [action, grantOnAny(holder, action, context)] as const,
  );
  return byStatement(granted).map(({ grant, actions: names }) => ({
    address: holder.address,
    message: `${holder.address} can read the ${what} of ${sayEvery(grant)} with ${sayNames([...names].sort(byNotableName))} (${sayGrant(grant)})`,
    hint: hintFor(grant, 'name the buckets, tables, parameters or secrets that the vendor needs'),
    location: grant.location,
  }));
}
