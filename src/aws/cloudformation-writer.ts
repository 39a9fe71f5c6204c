import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeEventsCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import type { CloudFormationClient, CreateChangeSetCommandInput } from '@aws-sdk/client-cloudformation';
import { RolekeeperError } from '../model/failure.ts';
import type { ChangeSetRequest, StackWriter } from '../model/stack-writer.ts';
import { awsCodeOf, callerOf, orUndefined, present, type Caller } from './call.ts';
import { validationEventOf } from './change-set-rows.ts';
import type { Connection } from './clients.ts';
import { allRows } from './cloudformation-pages.ts';
import { describeChangeSet } from './describe-change-set.ts';
import { isStackMissing } from './stack-missing.ts';
import { refusalOf } from './stack-refusal.ts';

/** CloudFormation takes longer templates from S3 only. */
const LONGEST_TEMPLATE = 51_200;

/** Writes over the SDK: the one place of rolekeeper that sends commands which change an account. */
export function createStackWriter(connection: Connection<CloudFormationClient>): StackWriter {
  const { client } = connection;
  const call = refusing(callerOf(connection));
  return {
    createChangeSet: async (request) => {
      checkSize(request);
      const action = 'cloudformation:CreateChangeSet';
      const made = await call(action, () => client.send(new CreateChangeSetCommand(inputOf(request))));
      return {
        changeSetId: present(made.Id, action, 'Id'),
        stackId: present(made.StackId, action, 'StackId'),
      };
    },
    describeChangeSet: (changeSetId) =>
      orUndefined(describeChangeSet(client, call, changeSetId), isChangeSetMissing),
    executeChangeSet: async (changeSetId, clientToken) => {
      await call('cloudformation:ExecuteChangeSet', () =>
        client.send(
          new ExecuteChangeSetCommand({ ChangeSetName: changeSetId, ClientRequestToken: clientToken }),
        ),
      );
    },
    deleteChangeSet: async (changeSetId) => {
      const deletion = call('cloudformation:DeleteChangeSet', () =>
        client.send(new DeleteChangeSetCommand({ ChangeSetName: changeSetId })),
      );
      await orUndefined(deletion, isChangeSetMissing);
    },
    deleteStack: async (stackId, clientToken) => {
      const deletion = call('cloudformation:DeleteStack', () =>
        client.send(new DeleteStackCommand({ StackName: stackId, ClientRequestToken: clientToken })),
      );
      await orUndefined(deletion, isStackMissing);
    },
    validationEvents: async (changeSetId) => {
      const action = 'cloudformation:DescribeEvents';
      const rows = allRows(
        action,
        (token) =>
          call(action, () =>
            client.send(
              new DescribeEventsCommand({
                ChangeSetName: changeSetId,
                Filters: { FailedEvents: true },
                ...token,
              }),
            ),
          ),
        (page) => page.OperationEvents ?? [],
      );
      const events = await orUndefined(rows, isDenied);
      return events?.map(validationEventOf).filter((event) => event !== undefined);
    },
  };
}

function inputOf(request: ChangeSetRequest): CreateChangeSetCommandInput {
  return {
    StackName: request.stackName,
    ChangeSetName: request.changeSetName,
    ChangeSetType: request.type,
    TemplateBody: request.template,
    Description: request.description,
    ClientToken: request.clientToken,
    // Every resource has a custom name.
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    ...(request.roleArn === undefined ? {} : { RoleARN: request.roleArn }),
    ...(request.deploymentMode === undefined ? {} : { DeploymentMode: request.deploymentMode }),
    ...(request.resourcesToImport === undefined
      ? {}
      : {
          ResourcesToImport: request.resourcesToImport.map((item) => ({
            ResourceType: item.resourceType,
            LogicalResourceId: item.logicalId,
            ResourceIdentifier: item.identifier,
          })),
        }),
  };
}

function checkSize({ template, stackName }: ChangeSetRequest): void {
  const size = new TextEncoder().encode(template).length;
  if (size <= LONGEST_TEMPLATE) return;
  throw new RolekeeperError(
    'change-set-failed',
    `the template of ${stackName} has ${size} bytes, and CloudFormation takes ${LONGEST_TEMPLATE} at most`,
    { hint: 'split the integration into two files' },
  );
}

function refusing(call: Caller): Caller {
  return async (action, send) => {
    try {
      return await call(action, send);
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  };
}

function isChangeSetMissing(error: unknown): boolean {
  return awsCodeOf(error) === 'ChangeSetNotFound' || isStackMissing(error);
}

function isDenied(error: unknown): boolean {
  return error instanceof RolekeeperError && error.reason === 'access-denied';
}
