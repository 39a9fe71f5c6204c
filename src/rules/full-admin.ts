import { grantOf, sayGrant, type Grant } from './reading/grant.ts';
import { holdersIn, type Holder } from './reading/holder.ts';
import type { Remark, Rule, RuleContext } from './rule.ts';

/** Everything on everything, spelled out or by a policy of AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege */
export const fullAdmin: Rule = {
  about: 'declared',
  find: (integration, context) =>
    holdersIn(integration, context).flatMap((holder) => {
      const grant = everythingGranted(holder, context);
      return grant === undefined ? [] : [remarkOn(holder, grant)];
    }),
};

/** Whether there is nothing left to say of what somebody may do. */
export function mayDoEverything(holder: Holder, context: RuleContext): boolean {
  return everythingGranted(holder, context) !== undefined;
}

interface Everything extends Grant {
  readonly what: string;
}

/**
 * By which statement somebody may do what no statement names: only `*` and `NotAction` let through a service that does
 * not exist, and only `iam:*` an action of IAM that does not.
 */
function everythingGranted(holder: Holder, context: RuleContext): Everything | undefined {
  const { partition, region, account } = context.settings;
  const anything = {
    action: 'rolekeeper-any:Anything',
    resource: `arn:${partition}:rolekeeper-any:${region}:${account}:x`,
  };
  const anyOfIam = {
    action: 'iam:RolekeeperAny',
    resource: `arn:${partition}:iam::${account}:role/rolekeeper-any`,
  };
  const all = grantOf(holder, anything, context);
  if (all !== undefined) return { ...all, what: 'everything that nothing denies, on every resource' };
  const iam = grantOf(holder, anyOfIam, context);
  return iam === undefined ? undefined : { ...iam, what: 'everything in IAM, and so give itself everything' };
}

function remarkOn({ address }: Holder, grant: Everything): Remark {
  return {
    address,
    message: `${address} may do ${grant.what} (${sayGrant(grant)})`,
    hint: 'name the actions and the resources that the vendor needs',
    location: grant.location,
  };
}
