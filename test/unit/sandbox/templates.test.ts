import {
  CancelUpdateStackCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetStackPolicyCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  SetStackPolicyCommand,
} from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import {
  deploy,
  execute,
  failure,
  handle,
  prepare,
  role,
  settled,
  template,
  trust,
  type Block,
} from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(() => {
  ({ clients, sandbox } = running());
});
const CREATE = { ChangeSetType: 'CREATE' as const };
const YAML = `
Parameters:
  Name: { Type: String, Default: fetcher }
  Bucket: { Type: String }
Resources:
  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      InstanceProfileName: !Sub '\${Name}-profile'
      Roles: [!Ref Role]
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref Name
      Description: !Sub '\${AWS::StackName} in \${AWS::Region} of \${AWS::AccountId}, \${!literal}'
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: 'sts:AssumeRole' }]
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: 2012-10-17
            Statement: [{ Effect: Allow, Action: 's3:*', Resource: { 'Fn::Join': ['', ['arn:aws:s3:::', !Ref Bucket]] } }]
Outputs:
  Arn: { Value: !GetAtt Role.Arn, Description: the role }
  Text: { Value: !Sub '\${Role.RoleId}' }
`;
const bucket = (value: string) => ({ Parameters: [{ ParameterKey: 'Bucket', ParameterValue: value }] });

describe('templates', () => {
  it('may be YAML with references, which are resolved when they are deployed', async () => {
    const stack = await deploy(clients, YAML, { ...CREATE, ...bucket('logs') });
    const live = sandbox.world.iam.role('fetcher');
    expect(live.description).toBe(`stack in eu-west-1 of 111122223333, \${literal}`);
    expect(live.inline[0]?.document).toMatch(/"arn:aws:s3:::logs"/);
    expect(sandbox.world.iam.instanceProfile('fetcher-profile').roleIds).toEqual([live.id]);
    expect(stack.Outputs).toEqual([
      { OutputKey: 'Arn', OutputValue: 'arn:aws:iam::111122223333:role/fetcher', Description: 'the role' },
      { OutputKey: 'Text', OutputValue: live.id },
    ]);
    expect(stack.Parameters).toContainEqual({ ParameterKey: 'Bucket', ParameterValue: 'logs' });
  });

  it('may be the previous one, with previous or new parameters', async () => {
    await deploy(clients, YAML, { ...CREATE, ...bucket('logs') });
    const again = { TemplateBody: undefined, UsePreviousTemplate: true };
    const previous = { Parameters: [{ ParameterKey: 'Bucket', UsePreviousValue: true }] };
    expect((await prepare(clients, '', { ...again, ...previous })).Status).toBe('FAILED');
    const changeSet = await prepare(clients, '', { ...again, ...bucket('new') });
    expect(changeSet.Changes?.[0]?.ResourceChange?.LogicalResourceId).toBe('Role');
    await execute(clients, changeSet);
    expect(sandbox.world.iam.role('fetcher').inline[0]?.document).toMatch(/new/);
    const unknown = { Parameters: [{ ParameterKey: 'Nope', ParameterValue: 'x' }] };
    expect((await failure(prepare(clients, YAML, unknown))).message).toBe(
      'Parameters: [Nope] do not exist in the template',
    );
  });

  it('with functions that the sandbox lacks fail in the change set', async () => {
    const R = role('r', { Description: { 'Fn::ImportValue': 'x' } });
    const changeSet = await prepare(clients, template({ R }), CREATE);
    expect(changeSet.StatusReason).toBe('Template error: the sandbox does not support Fn::ImportValue');
  });

  it('without custom names get generated ones', async () => {
    const R = role('x', { RoleName: undefined });
    await deploy(clients, template({ R }), CREATE);
    expect([...sandbox.world.iam.roles.values()][0]?.name).toMatch(/^stack-R-[A-Z2-7]{12}$/);
  });

  it('can be read of a stack and of a change set, and summed up', async () => {
    const send = clients.cloudFormation.send.bind(clients.cloudFormation);
    expect((await failure(send(new GetTemplateCommand({ StackName: 'none' })))).message).toBe(
      'Stack with id none does not exist',
    );
    const first = template({ H: handle }, { Description: 'd' });
    const changeSet = await prepare(clients, first, CREATE);
    const of = (ChangeSetName?: string) =>
      send(new GetTemplateCommand({ StackName: 'stack', ChangeSetName }));
    expect((await of(changeSet.ChangeSetId)).TemplateBody).toBe(first);
    const summary = () => send(new GetTemplateSummaryCommand({ StackName: 'stack' }));
    expect((await failure(summary())).message).toBe(
      'GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.',
    );
    await execute(clients, changeSet);
    expect(await summary()).toMatchObject({
      Description: 'd',
      Parameters: [],
      ResourceTypes: ['AWS::CloudFormation::WaitConditionHandle'],
    });
  });
});

describe('stack tags', () => {
  it('that change are a change of what they land on', async () => {
    const body = template({ R: role('r', { Tags: [{ Key: 'own', Value: 'x' }] }) });
    const tagged = (Value: string) => ({ Tags: [{ Key: 'team', Value }] });
    await deploy(clients, body, { ...CREATE, ...tagged('a') });
    await deploy(clients, body, tagged('b'));
    expect(sandbox.world.iam.role('r').tags).toEqual([
      { key: 'own', value: 'x' },
      { key: 'team', value: 'b' },
    ]);
    expect((await failure(prepare(clients, body, { Tags: [{ Key: 'aws:x', Value: '' }] }))).name).toBe(
      'ValidationError',
    );
  });
});

describe('a running update', () => {
  it('refuses other change sets, and can be cancelled', async () => {
    const body = (more: Block) => template({ R: role('r', more), S: role('s', more, { DependsOn: 'R' }) });
    await deploy(clients, body({}), CREATE);
    const changeSet = await prepare(clients, body({ Description: 'd' }));
    const { StackId = '', ChangeSetId } = changeSet;
    await clients.cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
    expect((await failure(prepare(clients, body({})))).message).toMatch(/is in UPDATE_IN_PROGRESS state/);
    await clients.cloudFormation.send(new CancelUpdateStackCommand({ StackName: 'stack' }));
    expect((await settled(clients, StackId)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(sandbox.world.iam.role('r').description).toBeUndefined();
    const executed = await clients.cloudFormation.send(
      new DescribeChangeSetCommand({ ChangeSetName: ChangeSetId }),
    );
    expect(executed.ExecutionStatus).toBe('EXECUTE_FAILED');
  });
});

describe('a stack policy', () => {
  it('is kept', async () => {
    await deploy(clients, template({ R: role('r', { AssumeRolePolicyDocument: trust() }) }), CREATE);
    const StackPolicyBody = '{"Statement":[]}';
    await clients.cloudFormation.send(new SetStackPolicyCommand({ StackName: 'stack', StackPolicyBody }));
    const kept = await clients.cloudFormation.send(new GetStackPolicyCommand({ StackName: 'stack' }));
    expect(kept.StackPolicyBody).toBe(StackPolicyBody);
  });
});
