import type { World } from '../world.ts';
import { deleteResource, isKept } from './delete-resource.ts';
import { resourceStatus, stackStatus } from './events.ts';
import { knownHandler } from './handlers/registry.ts';
import { closeChangeSet, failedText } from './outcome.ts';
import { hasLeft, isExecuted } from './store.ts';
import type { Operation, Stack, StackResource, Task } from './records.ts';
import { HandlerFailure } from './run-handler.ts';
import { attempt, findResource, writeOf, type Work } from './run-task.ts';

/** Turns a failed operation round. The rollback is an operation of its own: new id, type ROLLBACK. */
export function beginRollback(work: Work): void {
  const { world, stack, operation } = work;
  const reason = failedText(work);
  const status = ROLLBACK_STATUS[operation.kind];
  const text = operation.kind === 'CREATE' ? `${reason}Rollback requested by user.` : reason;
  stackStatus(world, stack, operation, `${status}_IN_PROGRESS`, text);
  startOperation(world, stack, operation, 'ROLLBACK');
  operation.phase = 'rollback';
  operation.pending = operation.done.filter((task) => task.change.action !== 'Remove').toReversed();
  operation.failed = [];
}

/** Gives an operation a new id and lists it as the stack's latest. */
export function startOperation(
  world: World,
  stack: Stack,
  operation: Operation,
  type: Operation['type'],
): void {
  operation.id = world.uuid();
  operation.type = type;
  // Those that are open were made for a stack that is no more.
  for (const open of stack.changeSets) {
    if (!isExecuted(open) && open.status !== 'FAILED') open.executionStatus = 'OBSOLETE';
  }
  stack.lastOperations = [{ type, id: operation.id }, ...stack.lastOperations].slice(0, 10);
}

const ROLLBACK_STATUS: Readonly<Record<Operation['kind'], string>> = {
  CREATE: 'ROLLBACK',
  IMPORT: 'IMPORT_ROLLBACK',
  UPDATE: 'UPDATE_ROLLBACK',
  DELETE: 'ROLLBACK',
};

const VERBS: Readonly<Record<Operation['kind'], string>> = {
  CREATE: 'delete',
  IMPORT: 'import',
  UPDATE: 'update',
  DELETE: 'delete',
};

/** Undoes what was done, newest first. A created resource is deleted now (new stack) or in the clean-up (update). */
export function runRollback(work: Work): void {
  const { world, stack, operation } = work;
  const stuck: Task[] = [];
  for (const task of operation.pending) {
    if (operation.skip.includes(task.change.logicalId)) {
      putBack(work, task);
      continue;
    }
    try {
      undo(work, task);
    } catch (error) {
      if (!(error instanceof HandlerFailure)) throw error;
      stuck.push(task);
    }
  }
  const status = ROLLBACK_STATUS[operation.kind];
  if (stuck.length > 0) {
    const ids = stuck.map((task) => task.change.logicalId).join(', ');
    const verb = VERBS[operation.kind];
    operation.pending = stuck;
    stack.stuck = operation;
    delete stack.operation;
    stackStatus(
      world,
      stack,
      operation,
      `${status}_FAILED`,
      `The following resource(s) failed to ${verb}: [${ids}]. `,
    );
    closeChangeSet(work, 'EXECUTE_FAILED');
    return;
  }
  operation.pending = [];
  if (operation.kind === 'UPDATE') {
    operation.phase = 'rollback-cleanup';
    stackStatus(world, stack, operation, `${status}_COMPLETE_CLEANUP_IN_PROGRESS`);
    return;
  }
  finish(work);
}

/** Deletes what the failed update had created. What cannot be deleted stays behind, outside the stack. */
export function runRollbackCleanup(work: Work): void {
  const { stack, operation } = work;
  for (const { change } of operation.done.toReversed()) {
    const resource = stack.resources.find((one) => one.logicalId === change.logicalId);
    if (change.action !== 'Add' || resource === undefined || change.driftStatus === 'DELETED') continue;
    tolerate(() => deleteResource(work, resource, keepsCreated(work, resource)));
    stack.resources = stack.resources.filter((one) => one !== resource);
  }
  finish(work);
}

function finish(work: Work): void {
  const { world, stack, operation } = work;
  delete stack.operation;
  delete stack.stuck;
  closeChangeSet(work, 'EXECUTE_FAILED');
  if (operation.kind !== 'CREATE') stack.resources = stack.resources.filter((one) => !hasLeft(one));
  stackStatus(world, stack, operation, `${ROLLBACK_STATUS[operation.kind]}_COMPLETE`);
  if (operation.kind !== 'CREATE' || !operation.deleteOnFailure) return;
  stackStatus(world, stack, operation, 'DELETE_COMPLETE');
  stack.deletedAt = world.now();
}

function undo(work: Work, task: Task): void {
  const { stack, operation } = work;
  const { change, previous } = task;
  const resource = stack.resources.find((one) => one.logicalId === change.logicalId);
  if (resource === undefined) return;
  if (previous === undefined) {
    if (change.action === 'Import') release(work, resource);
    else if (operation.kind !== 'UPDATE') deleteResource(work, resource, keepsCreated(work, resource));
    return;
  }
  if (change.action === 'Modify' && change.replacement !== 'True') writeBack(work, task, resource, previous);
  if (
    change.action === 'Modify' &&
    change.replacement === 'True' &&
    resource.physicalId !== previous.physicalId
  ) {
    const created = { ...resource };
    Object.assign(resource, previous);
    tolerate(() => deleteResource(work, created, false));
  }
  putBack(work, task);
}

/** The stack has the resource as before. Of one that is skipped this is all that happens: IAM stays as it is. */
function putBack({ world, stack, operation }: Work, { change, previous }: Task): void {
  if (previous === undefined) return;
  const back = findResource(stack, change.logicalId);
  const { block, properties, physicalId } = previous;
  Object.assign(back, { block, properties, physicalId });
  resourceStatus(world, stack, operation, back, 'UPDATE_COMPLETE');
}

/** Back to what was there: the previous template's values, or in a drift-aware deployment the actual ones. */
function writeBack(work: Work, { change }: Task, resource: StackResource, previous: StackResource): void {
  const { world, stack, operation } = work;
  const handler = knownHandler(resource.type);
  const goal = change.actual ?? previous.properties;
  resourceStatus(world, stack, operation, resource, 'UPDATE_IN_PROGRESS');
  attempt(work, resource, 'update', 'UPDATE_FAILED', () => {
    const write = writeOf(work, resource.logicalId);
    handler.update(write, resource.physicalId, resource.properties, goal);
  });
}

/** What cannot be let go of stays in the stack, which is then in IMPORT_ROLLBACK_FAILED. */
function release(work: Work, resource: StackResource): void {
  attempt(work, resource, 'import', 'IMPORT_ROLLBACK_FAILED', () => undefined);
  const keep = work.world.switches.importRollback === 'release' || isKept(resource, 'creation-rollback');
  deleteResource(work, resource, keep);
}

function keepsCreated(work: Work, resource: StackResource): boolean {
  return isKept(resource, 'creation-rollback') && !work.operation.retainExceptOnCreate;
}

function tolerate(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof HandlerFailure)) throw error;
  }
}
