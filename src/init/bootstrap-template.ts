import { stringify } from 'yaml';
import type { JsonObject } from '../model/json.ts';
import { GITHUB_ISSUER, type AccessScope } from './access-scope.ts';
import { applyPolicy, denyOthersPolicy, planPolicy, servicePolicy } from './least-policies.ts';
import { applyTrust, planTrust, serviceTrust, type GitHubRepository } from './trust.ts';

export interface Bootstrap {
  readonly scope: AccessScope;
  readonly repository: GitHubRepository;
  /** Whether the account has GitHub's identity provider already: an account has at most one. */
  readonly providerExists: boolean;
}

/** IAM's limit for the inline policies of a role together. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const INLINE_POLICY_LIMIT = 10_240;

/** What the template makes, as CloudFormation's JSON. */
export function bootstrapResources({ scope, repository, providerExists }: Bootstrap): JsonObject {
  const { roles } = scope;
  return {
    ...(providerExists
      ? {}
      : {
          GitHubProvider: {
            Type: 'AWS::IAM::OIDCProvider',
            // Other roles may trust it by then.
            DeletionPolicy: 'Retain',
            UpdateReplacePolicy: 'Retain',
            Properties: { Url: `https://${GITHUB_ISSUER}`, ClientIdList: ['sts.amazonaws.com'] },
          },
        }),
    PlanRole: role(
      roles.plan,
      'Reads IAM and the stacks of rolekeeper',
      planTrust(scope, repository),
      planPolicy(scope),
    ),
    ApplyRole: role(
      roles.apply,
      'Carries out what was reviewed, only through change sets of rolekeeper',
      applyTrust(scope, repository),
      applyPolicy(scope),
    ),
    ...(scope.form === 'service-role'
      ? {
          ServiceRole: role(
            roles.service,
            'CloudFormation writes IAM as this role, for the stacks of rolekeeper',
            serviceTrust(),
            servicePolicy(scope),
          ),
        }
      : {}),
    DenyOthers: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        ManagedPolicyName: `${scope.stackPrefix}deny-others`,
        Description: 'Denies every principal but the apply role of rolekeeper to change its stacks',
        PolicyDocument: denyOthersPolicy(scope),
      },
    },
  };
}

function role(RoleName: string, Description: string, trust: JsonObject, policy: JsonObject): JsonObject {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName,
      Description,
      MaxSessionDuration: 3600,
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: 'rolekeeper', PolicyDocument: policy }],
    },
  };
}

/** The bootstrap template as YAML. It has no parameter: what it allows stands in it for a reviewer to read. */
export function bootstrapTemplate(bootstrap: Bootstrap): string {
  const { owner, name } = bootstrap.repository;
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `What rolekeeper needs in this account, for the repository ${owner}/${name}`,
    Resources: bootstrapResources(bootstrap),
  };
  return stringify(template, { lineWidth: 110, aliasDuplicateObjects: false });
}

/** The inline policies that are too long for IAM, by role. */
export function tooLong(
  bootstrap: Bootstrap,
): readonly { readonly role: string; readonly characters: number }[] {
  const { scope } = bootstrap;
  const documents: readonly (readonly [string, JsonObject])[] = [
    [scope.roles.apply, applyPolicy(scope)],
    ...(scope.form === 'service-role' ? [[scope.roles.service, servicePolicy(scope)] as const] : []),
  ];
  return documents
    .map(([role, policy]) => ({ role, characters: JSON.stringify(policy).length }))
    .filter(({ characters }) => characters > INLINE_POLICY_LIMIT);
}
