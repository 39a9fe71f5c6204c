import type { ChangeSetSummary, OperationEntry, Stack, StackEvent } from '@aws-sdk/client-cloudformation';
import { withoutSecrets } from '../model/secrets.ts';
import type { ChangeSetRow, StackEventRow, StackRow } from '../model/stack-reader.ts';
import { present } from './call.ts';

/** Rows of the SDK as rows of ours. What a handler says of a failure may quote any text: it comes in without secrets. */

export function stackRowOf(stack: Stack): StackRow {
  const action = 'cloudformation:DescribeStacks';
  const time = present(stack.LastUpdatedTime ?? stack.CreationTime, action, 'CreationTime');
  return {
    stackName: present(stack.StackName, action, 'StackName'),
    stackId: present(stack.StackId, action, 'StackId'),
    status: present(stack.StackStatus, action, 'StackStatus'),
    ...(stack.StackStatusReason === undefined
      ? {}
      : { statusReason: withoutSecrets(stack.StackStatusReason) }),
    ...(stack.Description === undefined ? {} : { description: stack.Description }),
    ...(stack.RoleARN === undefined ? {} : { roleArn: stack.RoleARN }),
    terminationProtection: stack.EnableTerminationProtection ?? false,
    ...(stack.Parameters === undefined || stack.Parameters.length === 0
      ? {}
      : { parameters: stack.Parameters.flatMap(({ ParameterKey }) => ParameterKey ?? []) }),
    ...(stack.ParentId === undefined ? {} : { parentId: stack.ParentId }),
    lastUpdated: time.toISOString(),
    ...(stack.LastOperations === undefined ? {} : { operations: operationsOf(stack.LastOperations) }),
  };
}

/** Making a change set changes nothing. */
function operationsOf(operations: readonly OperationEntry[]): readonly string[] {
  return operations
    .filter(({ OperationType }) => OperationType !== 'CREATE_CHANGESET')
    .map(({ OperationId = '' }) => OperationId);
}

export function stackEventOf(event: StackEvent): StackEventRow {
  const action = 'cloudformation:DescribeStackEvents';
  const physicalId = event.PhysicalResourceId ?? '';
  return {
    id: present(event.EventId, action, 'EventId'),
    time: present(event.Timestamp, action, 'Timestamp').toISOString(),
    logicalId: event.LogicalResourceId ?? '',
    ...(physicalId === '' ? {} : { physicalId }),
    resourceType: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...(event.ResourceStatusReason === undefined
      ? {}
      : { reason: withoutSecrets(event.ResourceStatusReason) }),
    ...(event.ClientRequestToken === undefined ? {} : { clientToken: event.ClientRequestToken }),
    ...(event.OperationId === undefined ? {} : { operationId: event.OperationId }),
  };
}

export function changeSetRowOf(summary: ChangeSetSummary): ChangeSetRow {
  const action = 'cloudformation:ListChangeSets';
  return {
    changeSetId: present(summary.ChangeSetId, action, 'ChangeSetId'),
    name: present(summary.ChangeSetName, action, 'ChangeSetName'),
    status: present(summary.Status, action, 'Status'),
    executionStatus: summary.ExecutionStatus ?? 'UNAVAILABLE',
    created: present(summary.CreationTime, action, 'CreationTime').toISOString(),
  };
}
