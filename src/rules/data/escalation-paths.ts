/** The kinds of IAM resources that an escalating action works on. */
export type EscalationTarget = 'group' | 'policy' | 'role' | 'user';

/**
 * What an action of IAM does to an identity, so that who has it gets more than it has. On oneself it is an escalation
 * where it changes what one may do, and none where it only is another way to be oneself.
 */
export interface IdentityPath {
  readonly on: EscalationTarget;
  readonly onItself: boolean;
}

/**
 * Actions on principals and policies. Sources: Access Analyzer's security warnings
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html), Rhino Security Labs' list
 * and its successors in PMapper and pathfinding.cloud; test/cases/published-paths.json has them as they were read.
 */
export const IDENTITY_PATHS: Readonly<Record<string, IdentityPath>> = {
  'iam:AddUserToGroup': { on: 'group', onItself: false },
  'iam:AttachGroupPolicy': { on: 'group', onItself: true },
  'iam:AttachRolePolicy': { on: 'role', onItself: true },
  'iam:AttachUserPolicy': { on: 'user', onItself: true },
  'iam:CreateAccessKey': { on: 'user', onItself: false },
  'iam:CreateLoginProfile': { on: 'user', onItself: false },
  'iam:CreatePolicyVersion': { on: 'policy', onItself: true },
  'iam:CreateServiceSpecificCredential': { on: 'user', onItself: false },
  'iam:DeleteGroupPolicy': { on: 'group', onItself: true },
  'iam:DeleteRolePermissionsBoundary': { on: 'role', onItself: true },
  'iam:DeleteRolePolicy': { on: 'role', onItself: true },
  'iam:DeleteUserPermissionsBoundary': { on: 'user', onItself: true },
  'iam:DeleteUserPolicy': { on: 'user', onItself: true },
  'iam:DetachGroupPolicy': { on: 'group', onItself: true },
  'iam:DetachRolePolicy': { on: 'role', onItself: true },
  'iam:DetachUserPolicy': { on: 'user', onItself: true },
  'iam:PassRole': { on: 'role', onItself: false },
  'iam:PutGroupPolicy': { on: 'group', onItself: true },
  'iam:PutRolePermissionsBoundary': { on: 'role', onItself: true },
  'iam:PutRolePolicy': { on: 'role', onItself: true },
  'iam:PutUserPermissionsBoundary': { on: 'user', onItself: true },
  'iam:PutUserPolicy': { on: 'user', onItself: true },
  'iam:RemoveUserFromGroup': { on: 'group', onItself: true },
  'iam:ResetServiceSpecificCredential': { on: 'user', onItself: false },
  'iam:SetDefaultPolicyVersion': { on: 'policy', onItself: true },
  'iam:TagRole': { on: 'role', onItself: true },
  'iam:TagUser': { on: 'user', onItself: true },
  'iam:UntagRole': { on: 'role', onItself: true },
  'iam:UntagUser': { on: 'user', onItself: true },
  'iam:UpdateAccessKey': { on: 'user', onItself: false },
  'iam:UpdateAssumeRolePolicy': { on: 'role', onItself: true },
  'iam:UpdateLoginProfile': { on: 'user', onItself: false },
  'iam:UploadSigningCertificate': { on: 'user', onItself: false },
  'sts:AssumeRole': { on: 'role', onItself: false },
};

/** Those that write or attach whatever policy one likes: on oneself, one call gives everything. */
export const WRITES_ANYTHING: readonly string[] = [
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreatePolicyVersion',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
];

/**
 * Actions of which one is enough, as what they change or enter acts with a role of its own: code, sessions on machines,
 * stacks, and which principal stands for which. Sources as above.
 */
