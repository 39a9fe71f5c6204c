import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { reviewScope } from '../../../src/rules/review.ts';
import { scopeOfRow } from './file-of-row.ts';

/** A published way to more than one has: its name there, and the actions that it takes. */
type Path = readonly [name: string, actions: readonly string[]];

/** https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/, by the names of its list. */
const RHINO: readonly Path[] = [
  ['CreateNewPolicyVersion', ['iam:CreatePolicyVersion']],
  ['SetExistingDefaultPolicyVersion', ['iam:SetDefaultPolicyVersion']],
  ['CreateEC2WithExistingIP', ['iam:PassRole', 'ec2:RunInstances']],
  ['CreateAccessKey', ['iam:CreateAccessKey']],
  ['CreateLoginProfile', ['iam:CreateLoginProfile']],
  ['UpdateLoginProfile', ['iam:UpdateLoginProfile']],
  ['AttachUserPolicy', ['iam:AttachUserPolicy']],
  ['AttachGroupPolicy', ['iam:AttachGroupPolicy']],
  ['AttachRolePolicy', ['iam:AttachRolePolicy', 'sts:AssumeRole']],
  ['PutUserPolicy', ['iam:PutUserPolicy']],
  ['PutGroupPolicy', ['iam:PutGroupPolicy']],
  ['PutRolePolicy', ['iam:PutRolePolicy', 'sts:AssumeRole']],
  ['AddUserToGroup', ['iam:AddUserToGroup']],
  ['UpdateRolePolicyToAssumeIt', ['iam:UpdateAssumeRolePolicy', 'sts:AssumeRole']],
  [
    'PassExistingRoleToNewLambdaThenInvoke',
    ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'],
  ],
  [
    'PassExistingRoleToNewLambdaThenTriggerWithNewDynamo',
    [
      'iam:PassRole',
      'lambda:CreateFunction',
      'lambda:CreateEventSourceMapping',
      'dynamodb:CreateTable',
      'dynamodb:PutItem',
    ],
  ],
  [
    'PassExistingRoleToNewLambdaThenTriggerWithExistingDynamo',
    ['iam:PassRole', 'lambda:CreateFunction', 'lambda:CreateEventSourceMapping'],
  ],
  ['EditExistingLambdaFunctionWithRole', ['lambda:UpdateFunctionCode']],
  ['PassExistingRoleToNewGlueDevEndpoint', ['iam:PassRole', 'glue:CreateDevEndpoint', 'glue:GetDevEndpoint']],
  ['UpdateExistingGlueDevEndpoint', ['glue:UpdateDevEndpoint', 'glue:GetDevEndpoint']],
  ['PassExistingRoleToCloudFormation', ['iam:PassRole', 'cloudformation:CreateStack']],
  [
    'PassExistingRoleToNewDataPipeline',
    ['iam:PassRole', 'datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition'],
  ],
];

/** https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation, the later part. */
const RHINO_LATER: readonly Path[] = [
  ['PassExistingRoleToNewSageMakerNotebook', ['iam:PassRole', 'sagemaker:CreateNotebookInstance']],
  ['PresignedSageMakerNotebookUrl', ['sagemaker:CreatePresignedNotebookInstanceUrl']],
  ['SageMakerTrainingJobPassRole', ['iam:PassRole', 'sagemaker:CreateTrainingJob']],
  ['SageMakerProcessingJobPassRole', ['iam:PassRole', 'sagemaker:CreateProcessingJob']],
  ['UpdateFunctionConfigurationWithLayer', ['lambda:UpdateFunctionConfiguration']],
];

