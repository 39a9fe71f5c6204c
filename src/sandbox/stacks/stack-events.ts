import type { Call, Handlers } from '../call.ts';
import { eventsAnswer } from './events.ts';
import { nextPage } from './paging.ts';
import type { ChangeSet, Stack } from './records.ts';
import { changeSetMissing, stackMissing } from './store.ts';

function describeStackEvents(call: Call) {
  const name = call.params.require('StackName');
  const stack = call.world.cloudFormation.find(call.region, name);
  if (stack === undefined) throw stackMissing(name);
  const { items, NextToken } = nextPage(call, eventsAnswer(stack));
  return { StackEvents: items, NextToken };
}

/**
 * Events by operation. Scoped to a stack it shows its latest operation only, after a rollback that is the rollback.
 * https://github.com/awslabs/mcp/pull/4280
 */
function describeEvents(call: Call) {
  const { world, params, region } = call;
  const changeSetName = params.get('ChangeSetName');
  const stackName = params.get('StackName');
  const onlyFailed = params.get('Filters.FailedEvents') === 'true';
  if (changeSetName !== undefined) {
    const found = world.cloudFormation.findChangeSet(region, changeSetName, stackName);
    if (found === undefined) throw changeSetMissing(changeSetName);
    return page(call, validationEvents(...found));
  }
  const operationId = params.get('OperationId');
  const stack =
    stackName === undefined
      ? world.cloudFormation.stacks.find((one) => one.lastOperations.some(({ id }) => id === operationId))
      : world.cloudFormation.find(region, stackName);
  if (stack === undefined) throw stackMissing(stackName ?? operationId ?? '');
  const wanted = operationId ?? stack.lastOperations[0]?.id;
  const events = stack.events
    .filter((event) => event.operationId === wanted)
    .filter((event) => !onlyFailed || event.status.endsWith('_FAILED'))
    .toReversed();
  return page(
    call,
    events.map((event) => ({
      EventId: event.id,
      StackId: stack.id,
      OperationId: event.operationId,
      OperationType: event.operationType,
      EventType: event.status.endsWith('_FAILED') ? 'PROVISIONING_ERROR' : 'STACK_EVENT',
      LogicalResourceId: event.logicalId,
      PhysicalResourceId: event.physicalId,
      ResourceType: event.type,
      Timestamp: event.at,
      ResourceStatus: event.status,
      ResourceStatusReason: event.reason,
      ClientRequestToken: event.token,
    })),
  );
}

function validationEvents(stack: Stack, changeSet: ChangeSet) {
  return changeSet.validationFailures.map((failure, index) => ({
    EventId: `${changeSet.operationId}-${String(index)}`,
    StackId: stack.id,
    OperationId: changeSet.operationId,
    OperationType: 'CREATE_CHANGESET',
    EventType: 'VALIDATION_ERROR',
    LogicalResourceId: failure.logicalId,
    ResourceType: failure.type,
    Timestamp: failure.at,
    ValidationFailureMode: 'FAIL',
    ValidationName: failure.validation,
    ValidationStatus: 'FAILED',
    ValidationStatusReason: failure.reason,
    ValidationPath: failure.path,
  }));
}

function page<T>(call: Call, events: readonly T[]) {
  const { items, NextToken } = nextPage(call, events);
  return { OperationEvents: items, NextToken };
}

export const stackEventHandlers: Handlers = {
  DescribeStackEvents: describeStackEvents,
  DescribeEvents: describeEvents,
};
