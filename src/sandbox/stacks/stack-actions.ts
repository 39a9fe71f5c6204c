import { validationError } from '../aws-error.ts';
import type { Call, Handlers } from '../call.ts';
import { stackStatus } from './events.ts';
import type { Operation, Stack } from './records.ts';
import { beginRollback, startOperation } from './rollback.ts';
import { EMPTY } from './operation.ts';
import { startDeletion } from './start-operation.ts';
import { stackMissing, stackWithIdMissing } from './store.ts';

function requested({ world, params, region }: Call): Stack {
  const name = params.require('StackName');
  const stack = world.cloudFormation.find(region, name);
  if (stack === undefined) throw stackMissing(name);
  return stack;
}

/** Deleting what is not there succeeds. */
function deleteStack(call: Call) {
  const { world, params, region } = call;
  const stack = world.cloudFormation.find(region, params.require('StackName'));
  if (stack === undefined || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') {
    return undefined;
  }
  if (stack.terminationProtection) {
    throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  }
  if (stack.operation !== undefined) {
    throw validationError(`Stack [${stack.name}] cannot be deleted while in status ${stack.status}`);
  }
  const retain = params.strings('RetainResources') ?? [];
  const force = params.get('DeletionMode') === 'FORCE_DELETE_STACK';
  if ((retain.length > 0 || force) && stack.status !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack [${stack.id}]. RetainResources and FORCE_DELETE_STACK are for stacks in DELETE_FAILED state, this one is in ${stack.status}.`,
    );
  }
  const failed = stack.resources.filter((one) => one.status === 'DELETE_FAILED').map((one) => one.logicalId);
  startDeletion(world, stack, {
    retain: force ? [...retain, ...failed] : retain,
    token: params.get('ClientRequestToken'),
    by: call.caller.accessKeyId,
  });
  return undefined;
}

function continueUpdateRollback(call: Call) {
  const { world, params } = call;
  const stack = requested(call);
  const stuck = stack.stuck;
  if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || stuck === undefined) {
    throw validationError(
      `Stack:${stack.id} is in ${stack.status} state and can not continue its update rollback.`,
    );
  }
  const skip = params.strings('ResourcesToSkip') ?? [];
  const operation: Operation = { ...stuck, skip, by: call.caller.accessKeyId };
  resume(call, stack, operation, 'CONTINUE_ROLLBACK');
  stackStatus(world, stack, operation, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
  return {};
}

/** Rolls back a stack that was told not to. */
function rollbackStack(call: Call) {
  const stack = requested(call);
  const stuck = stack.stuck;
  if (!['CREATE_FAILED', 'UPDATE_FAILED'].includes(stack.status) || stuck === undefined) {
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be rolled back.`);
  }
  const retainExceptOnCreate = call.params.boolean('RetainExceptOnCreate') ?? stuck.retainExceptOnCreate;
  const operation: Operation = { ...stuck, retainExceptOnCreate, by: call.caller.accessKeyId };
  delete stack.stuck;
  stack.operation = operation;
  stack.tickedAt = Date.now();
  beginRollback({ world: call.world, stack, operation, deployment: operation.deployment ?? EMPTY });
  return { StackId: stack.id };
}

function resume({ world }: Call, stack: Stack, operation: Operation, type: Operation['type']): void {
  delete stack.stuck;
  stack.operation = operation;
  stack.tickedAt = Date.now();
  startOperation(world, stack, operation, type);
}

function cancelUpdateStack(call: Call) {
  const stack = requested(call);
  const { operation } = stack;
  if (stack.status !== 'UPDATE_IN_PROGRESS' || operation === undefined) {
    throw validationError('CancelUpdateStack cannot be called from current stack status');
  }
  beginRollback({ world: call.world, stack, operation, deployment: operation.deployment ?? EMPTY });
  return undefined;
}

export const stackActionHandlers: Handlers = {
  DeleteStack: deleteStack,
  ContinueUpdateRollback: continueUpdateRollback,
  RollbackStack: rollbackStack,
  CancelUpdateStack: cancelUpdateStack,
  UpdateTerminationProtection: (call) => {
    const stack = requested(call);
    stack.terminationProtection = call.params.boolean('EnableTerminationProtection') ?? false;
    return { StackId: stack.id };
  },
  SetStackPolicy: (call) => {
    const stack = requested(call);
    const policy = call.params.get('StackPolicyBody');
    if (policy !== undefined) stack.policy = policy;
    return undefined;
  },
  GetStackPolicy: ({ world, params, region }) => {
    const name = params.require('StackName');
    const stack = world.cloudFormation.find(region, name);
    if (stack === undefined) throw stackWithIdMissing(name);
    return { StackPolicyBody: stack.policy };
  },
};