/** https://github.com/nccgroup/PMapper, by the names of its edge checkers and of the page on its wiki. */
const PMAPPER: readonly Path[] = [
  [
    'AutoScaling',
    ['iam:PassRole', 'autoscaling:CreateLaunchConfiguration', 'autoscaling:CreateAutoScalingGroup'],
  ],
  ['CloudFormation, new stack', ['iam:PassRole', 'cloudformation:CreateStack']],
  ['CloudFormation, stack that is there', ['cloudformation:UpdateStack']],
  ['CloudFormation, change set', ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet']],
  ['CodeBuild, new project', ['iam:PassRole', 'codebuild:CreateProject', 'codebuild:StartBuild']],
  ['CodeBuild, project that is there', ['codebuild:UpdateProject', 'codebuild:StartBuild']],
  ['EC2, role of a machine', ['iam:PassRole', 'ec2:AssociateIamInstanceProfile']],
  ['SSM, command', ['ssm:SendCommand']],
  ['SSM, session', ['ssm:StartSession']],
  ['STS', ['sts:AssumeRole']],
];

/** https://pathfinding.cloud, what the lists before do not have. */
const PATHFINDING: readonly Path[] = [
  ['a boundary is taken away', ['iam:DeleteRolePermissionsBoundary']],
  ['a boundary of a user is taken away', ['iam:DeleteUserPermissionsBoundary']],
  ['a wider boundary', ['iam:PutRolePermissionsBoundary']],
  ['a Deny is deleted', ['iam:DeleteRolePolicy']],
  ['a Deny is detached', ['iam:DetachRolePolicy']],
  ['credentials of one service', ['iam:CreateServiceSpecificCredential']],
  ['credentials of one service, anew', ['iam:ResetServiceSpecificCredential']],
  ['another identity provider', ['iam:UpdateSAMLProvider']],
  ['a task of a cluster', ['iam:PassRole', 'ecs:RegisterTaskDefinition', 'ecs:RunTask']],
  ['a shell in a task', ['ecs:ExecuteCommand']],
  ['a job of Glue', ['iam:PassRole', 'glue:CreateJob', 'glue:StartJobRun']],
  ['a job of Glue that is there', ['glue:UpdateJob', 'glue:StartJobRun']],
  ['App Runner', ['iam:PassRole', 'apprunner:CreateService']],
  ['App Runner that is there', ['apprunner:UpdateService']],
  ['a code interpreter of Bedrock', ['bedrock-agentcore:InvokeCodeInterpreter']],
  ['a key pushed to a machine', ['ec2-instance-connect:SendSSHPublicKey']],
  ['the user data of a machine', ['ec2:ModifyInstanceAttribute']],
  ['an access entry of EKS', ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy']],
  ['an assignment of Identity Center', ['sso:CreateAccountAssignment']],
  ['a policy of a permission set', ['sso:PutInlinePolicyToPermissionSet']],
  ['a role of an identity pool', ['cognito-identity:SetIdentityPoolRoles']],
  ['a state machine', ['iam:PassRole', 'states:CreateStateMachine']],
  ['a state machine that is there', ['states:UpdateStateMachine']],
];

const LISTS: Readonly<Record<string, readonly Path[]>> = {
  'Rhino Security Labs': RHINO,
  'Rhino Security Labs, later': RHINO_LATER,
  PMapper: PMAPPER,
  'pathfinding.cloud': PATHFINDING,
};

const allow = (actions: readonly string[], more: JsonObject = {}): Json => ({
  Effect: 'Allow',
  Action: actions,
  Resource: '*',
  ...more,
});

/** What the rule finds of one role for each path, by the name of the path. */
async function findingsOf(
  paths: readonly Path[],
  statementsOf: (actions: readonly string[]) => readonly Json[],
  more: JsonObject = {},
): Promise<ReadonlyMap<string, string>> {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const roles = paths.map(([, actions], index) => ({
    RoleName: `r${index}`,
    AssumeRolePolicyDocument: trust,
    Policies: [
      { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statementsOf(actions) } },
    ],
    ...more,
  }));
  const limit = { Version: '2012-10-17', Statement: [allow(['s3:GetObject'])] };
  const scope = scopeOfRow({
    name: 'paths',
    file: { roles, managedPolicies: [{ ManagedPolicyName: 'limit', PolicyDocument: limit }] },
    finds: [],
  });
  const reviews = reviewScope({ scope, catalogue: await readCatalogue(), today: '2026-11-22' });
  const found = [...reviews.values()].flatMap(({ findings }) =>
    findings.filter(({ rule }) => rule === 'privilege-escalation'),
  );
  return new Map(
    paths.flatMap(([name], index) => {
      const one = found.find(({ address }) => address === `role/r${index}`);
      return one === undefined ? [] : [[name, one.message] as const];
    }),
  );
}

describe.each(Object.entries(LISTS))('the paths of %s', (_, paths) => {
  it('are found on every resource, each with an action that it takes', async () => {
    const found = await findingsOf(paths, (actions) => [allow(actions)]);
    expect(
      paths.filter(
        ([name, actions]) => !actions.some((action) => found.get(name)?.includes(action) === true),
      ),
    ).toEqual([]);
  });

  it('are found under a condition that everybody meets', async () => {
    const Condition = { Bool: { 'aws:SecureTransport': 'true' } };
    const found = await findingsOf(paths, (actions) => [allow(actions, { Condition })]);
    expect([...found.keys()]).toEqual(paths.map(([name]) => name));
  });

  it('are none where a Deny takes them away, whatever else is allowed', async () => {
    const found = await findingsOf(paths, (actions) => [
      allow(['s3:GetObject', ...actions]),
      { Effect: 'Deny', Action: actions, Resource: '*' },
    ]);
    expect([...found]).toEqual([]);
  });

  it('are none under a boundary without them', async () => {
    const found = await findingsOf(paths, (actions) => [allow(actions)], { PermissionsBoundary: 'limit' });
    expect([...found]).toEqual([]);
  });

  it('are none of who may only look at what they work on', async () => {
    const readsOf = (actions: readonly string[]): readonly string[] => [
      ...new Set(
        actions.flatMap((action) =>
          ['Get*', 'List*', 'Describe*'].map((read) => `${action.split(':')[0] ?? ''}:${read}`),
        ),
      ),
    ];
    const found = await findingsOf(paths, (actions) => [
      allow(readsOf(actions).filter((one) => one !== 'sts:Get*')),
    ]);
    expect([...found]).toEqual([]);
  });

  it('are none where roles are passed to no service and nothing else of the path is allowed', async () => {
    const passing = paths.filter(([, actions]) => actions.includes('iam:PassRole'));
    const Condition = { StringEquals: { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' } };
    const found = await findingsOf(passing, () => [allow(['iam:PassRole'], { Condition })]);
    expect([...found]).toEqual([]);
  });
});
