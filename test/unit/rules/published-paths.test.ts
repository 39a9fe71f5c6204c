import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { reviewScope } from '../../../src/rules/review.ts';
import { onlyWith, scopeOfRow } from './file-of-row.ts';

/** A published way to more than one has: its name there, and the actions that it takes. */
type Path = readonly [name: string, actions: readonly string[]];

/** https://github.com/nccgroup/PMapper, by its modules principalmapper/graphing/*_edges.py. */
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
  ['IAM, access key of another user', ['iam:CreateAccessKey']],
  ['IAM, password of another user', ['iam:UpdateLoginProfile']],
  ['IAM, trust policy', ['iam:UpdateAssumeRolePolicy']],
  ['Lambda, new function', ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']],
  ['Lambda, function that is there', ['lambda:UpdateFunctionCode', 'lambda:InvokeFunction']],
  [
    'SageMaker, notebook',
    ['iam:PassRole', 'sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
  ],
  ['SageMaker, training job', ['iam:PassRole', 'sagemaker:CreateTrainingJob']],
  ['SageMaker, processing job', ['iam:PassRole', 'sagemaker:CreateProcessingJob']],
  ['SSM, command', ['ssm:SendCommand']],
  ['SSM, session', ['ssm:StartSession']],
  ['STS', ['sts:AssumeRole']],
];

/** What no list has: limits that are lifted, and what acts for principals by other means than a role that is passed. */
const MORE: readonly Path[] = [
  ['a boundary is taken away', ['iam:DeleteRolePermissionsBoundary']],
  ['a boundary of a user is taken away', ['iam:DeleteUserPermissionsBoundary']],
  ['a wider boundary', ['iam:PutRolePermissionsBoundary']],
  ['a Deny is deleted', ['iam:DeleteRolePolicy']],
  ['a Deny is detached', ['iam:DetachRolePolicy']],
  ['credentials of one service', ['iam:CreateServiceSpecificCredential']],
  ['credentials of one service, anew', ['iam:ResetServiceSpecificCredential']],
  ['another identity provider', ['iam:UpdateSAMLProvider']],
  ['a shell in a task', ['ecs:ExecuteCommand']],
  ['a job of Glue that is there', ['glue:UpdateJob', 'glue:StartJobRun']],
  ['an access entry of EKS', ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy']],
  ['an assignment of Identity Center', ['sso:CreateAccountAssignment']],
  ['a policy of a permission set', ['sso:PutInlinePolicyToPermissionSet']],
  ['a role of an identity pool', ['cognito-identity:SetIdentityPoolRoles']],
  ['a state machine', ['iam:PassRole', 'states:CreateStateMachine']],
  ['a state machine that is there', ['states:UpdateStateMachine']],
];

interface List {
  readonly list: string;
  readonly paths: readonly Path[];
}

/** Each with the address of what it was read from, by the names or ids that it has there. */
const READ = JSON.parse(readFileSync('test/cases/published-paths.json', 'utf8')) as readonly List[];

const LISTS: Readonly<Record<string, readonly Path[]>> = {
  ...Object.fromEntries(READ.map(({ list, paths }) => [list, paths])),
  PMapper: PMAPPER,
  'this project': MORE,
};

it('the published lists are those that docs/rules/privilege-escalation.md counts', () => {
  const page = readFileSync('docs/rules/privilege-escalation.md', 'utf8');
  for (const { list, paths } of READ.slice(0, 2)) expect(page).toContain(`${paths.length} of ${list}`);
});

const allow = (actions: readonly string[], more: JsonObject = {}): Json => ({
  Effect: 'Allow',
  Action: actions,
  Resource: '*',
  ...more,
});

/** What is found of one role for each path, by the name of the path: of two ways at once, full-admin speaks. */
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
  const judged = onlyWith(scope, 'privilege-escalation', 'full-admin');
  const reviews = reviewScope({ scope: judged, catalogue: await readCatalogue(), today: '2026-11-22' });
  const found = [...reviews.values()].flatMap(({ findings }) => findings);
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
