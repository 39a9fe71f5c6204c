import {
  DeleteStackCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { deploy, failure, handle, prepare, role, settled, template } from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(() => {
  ({ clients, sandbox } = running());
});
const CREATE = { ChangeSetType: 'CREATE' as const };

describe('reading stacks', () => {
  it('finds resources by stack, and the stack by physical id', async () => {
    await deploy(clients, template({ R: role('r', {}, { Metadata: { a: 1 } }) }), CREATE);
    const byId = await clients.cloudFormation.send(
      new DescribeStackResourcesCommand({ PhysicalResourceId: 'r' }),
    );
    expect(byId.StackResources?.[0]).toMatchObject({
      StackName: 'stack',
      LogicalResourceId: 'R',
      ResourceType: 'AWS::IAM::Role',
    });
    const missing = clients.cloudFormation.send(new DescribeStackResourcesCommand({ StackName: 'none' }));
    expect((await failure(missing)).message).toBe("Stack 'none' does not exist");
    const one = await clients.cloudFormation.send(
      new DescribeStackResourceCommand({ StackName: 'stack', LogicalResourceId: 'R' }),
    );
    expect(one.StackResourceDetail?.Metadata).toBe('{"a":1}');
    const list = await clients.cloudFormation.send(new ListStackResourcesCommand({ StackName: 'stack' }));
    expect(list.StackResourceSummaries).toHaveLength(1);
  });

  it('finds deleted stacks by ARN only', async () => {
    const { StackId } = await deploy(clients, template({ H: handle }), CREATE);
    await clients.cloudFormation.send(new DeleteStackCommand({ StackName: 'stack' }));
    await settled(clients, StackId ?? '');
    const byName = clients.cloudFormation.send(new DescribeStacksCommand({ StackName: 'stack' }));
    expect((await failure(byName)).message).toBe('Stack with id stack does not exist');
    const listed = await clients.cloudFormation.send(
      new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }),
    );
    expect(listed.StackSummaries?.map((stack) => stack.StackName)).toEqual(['stack']);
    await deploy(clients, template({ H: handle }), CREATE);
  });

  it('may be told REVIEW_IN_PROGRESS for a while after the first execution', async () => {
    sandbox.world.switches = { ...sandbox.world.switches, staleReviewReads: 2 };
    const changeSet = await prepare(clients, template({ R: role('r') }), CREATE);
    await clients.cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId }));
    const seen: (string | undefined)[] = [];
    for (const _ of [1, 2, 3]) {
      const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: 'stack' }));
      seen.push(Stacks?.[0]?.StackStatus);
    }
    expect(seen).toEqual(['REVIEW_IN_PROGRESS', 'REVIEW_IN_PROGRESS', 'CREATE_COMPLETE']);
  });
});
