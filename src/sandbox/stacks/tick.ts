import type { World } from '../world.ts';
import { advanceOperation } from './operation.ts';
import { advanceChangeSet } from './plan-change-set.ts';
import type { Stack } from './records.ts';

/** Lets time pass for a stack: one tick for a request about it, or as many as fit into the time since the last. */
export function advance(world: World, stack: Stack): void {
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
