/** What plan and drift read of the whole account; `sts:GetCallerIdentity` needs no permission. docs/permissions.md says what each is for. */
export const ACCOUNT_READS: readonly string[] = [
  'iam:GetAccountAuthorizationDetails',
  'iam:ListRoles',
  'iam:ListInstanceProfiles',
  'iam:ListOpenIDConnectProviders',
  'iam:ListPolicies',
  'iam:GetRole',
  'iam:ListRolePolicies',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:GetUser',
  'iam:ListUserPolicies',
  'iam:GetUserPolicy',
  'iam:ListAttachedUserPolicies',
  'iam:ListGroupsForUser',
  'iam:GetGroup',
  'iam:ListGroupPolicies',
  'iam:GetGroupPolicy',
  'iam:ListAttachedGroupPolicies',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:ListPolicyVersions',
  'iam:GetInstanceProfile',
  'iam:GetOpenIDConnectProvider',
  'iam:ListAccessKeys',
  'iam:GetAccessKeyLastUsed',
  'iam:GetLoginProfile',
  'iam:ListMFADevices',
  'iam:ListSSHPublicKeys',
  'iam:ListSigningCertificates',
  'iam:ListServiceSpecificCredentials',
  'iam:ListEntitiesForPolicy',
  'iam:ListInstanceProfilesForRole',
  'cloudformation:DescribeStacks',
  'cloudformation:DescribeStackResources',
];

/** What plan and drift read of the stacks of the prefix: the template of any other stack is none of their business. */
export const OWN_STACK_READS: readonly string[] = [
  'cloudformation:DescribeStackEvents',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackResources',
];

/** What only apply calls, by what it is for. */
export const APPLY_ACTIONS = {
  make: ['cloudformation:CreateChangeSet'],
  run: [
    'cloudformation:DescribeChangeSet',
    'cloudformation:ExecuteChangeSet',
    'cloudformation:DeleteChangeSet',
  ],
  look: ['cloudformation:ListChangeSets', 'cloudformation:DescribeEvents'],
  delete: ['cloudformation:DeleteStack'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * Every action that can change a stack, or what happens to it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export const STACK_WRITES: readonly string[] = [
  'CreateStack',
  'UpdateStack',
  'CreateChangeSet',
  'ExecuteChangeSet',
  'DeleteChangeSet',
  'DeleteStack',
  'ContinueUpdateRollback',
  'RollbackStack',
  'CancelUpdateStack',
  'CreateStackRefactor',
  'ExecuteStackRefactor',
  'SetStackPolicy',
  'UpdateTerminationProtection',
  'SignalResource',
  'TagResource',
  'UntagResource',
].map((action) => `cloudformation:${action}`);