export const SERVICE_PATHS: readonly string[] = [
  'apprunner:UpdateService',
  'batch:SubmitJob',
  'bedrock-agentcore:ConnectBrowserAutomationStream',
  'bedrock-agentcore:InvokeAgentRuntimeCommand',
  'bedrock-agentcore:InvokeCodeInterpreter',
  'cloudformation:CreateChangeSet',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:UpdateStack',
  'cloudformation:UpdateStackSet',
  'codebuild:StartBuild',
  'codebuild:StartBuildBatch',
  'codebuild:UpdateProject',
  'codedeploy:CreateDeployment',
  'codestar:AssociateTeamMember',
  'cognito-identity:SetIdentityPoolRoles',
  'datapipeline:PutPipelineDefinition',
  'ec2-instance-connect:SendSSHPublicKey',
  'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
  'ec2:CreateLaunchTemplateVersion',
  'ec2:ModifyInstanceAttribute',
  'ecs:ExecuteCommand',
  'eks:AssociateAccessPolicy',
  'eks:CreateAccessEntry',
  'eks:UpdateAccessEntry',
  'glue:RunStatement',
  'glue:UpdateDevEndpoint',
  'glue:UpdateJob',
  'iam:AddClientIDToOpenIDConnectProvider',
  'iam:UpdateOpenIDConnectProviderThumbprint',
  'iam:UpdateSAMLProvider',
  'identitystore:CreateGroupMembership',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'sagemaker:CreatePresignedDomainUrl',
  'sagemaker:CreatePresignedNotebookInstanceUrl',
  'sagemaker:UpdateNotebookInstance',
  'sagemaker:UpdateNotebookInstanceLifecycleConfig',
  'ssm:CreateAssociation',
  'ssm:ResumeSession',
  'ssm:SendCommand',
  'ssm:StartAutomationExecution',
  'ssm:StartSession',
  'ssm:UpdateAssociation',
  'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
  'sso:AttachManagedPolicyToPermissionSet',
  'sso:CreateAccountAssignment',
  'sso:PutInlinePolicyToPermissionSet',
  'states:UpdateStateMachine',
  'sts:GetFederationToken',
];

/** What a service starts with a role that it is handed: with iam:PassRole for it, that is a way to be the role. */
export const STARTED_BY: Readonly<Record<string, readonly string[]>> = {
  'airflow.amazonaws.com': ['airflow:CreateEnvironment'],
  'amplify.amazonaws.com': ['amplify:CreateApp'],
  'apprunner.amazonaws.com': ['apprunner:CreateService'],
  'autoscaling.amazonaws.com': ['autoscaling:CreateLaunchConfiguration'],
  'batch.amazonaws.com': ['batch:RegisterJobDefinition'],
  'bedrock-agentcore.amazonaws.com': [
    'bedrock-agentcore:CreateAgentRuntime',
    'bedrock-agentcore:CreateBrowser',
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:CreateHarness',
  ],
  'braket.amazonaws.com': ['braket:CreateJob'],
  'cloudformation.amazonaws.com': [
    'cloudformation:CreateChangeSet',
    'cloudformation:CreateStack',
    'cloudformation:CreateStackSet',
  ],
  'codebuild.amazonaws.com': ['codebuild:CreateProject'],
  'codestar.amazonaws.com': ['codestar:CreateProject'],
  'datapipeline.amazonaws.com': ['datapipeline:CreatePipeline'],
  'ec2.amazonaws.com': [
    'ec2:AssociateIamInstanceProfile',
    'ec2:ReplaceIamInstanceProfileAssociation',
    'ec2:RequestSpotFleet',
    'ec2:RequestSpotInstances',
    'ec2:RunInstances',
    'autoscaling:CreateLaunchConfiguration',
    'elasticmapreduce:RunJobFlow',
  ],
  'ecs-tasks.amazonaws.com': [
    'ecs:RegisterTaskDefinition',
    'ecs:RunTask',
    'ecs:StartTask',
    'batch:RegisterJobDefinition',
  ],
  'elasticmapreduce.amazonaws.com': ['elasticmapreduce:RunJobFlow'],
  'emr-serverless.amazonaws.com': ['emr-serverless:StartJobRun'],
  'gamelift.amazonaws.com': ['gamelift:CreateFleet'],
  'glue.amazonaws.com': ['glue:CreateDevEndpoint', 'glue:CreateJob', 'glue:CreateSession'],
  'imagebuilder.amazonaws.com': ['imagebuilder:CreateInfrastructureConfiguration'],
  'kinesisanalytics.amazonaws.com': ['kinesisanalytics:CreateApplication'],
  'lambda.amazonaws.com': ['lambda:CreateFunction'],
  'omics.amazonaws.com': ['omics:StartRun'],
  'pipes.amazonaws.com': ['pipes:CreatePipe'],
  'sagemaker.amazonaws.com': [
    'sagemaker:CreateNotebookInstance',
    'sagemaker:CreateProcessingJob',
    'sagemaker:CreateTrainingJob',
  ],
  'scheduler.amazonaws.com': ['scheduler:CreateSchedule'],
  'ssm.amazonaws.com': ['ssm:StartAutomationExecution'],
  'states.amazonaws.com': ['states:CreateStateMachine'],
};

/** Roles that administrate an account wherever they stand: those that AWS makes under this name. */
export const ADMINISTRATING = [
  'OrganizationAccountAccessRole',
  'AWSControlTowerExecution',
  'AWSCloudFormationStackSetExecutionRole',
  'AWSCloudFormationStackSetAdministrationRole',
  'stacksets-exec',
];

/** Whether an action on every resource is told as an escalation. */
export function isEscalation(action: string): boolean {
  return Object.hasOwn(IDENTITY_PATHS, action) || SERVICE_PATHS.includes(action);
}
