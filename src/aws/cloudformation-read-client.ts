import {
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { callerOf } from './call.ts';
import type { Connection } from './clients.ts';

interface Token {
  readonly NextToken?: string;
}

/**
 * The requests to CloudFormation that reading can make, all of them. The client of the SDK stays inside.
 */
export function cloudFormationReadClient(connection: Connection<CloudFormationClient>) {
  const { client } = connection;
  const call = callerOf(connection);
  return {
    allStacks: (token: Token) =>
      call('cloudformation:DescribeStacks', () => client.send(new DescribeStacksCommand(token))),
    stack: (StackName: string) =>
      call('cloudformation:DescribeStacks', () => client.send(new DescribeStacksCommand({ StackName }))),
    template: (StackName: string) =>
      call('cloudformation:GetTemplate', () =>
        client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' })),
      ),
    stackOf: (PhysicalResourceId: string) =>
      call('cloudformation:DescribeStackResources', () =>
        client.send(new DescribeStackResourcesCommand({ PhysicalResourceId })),
      ),
    resources: (StackName: string, token: Token) =>
      call('cloudformation:ListStackResources', () =>
        client.send(new ListStackResourcesCommand({ StackName, ...token })),
      ),
    events: (StackName: string, token: Token) =>
      call('cloudformation:DescribeStackEvents', () =>
        client.send(new DescribeStackEventsCommand({ StackName, ...token })),
      ),
    changeSets: (StackName: string, token: Token) =>
      call('cloudformation:ListChangeSets', () =>
        client.send(new ListChangeSetsCommand({ StackName, ...token })),
      ),
  };
}
