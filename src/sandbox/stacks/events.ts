import type { World } from '../world.ts';
import type { Operation, Stack, StackEvent, StackOperationType, StackResource } from './records.ts';

const STACK_TYPE = 'AWS::CloudFormation::Stack';

interface EventOf {
  readonly operationId: string;
  readonly operationType: StackOperationType;
  readonly token?: string | undefined;
}

/** Moves a stack to a status and notes it as an event. */
export function stackStatus(
  world: World,
  stack: Stack,
  operation: Operation,
  status: string,
  reason?: string,
): void {
  stack.status = status;
  delete stack.statusReason;
  if (reason !== undefined) stack.statusReason = reason;
  stackEvent(world, stack, origin(operation), status, reason);
}

export function stackEvent(
  world: World,
  stack: Stack,
  event: EventOf,
  status: string,
  reason?: string,
): void {
  push(stack, event, {
    id: world.uuid(),
    at: world.now(),
    logicalId: stack.name,
    physicalId: stack.id,
    type: STACK_TYPE,
    status,
    ...(reason === undefined ? {} : { reason }),
  });
}

/** Moves a resource to a status and notes it as an event. */
export function resourceStatus(
  world: World,
  stack: Stack,
  operation: Operation,
  resource: StackResource,
  status: string,
  reason?: string,
): void {
  const at = world.now();
  resource.status = status;
  resource.updatedAt = at;
  delete resource.statusReason;
  if (reason !== undefined) resource.statusReason = reason;
  push(stack, origin(operation), {
    id: `${resource.logicalId}-${status}-${at}-${String(stack.events.length)}`,
    at,
    logicalId: resource.logicalId,
    physicalId: resource.physicalId,
    type: resource.type,
    status,
    properties: JSON.stringify(resource.properties),
    ...(reason === undefined ? {} : { reason }),
  });
}

function origin(operation: Operation): EventOf {
  return { operationId: operation.id, operationType: operation.type, token: operation.token };
}

type Bare = Omit<StackEvent, 'operationId' | 'operationType' | 'token'>;

function push(stack: Stack, { operationId, operationType, token }: EventOf, event: Bare): void {
  const full = { ...event, operationId, operationType };
  stack.events.push(token === undefined ? full : { ...full, token });
}

/** Event answers: newest first. */
export function eventsAnswer(stack: Stack) {
  return stack.events.toReversed().map((event) => ({
    StackId: stack.id,
    EventId: event.id,
    StackName: stack.name,
    OperationId: event.operationId,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: event.at,
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.token,
  }));
}
