import type { World } from '../world.ts';
import { deleteResource, isKept } from './delete-resource.ts';
import { resourceStatus, stackStatus } from './events.ts';
import type { Deployment, Stack, StackResource, Task } from './records.ts';
import { closeChangeSet, failedText } from './outcome.ts';
import { beginRollback, runRollback, runRollbackCleanup } from './rollback.ts';
import { HandlerFailure } from './run-handler.ts';
import { findResource, runTask, type Work } from './run-task.ts';
import { deployedTemplate, type Template } from './template.ts';

/** Moves what a stack is busy with by one tick. */
export function advanceOperation(world: World, stack: Stack): void {
  const { operation } = stack;
  if (operation === undefined) return;
  const deployment = operation.deployment ?? stack.deployment ?? EMPTY;
  const work: Work = { world, stack, operation, deployment };
  switch (operation.phase) {
    case 'forward':
      return goForward(work);
    case 'cleanup':
      return cleanUp(work);
    case 'rollback':
      return runRollback(work);
    case 'rollback-cleanup':
      return runRollbackCleanup(work);
    case 'delete':
      return deleteWave(work);
  }
}

export const EMPTY: Deployment = { template: '', parameters: {}, tags: [], capabilities: [] };

/** Everything whose dependencies are done, in one tick; then the end of the phase. */
function goForward(work: Work): void {
  const { world, stack, operation } = work;
  if (operation.pending.length === 0) return finishForward(work);
  const template = deployedTemplate(work.deployment);
  const waiting = new Set(operation.pending.map((task) => task.change.logicalId));
  const wave = operation.pending.filter((task) => !task.after.some((id) => waiting.has(id)));
  operation.pending = operation.pending.filter((task) => !wave.includes(task));
  for (const task of wave) {
    if (operation.failed.length > 0) {
      cancel(work, task);
      continue;
    }
    try {
      operation.done = [...operation.done, task];
      runTask(work, task, template.resources.get(task.change.logicalId) ?? {});
    } catch (error) {
      if (!(error instanceof HandlerFailure)) throw error;
      operation.failed = [...operation.failed, task.change.logicalId];
    }
  }
  if (operation.failed.length === 0) return;
  if (!operation.disableRollback) return beginRollback(work);
  stackStatus(
    world,
    stack,
    operation,
    operation.kind === 'CREATE' ? 'CREATE_FAILED' : 'UPDATE_FAILED',
    failedText(work),
  );
  stack.stuck = operation;
  closeChangeSet(work, 'EXECUTE_FAILED');
  delete stack.operation;
}

/** Resources that would have run beside the failed one. */
function cancel({ world, stack, operation }: Work, { change, previous }: Task): void {
  const verb = previous === undefined ? 'creation' : 'update';
  const resource: StackResource = previous ?? {
    logicalId: change.logicalId,
    type: change.type,
    physicalId: '',
    status: '',
    updatedAt: world.now(),
    block: {},
    properties: {},
  };
  const status = previous === undefined ? 'CREATE_FAILED' : 'UPDATE_FAILED';
  resourceStatus(world, stack, operation, { ...resource }, status, `Resource ${verb} cancelled`);
}

function finishForward(work: Work): void {
  const { world, stack, operation } = work;
  const template = deployedTemplate(work.deployment);
  adoptTemplate(stack, template, work.deployment);
  if (operation.kind === 'UPDATE') {
    operation.phase = 'cleanup';
    stackStatus(world, stack, operation, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    return;
  }
  stackStatus(world, stack, operation, operation.kind === 'IMPORT' ? 'IMPORT_COMPLETE' : 'CREATE_COMPLETE');
  closeChangeSet(work, 'EXECUTE_COMPLETE');
  delete stack.operation;
}

/** The new template is the stack's own now, attributes of untouched resources included. */
function adoptTemplate(stack: Stack, template: Template, deployment: Deployment): void {
  stack.deployment = deployment;
  for (const resource of stack.resources) {
    resource.block = template.resources.get(resource.logicalId) ?? resource.block;
  }
}

/** How often CloudFormation tries to delete what an update leaves over (coverage-roadmap#744). */
const MOST_TRIES = 3;

/** Removed and replaced resources go last; what cannot be deleted in three tries leaves the stack all the same. */
function cleanUp(work: Work): void {
  const { world, stack, operation } = work;
  const tries = (operation.tries ?? 0) + 1;
  const left = operation.done
    .toReversed()
    .filter((task) => !cleanedUp(work, task))
    .toReversed();
  if (left.length > 0 && tries < MOST_TRIES) {
    operation.done = left;
    operation.tries = tries;
    return;
  }
  const gone = new Set(left.filter(isRemoval).map((task) => task.change.logicalId));
  stack.resources = stack.resources.filter((one) => !gone.has(one.logicalId));
  const reason =
    left.length > 0 ? 'Update successful. One or more resources could not be deleted.' : undefined;
  stackStatus(world, stack, operation, 'UPDATE_COMPLETE', reason);
  closeChangeSet(work, 'EXECUTE_COMPLETE');
  delete stack.operation;
}

/** Whether nothing is left over of one task. */
function cleanedUp(work: Work, task: Task): boolean {
  const { stack } = work;
  const { change, previous } = task;
  if (isRemoval(task)) {
    const resource = findResource(stack, change.logicalId);
    if (!tryDelete(work, resource, isKept(resource, 'removal'))) return false;
    stack.resources = stack.resources.filter((one) => one !== resource);
    return true;
  }
  if (change.action !== 'Modify' || change.replacement !== 'True' || previous === undefined) return true;
  return tryDelete(work, { ...previous }, change.policyAction === 'ReplaceAndRetain');
}

function isRemoval({ change }: Task): boolean {
  return change.action === 'Remove';
}

function tryDelete(work: Work, resource: StackResource, keep: boolean): boolean {
  try {
    deleteResource(work, resource, keep);
    return true;
  } catch (error) {
    if (!(error instanceof HandlerFailure)) throw error;
    return false;
  }
}

/** One wave of DeleteStack: resources that nothing left depends on. */
function deleteWave(work: Work): void {
  const { world, stack, operation } = work;
  if (operation.pending.length > 0) {
    const needed = new Set(operation.pending.flatMap((task) => task.after));
    const wave = operation.pending.filter((task) => !needed.has(task.change.logicalId));
    operation.pending = operation.pending.filter((task) => !wave.includes(task));
    for (const task of wave) {
      const resource = findResource(stack, task.change.logicalId);
      const keep = isKept(resource, 'removal') || operation.retain.includes(resource.logicalId);
      if (!tryDelete(work, resource, keep)) operation.failed = [...operation.failed, resource.logicalId];
    }
    return;
  }
  delete stack.operation;
  if (operation.failed.length > 0) {
    const reason = `The following resource(s) failed to delete: [${operation.failed.join(', ')}]. `;
    stackStatus(world, stack, operation, 'DELETE_FAILED', reason);
    return;
  }
  stackStatus(world, stack, operation, 'DELETE_COMPLETE');
  stack.changeSets = [];
  stack.deletedAt = world.now();
}
