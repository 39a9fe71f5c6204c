import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeEventsCommand,
  ExecuteChangeSetCommand,
  type CloudFormationClient,
  type CreateChangeSetCommandInput,
  DescribeChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { RolekeeperError } from '../model/failure.ts';
import type { ChangeSetRequest, StackWriter } from '../model/stack-writer.ts';
import { awsCodeOf, callerOf, orUndefined, present, type Caller } from './call.ts';
import { validationEventOf, changeSetOf } from './change-set-rows.ts';
import type { Connection } from './clients.ts';
import { allRows } from './cloudformation-pages.ts';
import { ERROR_TEXTS } from './error-texts.ts';
import { isStackMissing } from './stack-missing.ts';
import { refusalOf } from './stack-refusal.ts';
import type { ChangeSet, ValidationEvent } from '../model/change-set.ts';

/** CloudFormation takes longer templates from S3 only. */
const LONGEST_TEMPLATE = 51_200;

/**
 * Writes over the SDK: the one place of rolekeeper that sends commands which change an account. Once the signal of
 * `reads` is aborted no change is begun any more; a change set that was not executed can still be deleted.
 *
 * @param reads for what is only asked
 * @param changes for what changes a stack
 */
export function createStackWriter(
  reads: Connection<CloudFormationClient>,
  changes: Connection<CloudFormationClient>,
): StackWriter {
  const { client } = changes;
  const read = refusing(callerOf(reads));
  const change = refusing(callerOf(changes));
  const begin: Caller = async (action, send) => {
    reads.signal.throwIfAborted();
    return change(action, send);
  };
  return {
    createChangeSet: async (request) => {
      checkSize(request);
      const action = 'cloudformation:CreateChangeSet';
      const made = await begin(action, (options) =>
        client.send(new CreateChangeSetCommand(inputOf(request)), options),
      );
      return {
        changeSetId: present(made.Id, action, 'Id'),
        stackId: present(made.StackId, action, 'StackId'),
      };
    },
    describeChangeSet: (changeSetId) =>
      orUndefined(describeChangeSet(client, read, changeSetId), isChangeSetMissing),
    executeChangeSet: async (changeSetId, clientToken) => {
      await begin('cloudformation:ExecuteChangeSet', (options) =>
        client.send(
          new ExecuteChangeSetCommand({ ChangeSetName: changeSetId, ClientRequestToken: clientToken }),
          options,
        ),
      );
    },
    deleteChangeSet: async (changeSetId) => {
      const deletion = change('cloudformation:DeleteChangeSet', (options) =>
        client.send(new DeleteChangeSetCommand({ ChangeSetName: changeSetId }), options),
      );
      await orUndefined(deletion, isChangeSetMissing);
    },
    deleteStack: async (stackId, clientToken) => {
      const deletion = begin('cloudformation:DeleteStack', (options) =>
        client.send(new DeleteStackCommand({ StackName: stackId, ClientRequestToken: clientToken }), options),
      );
      await orUndefined(deletion, isStackMissing);
    },
    validationEvents: (changeSetId) => validationEvents(client, read, changeSetId),
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
    ...(request.keptParameters === undefined
      ? {}
      : {
          Parameters: request.keptParameters.map((key) => ({ ParameterKey: key, UsePreviousValue: true })),
        }),
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

/** Undefined where they may not be read. */
async function validationEvents(
  client: CloudFormationClient,
  call: Caller,
  changeSetId: string,
): Promise<readonly ValidationEvent[] | undefined> {
  const action = 'cloudformation:DescribeEvents';
  const rows = allRows(
    action,
    (token) =>
      call(action, (options) =>
        client.send(
          new DescribeEventsCommand({
            ChangeSetName: changeSetId,
            Filters: { FailedEvents: true },
            ...token,
          }),
          options,
        ),
      ),
    (page) => page.OperationEvents ?? [],
  );
  const events = await orUndefined(rows.catch(unlessUnreachable), isDenied);
  return events?.map(validationEventOf).filter((event) => event !== undefined);
}

function isChangeSetMissing(error: unknown): boolean {
  return awsCodeOf(error) === 'ChangeSetNotFound' || isStackMissing(error);
}

/** What they tell is beside the point: why the change set failed, the change set says. */
function unlessUnreachable(error: unknown): readonly never[] {
  if (error instanceof RolekeeperError && error.reason === 'unreachable') return [];
  throw error;
}

function isDenied(error: unknown): boolean {
  return error instanceof RolekeeperError && error.reason === 'access-denied';
}

/**
 * A change set with all its pages. With values first: they make better messages. CloudFormation drops whole changes whose values do not fit its schema,
 * and says so in the reason only; the changes are then read again without values, where none is dropped
 * (https://github.com/aws/aws-cdk-cli/issues/1780).
 */
async function describeChangeSet(
  client: CloudFormationClient,
  call: Caller,
  changeSetId: string,
): Promise<ChangeSet> {
  const withValues = await describePages(client, call, changeSetId, true);
  return ERROR_TEXTS.valuesDropped.test(withValues.reason ?? '')
    ? describePages(client, call, changeSetId, false)
    : withValues;
}

async function describePages(
  client: CloudFormationClient,
  call: Caller,
  changeSetId: string,
  withValues: boolean,
): Promise<ChangeSet> {
  const action = 'cloudformation:DescribeChangeSet';
  const pages = await allRows(
    action,
    (token) =>
      call(action, (options) =>
        client.send(
          new DescribeChangeSetCommand({
            ChangeSetName: changeSetId,
            IncludePropertyValues: withValues,
            ...token,
          }),
          options,
        ),
      ),
    (page) => [page],
  );
  return changeSetOf(present(pages[0], action, 'page'), pages, withValues);
}
