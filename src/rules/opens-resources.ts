import { byNotableName } from '../access/sort-permissions.ts';
import { OPENING_ACTIONS } from './data/opening-actions.ts';
import { mayDoEverything } from './full-admin.ts';
import { grantOnAny } from './reading/any-resource.ts';
import { byStatement, hintFor, sayEvery, sayGrant } from './reading/grant.ts';
import { holdersIn } from './reading/holder.ts';
import { namedOf } from './reading/named-actions.ts';
import { sayNames } from './reading/say-names.ts';
import type { Rule } from './rule.ts';

/**
 * Letting other accounts in to every resource: who can write the policy of a bucket or a key, or share a snapshot, can
 * give what is in it to any account, and the access stays when the principal itself is deleted
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html).
 */
export const opensResources: Rule = {
  about: 'declared',
  find: (integration, context) =>
    holdersIn(integration, context).flatMap((holder) => {
      // The rule full-admin speaks of the rest.
      if (mayDoEverything(holder, context)) return [];
      const granted = namedOf(holder, OPENING_ACTIONS, context.settings).map(
        (action) => [action, grantOnAny(holder, action, context)] as const,
      );
      return byStatement(granted).map(({ grant, actions }) => ({
        address: holder.address,
        message: `${holder.address} can open ${sayEvery(grant)} to other accounts with ${sayNames([...actions].sort(byNotableName))} (${sayGrant(grant)})`,
        hint: hintFor(grant, hintOf(actions)),
        location: grant.location,
      }));
    }),
};

/** What limits an action besides the name of its resource. */
const LIMITS: Readonly<Record<string, string>> = {
  'kms:CreateGrant': 'require kms:GrantIsForAWSResource where only services of AWS need the grants',
  'ram:CreateResourceShare':
    'require ram:RequestedAllowsExternalPrincipals "false" where shares stay in the organization',
};

function hintOf(actions: readonly string[]): string {
  const limits = actions.flatMap((action) => LIMITS[action] ?? []);
  return ['leave these actions out, or name the resources that the vendor shares for you', ...limits].join(
    '; ',
  );
}
