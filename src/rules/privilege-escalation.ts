import { mayDoEverything } from './full-admin.ts';
import { byStatement, grantOf, sayGrant, type Deed, type StatementGrant } from './reading/grant.ts';
import { holdersIn, type Holder } from './reading/holder.ts';
import type { Rule, RuleContext } from './rule.ts';
import { sayNames } from './reading/say-names.ts';

/**
 * Actions that let whoever has them on any user, role, group or policy get what they do not have
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html, security warnings;
 * each changes what a principal may do, who may be it, or is handed to a service that acts).
 */
export const ESCALATING: Readonly<Record<string, string>> = {
  'iam:AddUserToGroup': 'group',
  'iam:AttachGroupPolicy': 'group',
  'iam:AttachRolePolicy': 'role',
  'iam:AttachUserPolicy': 'user',
  'iam:CreateAccessKey': 'user',
  'iam:CreateLoginProfile': 'user',
  'iam:CreatePolicyVersion': 'policy',
  'iam:DeleteRolePermissionsBoundary': 'role',
  'iam:DeleteUserPermissionsBoundary': 'user',
  'iam:PassRole': 'role',
  'iam:PutGroupPolicy': 'group',
  'iam:PutRolePolicy': 'role',
  'iam:PutUserPolicy': 'user',
  'iam:SetDefaultPolicyVersion': 'policy',
  'iam:UpdateAssumeRolePolicy': 'role',
  'iam:UpdateLoginProfile': 'user',
  'sts:AssumeRole': 'role',
};

/** Ways out of IAM into more privilege: an escalating action without a limit to certain resources or circumstances. */
export const privilegeEscalation: Rule = {
  about: 'declared',
  find: (integration, context) =>
    holdersIn(integration, context).flatMap((holder) => {
      // Who may do everything is said of already.
      if (mayDoEverything(holder, context)) return [];
      return escalationsOf(holder, context).map(({ grant, actions }) => ({
        address: holder.address,
        message: `${holder.address} can give itself more than it has: ${sayNames(actions)} on every resource (${sayGrant(grant)})`,
        hint: 'name the roles, users or policies; for iam:PassRole also the service, with iam:PassedToService',
        location: grant.location,
      }));
    }),
};

function escalationsOf(holder: Holder, context: RuleContext): readonly StatementGrant[] {
  return byStatement(
    Object.entries(ESCALATING).map(([action, type]) => [
      action,
      grantOf(holder, deedOf(action, type, context), context),
    ]),
  );
}

/** On somebody whom no pattern names that is not about everybody. */
function deedOf(action: string, type: string, { settings }: RuleContext): Deed {
  return { action, resource: `arn:${settings.partition}:iam::${settings.account}:${type}/rolekeeper-any` };
}
