import { byNotableName } from '../access/sort-permissions.ts';
import { GUARDS_OF_RESOURCES, GUARDS_OF_THE_ACCOUNT } from './data/guard-actions.ts';
import { mayDoEverything } from './full-admin.ts';
import { grantOnAny } from './reading/any-resource.ts';
import { byStatement, firstGrant, hintFor, sayGrant, type Grant } from './reading/grant.ts';
import { holdersIn, type Holder } from './reading/holder.ts';
import { namedOf } from './reading/named-actions.ts';
import { namedResources } from './reading/named-resources.ts';
import { sayNames } from './reading/say-names.ts';
import type { Rule, RuleContext } from './rule.ts';

/**
 * Turning off what records, watches or limits the account: what the principal does after that leaves no trace, or is
 * stopped by nothing (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html).
 */
export const removesGuards: Rule = {
  about: 'declared',
  find: (integration, context) =>
    holdersIn(integration, context).flatMap((holder) => {
      // The rule full-admin speaks of the rest.
      if (mayDoEverything(holder, context)) return [];
      const granted = [
        ...namedOf(holder, GUARDS_OF_THE_ACCOUNT, context.settings).map(
          (action) => [action, grantOfAny(holder, action, context)] as const,
        ),
        ...namedOf(holder, GUARDS_OF_RESOURCES, context.settings).map(
          (action) => [action, grantOnAny(holder, action, context)] as const,
        ),
      ];
      return byStatement(granted).map(({ grant, actions }) => ({
        address: holder.address,
        message: `${holder.address} can turn off what records, watches or limits the account with ${sayNames([...actions].sort(byNotableName))} (${sayGrant(grant)})`,
        hint: hintFor(
          grant,
          'leave these actions out; where the vendor runs such a service for you, accept them under "exceptions:" with that reason',
        ),
        location: grant.location,
      }));
    }),
};

/** On every resource, or on one that a statement names. */
function grantOfAny(holder: Holder, action: string, context: RuleContext): Grant | undefined {
  return (
    grantOnAny(holder, action, context) ??
    firstGrant(holder, action, namedResources(holder, action, context), context)
  );
}
