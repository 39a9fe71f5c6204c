import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { deploy, execute, failure, prepare, role, template } from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(() => {
  ({ clients, sandbox } = running());
});
const one = template({ R: role('r') });
const create = (input: Partial<CreateChangeSetCommandInput> = {}) =>
  clients.cloudFormation.send(
    new CreateChangeSetCommand({
      StackName: 'stack',
      ChangeSetName: 'c',
      ChangeSetType: 'CREATE',
      TemplateBody: one,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ...input,
    }),
  );
const describeSet = (input = {}) =>
  clients.cloudFormation.send(
    new DescribeChangeSetCommand({ StackName: 'stack', ChangeSetName: 'c', ...input }),
  );

describe('a change set', () => {
  it('is made step by step, over a stack in review', async () => {
    const { Id, StackId } = await create({ Description: 'why' });
    expect(Id).toMatch(/^arn:aws:cloudformation:eu-west-1:111122223333:changeSet\/c\/[0-9a-f-]{36}$/);
    expect(StackId).toMatch(/^arn:aws:cloudformation:eu-west-1:111122223333:stack\/stack\/[0-9a-f-]{36}$/);
    expect((await describeSet()).Status).toBe('CREATE_IN_PROGRESS');
    const done = await describeSet();
    expect(done).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Description: 'why',
      NotificationARNs: [],
      RollbackConfiguration: {},
      IncludeNestedStacks: false,
      Changes: [
        {
          Type: 'Resource',
          ResourceChange: {
            Action: 'Add',
            LogicalResourceId: 'R',
            ResourceType: 'AWS::IAM::Role',
            Scope: [],
            Details: [],
          },
        },
      ],
    });
    const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: 'stack' }));
    expect(Stacks?.[0]).toMatchObject({
      StackStatus: 'REVIEW_IN_PROGRESS',
      StackStatusReason: 'User Initiated',
    });
  });

  it('leaves its stack in review when it is deleted', async () => {
    await create();
    await clients.cloudFormation.send(new DeleteChangeSetCommand({ StackName: 'stack', ChangeSetName: 'c' }));
    expect(await failure(describeSet())).toEqual({
      name: 'ChangeSetNotFoundException',
      message: 'ChangeSet [c] does not exist',
      status: 404,
    });
    await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: 'stack' }));
    expect((await failure(create({ ChangeSetType: 'UPDATE' }))).message).toMatch(
      /^Stack:arn:.* is in REVIEW_IN_PROGRESS state and can not be updated\.$/,
    );
    await create();
  });

  it('has a name that is free again after deletion or execution, and a token that is sent once', async () => {
    const first = await create({ ClientToken: 't' });
    expect(await create({ ClientToken: 't' })).toMatchObject({ Id: first.Id });
    expect((await failure(create())).name).toBe('AlreadyExistsException');
    await describeSet();
    await execute(clients, await describeSet());
    await create({ ChangeSetType: 'UPDATE', TemplateBody: template({ R: role('r', { Description: 'd' }) }) });
    const executed = await describeSet({ ChangeSetName: first.Id, StackName: undefined });
    expect(executed.ExecutionStatus).toBe('EXECUTE_COMPLETE');
  });

  it('that changes nothing fails with the known sentence, and counts until it is deleted', async () => {
    await deploy(clients, one, { ChangeSetType: 'CREATE' });
    const empty = await prepare(clients, one);
    expect(empty).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      Changes: [],
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    const refused = await failure(execute(clients, empty));
    expect(refused).toMatchObject({ name: 'InvalidChangeSetStatusException', status: 400 });
    expect(refused.message).toBe(
      `ChangeSet [${empty.ChangeSetId ?? ''}] cannot be executed in its current status of [FAILED]`,
    );
    sandbox.world.switches = { ...sandbox.world.switches, maxChangeSets: 1 };
    expect((await failure(prepare(clients, one))).message).toMatch(
      /^ChangeSet limit exceeded for stack arn:/,
    );
  });

  it('of outputs alone has no changes and can be executed', async () => {
    await deploy(clients, one, { ChangeSetType: 'CREATE' });
    const Outputs = { Arn: { Value: { 'Fn::GetAtt': ['R', 'Arn'] } } };
    const changeSet = await prepare(clients, template({ R: role('r') }, { Outputs }));
    expect(changeSet).toMatchObject({ Status: 'CREATE_COMPLETE', Changes: [] });
    const stack = await execute(clients, changeSet);
    expect(stack.Outputs).toEqual([{ OutputKey: 'Arn', OutputValue: 'arn:aws:iam::111122223333:role/r' }]);
  });

  it('is listed and described page by page', async () => {
    const { clients: paged } = running({ pageSize: 2 });
    const roles = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, role(name)]));
    const first = await prepare(paged, template(roles), { ChangeSetType: 'CREATE' });
    expect(first.Changes?.map((change) => change.ResourceChange?.LogicalResourceId)).toEqual(['a', 'b']);
    const input = { ChangeSetName: first.ChangeSetId, NextToken: first.NextToken };
    const second = await paged.cloudFormation.send(new DescribeChangeSetCommand(input));
    expect(second.Changes?.map((change) => change.ResourceChange?.LogicalResourceId)).toEqual(['c']);
    expect(second.NextToken).toBeUndefined();
    const { Summaries } = await paged.cloudFormation.send(new ListChangeSetsCommand({ StackName: 'stack' }));
    expect(Summaries).toMatchObject([{ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' }]);
  });

  it('takes the others of its stack along when it is executed', async () => {
    const first = await prepare(clients, one, { ChangeSetType: 'CREATE' });
    const second = await prepare(clients, one, { ChangeSetType: 'CREATE' });
    await execute(clients, second);
    expect((await failure(describeSet({ ChangeSetName: first.ChangeSetId }))).name).toBe(
      'ChangeSetNotFoundException',
    );
  });

  it('keeps the template exactly as it was sent', async () => {
    const body = `  ${JSON.stringify(JSON.parse(one), null, 3)}\r\n\t`;
    await deploy(clients, body, { ChangeSetType: 'CREATE' });
    const { TemplateBody } = await clients.cloudFormation.send(
      new GetTemplateCommand({ StackName: 'stack' }),
    );
    expect(TemplateBody).toBe(body);
  });
});
