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
      call('cloudformation:DescribeStacks', (options) =>
        client.send(new DescribeStacksCommand(token), options),
      ),
    stack: (StackName: string) =>
      call('cloudformation:DescribeStacks', (options) =>
        client.send(new DescribeStacksCommand({ StackName }), options),
      ),
    template: (StackName: string, TemplateStage: 'Original' | 'Processed') =>
      call('cloudformation:GetTemplate', (options) =>
        client.send(new GetTemplateCommand({ StackName, TemplateStage }), options),
      ),
    stackOf: (PhysicalResourceId: string) =>
      call('cloudformation:DescribeStackResources', (options) =>
        client.send(new DescribeStackResourcesCommand({ PhysicalResourceId }), options),
      ),
    someResources: (StackName: string) =>
      call('cloudformation:DescribeStackResources', (options) =>
        client.send(new DescribeStackResourcesCommand({ StackName }), options),
      ),
    resources: (StackName: string, token: Token) =>
      call('cloudformation:ListStackResources', (options) =>
        client.send(new ListStackResourcesCommand({ StackName, ...token }), options),
      ),
    events: (StackName: string, token: Token) =>
      call('cloudformation:DescribeStackEvents', (options) =>
        client.send(new DescribeStackEventsCommand({ StackName, ...token }), options),
      ),
    changeSets: (StackName: string, token: Token) =>
      call('cloudformation:ListChangeSets', (options) =>
        client.send(new ListChangeSetsCommand({ StackName, ...token }), options),
      ),
  };
}
