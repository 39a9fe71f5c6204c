import type { Call, Handler, Handlers } from '../call.ts';
import { changeSetHandlers } from './change-sets.ts';
import { directHandlers } from './direct-operations.ts';
import { driftDetectionHandlers } from './drift-detection.ts';
import type { Stack } from './records.ts';
import { stackActionHandlers } from './stack-actions.ts';
import { stackEventHandlers } from './stack-events.ts';
import { stackResourceHandlers } from './stack-resources.ts';
import { stackHandlers } from './stack-reads.ts';
import type { World } from '../world.ts';
import { advanceOperation } from './operation.ts';
import { advanceChangeSet } from './plan-change-set.ts';

/** The stacks that a request is about: those get a tick. A list is about all of them. */
function stacksOf({ world, params, region, action }: Call): readonly Stack[] {
  const { cloudFormation } = world;
  const name = params.get('StackName');
  const changeSet = params.get('ChangeSetName');
  if (name !== undefined) return [cloudFormation.find(region, name)].filter((stack) => stack !== undefined);
  if (changeSet !== undefined && action !== 'CreateChangeSet') {
    const found = cloudFormation.findChangeSet(region, changeSet);
    return found === undefined ? [] : [found[0]];
  }
  return action === 'DescribeStacks' || action === 'ListStacks' ? cloudFormation.inRegion(region) : [];
}

function withTick(handler: Handler): Handler {
  return (call) => {
    for (const stack of stacksOf(call)) advance(call.world, stack);
    return handler(call);
  };
}

const handlers: Handlers = {
  ...changeSetHandlers,
  ...stackHandlers,
  ...stackResourceHandlers,
  ...stackEventHandlers,
  ...stackActionHandlers,
  ...directHandlers,
  ...driftDetectionHandlers,
};

/** Every CloudFormation action that the sandbox answers; each first lets a tick pass. */
export const cloudFormationHandlers: Handlers = Object.fromEntries(
  Object.entries(handlers).map(([action, handler]) => [action, withTick(handler)]),
);

/** Lets time pass for a stack: one tick for a request about it, or as many as fit into the time since the last. */
function advance(world: World, stack: Stack): void {
  const length = world.switches.operationMs;
  if (length === 0) return tick(world, stack);
  const now = Date.now();
  while (stack.tickedAt + length <= now && isBusy(stack)) {
    stack.tickedAt += length;
    tick(world, stack);
  }
}

function tick(world: World, stack: Stack): void {
  for (const changeSet of stack.changeSets) advanceChangeSet(world, stack, changeSet);
  advanceOperation(world, stack);
}

function isBusy(stack: Stack): boolean {
  return (
    stack.operation !== undefined ||
    stack.changeSets.some((one) => one.status === 'CREATE_PENDING' || one.status === 'CREATE_IN_PROGRESS')
  );
}
