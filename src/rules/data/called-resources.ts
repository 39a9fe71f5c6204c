/** What a call names, where that is not one type of resources alone. */
export interface CalledResources {
  /** The types of which all make an action a danger: any one of them. */
  readonly of: readonly string[];
  /** Types that the call names besides: of each some resource, whichever it is. */
  readonly beside?: readonly string[];
  /** ARNs, of which the call names one. */
  readonly by?: readonly string[];
  /** ARNs of what AWS has for all accounts: no danger of itself, and enough to start something with a role that is passed. */
  readonly ofAws?: readonly string[];
}

const DOCUMENT = 'arn:${Partition}:ssm:${Region}:';

/**
 * Documents of AWS that run what the caller writes, on machines. They have no account in their ARNs
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html). Others do one thing, such as
 * AWS-RunPatchBaseline.
 */
const RUN_ANYTHING = [
  'AWS-RunShellScript',
  'AWS-RunPowerShellScript',
  'AWS-RunRemoteScript',
  'AWS-RunDocument',
  'AWS-RunDockerAction',
  'AWS-RunInspecChecks',
  'AWS-RunSaltState',
  'AWS-ApplyAnsiblePlaybooks',
  'AWS-ApplyChefRecipes',
  'AWS-ApplyDSCMofs',
  'AWS-InstallApplication',
  'AWS-InstallPowerShellModule',
].map((name) => `${DOCUMENT}:document/${name}`);

/** Those, any of AWS, and any of the account: what they do is in no file. */
const COMMANDS = [
  ...RUN_ANYTHING,
  `${DOCUMENT}:document/\${DocumentName}`,
  `${DOCUMENT}\${Account}:document/\${DocumentName}`,
];

const RUNBOOKS = {
  of: ['automation-definition', 'document'],
  ofAws: [
    `${DOCUMENT}:document/\${DocumentName}`,
    `${DOCUMENT}:automation-definition/\${AutomationDefinitionName}:\${VersionId}`,
  ],
};
const ON_MACHINES = { of: ['instance', 'managed-instance'], by: COMMANDS };
const TABLE_OR_INDEX = { of: ['table', 'index'] };
const AGENTS_IDENTITY = ['token-vault', 'workload-identity', 'workload-identity-directory'];
const ON_PERMISSION_SETS = { of: ['permissionset'], beside: ['instance'] };

/**
 * Actions that are asked of several resources in one call, where the reach over one type is the danger: a command reaches
 * all machines by whichever document runs it, and a job acts with the role of any definition in whichever queue it waits.
 * Of the others all that AWS marks as required count.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const CALLED_RESOURCES: Readonly<Record<string, CalledResources>> = {
  // https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-def.html
  'batch:SubmitJob': { of: ['job-definition', 'job-definition-revision'], beside: ['job-queue'] },
  // The interpreters of AWS have no role; those of the account do.
  'bedrock-agentcore:InvokeCodeInterpreter': { of: ['code-interpreter-custom'] },
  'bedrock-agentcore:GetResourceApiKey': { of: ['apikeycredentialprovider'], beside: AGENTS_IDENTITY },
  'bedrock-agentcore:GetResourceOauth2Token': { of: ['oauth2credentialprovider'], beside: AGENTS_IDENTITY },
  'comprehend:PutResourcePolicy': { of: ['document-classifier', 'entity-recognizer'] },
  // A query of an index is asked of the index alone.
  'dynamodb:PartiQLSelect': TABLE_OR_INDEX,
  'dynamodb:Query': TABLE_OR_INDEX,
  'dynamodb:Scan': TABLE_OR_INDEX,
  'identitystore:CreateGroupMembership': { of: ['group'], beside: ['identitystore', 'user'] },
  'identitystore:UpdateUser': { of: ['user'], beside: ['identitystore'] },
  's3express:CreateSession': { of: ['bucket', 'accesspoint'] },
  'ssm:CreateAssociation': ON_MACHINES,
  'ssm:SendCommand': ON_MACHINES,
  // A runbook of AWS acts with what the caller has, unless a role is passed to it; one of the account may name a role.
  'ssm:StartAutomationExecution': RUNBOOKS,
  'ssm:StartChangeRequestExecution': RUNBOOKS,
  // The document is asked for only where the condition ssm:SessionDocumentAccessCheck says so.
  'ssm:StartSession': { of: ['instance', 'managed-instance', 'task'] },
  'ssm:UpdateAssociation': { of: ['association'] },
  // An organization has one instance of Identity Center, or few.
  'sso:AttachCustomerManagedPolicyReferenceToPermissionSet': ON_PERMISSION_SETS,
  'sso:AttachManagedPolicyToPermissionSet': ON_PERMISSION_SETS,
  'sso:CreateAccountAssignment': { of: ['permissionset'], beside: ['account', 'instance'] },
  'sso:CreateTrustedTokenIssuer': { of: ['trustedtokenissuer'], beside: ['instance'] },
  'sso:DeleteInlinePolicyFromPermissionSet': ON_PERMISSION_SETS,
  'sso:DeletePermissionsBoundaryFromPermissionSet': ON_PERMISSION_SETS,
  'sso:PutInlinePolicyToPermissionSet': ON_PERMISSION_SETS,
  'sso:PutPermissionsBoundaryToPermissionSet': ON_PERMISSION_SETS,
};

/**
 * How the ids of resources begin or end, by service and variable of an ARN: `instance/i-*` is every instance, and every
 * secret ends in six characters of its own
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html). A log group is asked for
 * with a colon after its name
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html), and of the directories of
 * AgentCore there is one.
 */
export const FORMS_OF_IDS: Readonly<Record<string, (name: string) => string>> = {
  'bedrock-agentcore:DirectoryId': () => 'default',
  'bedrock-agentcore:TokenVaultId': () => 'default',
  'cloudfront:DistributionId': (name) => `E${name}`,
  'ec2:ImageId': (name) => `ami-${name}`,
  'ec2:InstanceId': (name) => `i-${name}`,
  'ec2:LaunchTemplateId': (name) => `lt-${name}`,
  'ec2:NetworkInterfaceId': (name) => `eni-${name}`,
  'ec2:RouteTableId': (name) => `rtb-${name}`,
  'ec2:SecurityGroupId': (name) => `sg-${name}`,
  'ec2:SnapshotId': (name) => `snap-${name}`,
  'ec2:SubnetId': (name) => `subnet-${name}`,
  'ec2:VolumeId': (name) => `vol-${name}`,
  'ec2:VpcEndpointId': (name) => `vpce-${name}`,
  'ec2:VpcId': (name) => `vpc-${name}`,
  'elasticfilesystem:FileSystemId': (name) => `fs-${name}`,
  'logs:LogGroupName': (name) => `${name}:log-stream:`,
  'route53:Id': (name) => `Z${name}`,
  'secretsmanager:SecretId': (name) => `${name}-Xr0l3k`,
  'ssm:InstanceId': (name) => `mi-${name}`,
  'sso:InstanceId': (name) => `ssoins-${name}`,
  'sso:PermissionSetId': (name) => `ps-${name}`,
};
