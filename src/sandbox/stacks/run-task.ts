import { noSuchEntity } from '../aws-error.ts';
import type { Write } from '../call.ts';
import { sameJson, textMember, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { resourceStatus } from './events.ts';
import { knownHandler } from './handlers/registry.ts';
import type { Deployment, Operation, Stack, StackResource, Task } from './records.ts';
import { HandlerFailure, originOf, runHandler } from './run-handler.ts';
import { effectiveProperties } from './scope.ts';

/** The stack operation that a task belongs to. */
export interface Work {
  readonly world: World;
  readonly stack: Stack;
  readonly operation: Operation;
  readonly deployment: Deployment;
}

/** Carries out one change. @throws HandlerFailure after the failure is noted on the resource */
export function runTask(work: Work, task: Task, block: JsonObject): void {
  switch (task.change.action) {
    case 'Add':
      return create(work, task, block);
    case 'Import':
      return adopt(work, task, block);
    case 'Modify':
      return task.change.replacement === 'True' ? replace(work, task, block) : modify(work, task, block);
    case 'SyncWithActual':
      return settle(work, task, block);
    case 'Remove':
      return undefined;
  }
}

export function writeOf({ world, stack, operation }: Work, logicalId: string): Write {
  return { world, origin: originOf(stack, operation, logicalId) };
}

/** Runs a handler; a failure is noted on the resource and passed on. */
export function attempt(
  work: Work,
  resource: StackResource,
  operation: 'create' | 'update' | 'delete' | 'import',
  failedStatus: string,
  action: () => void,
  identifier = resource.physicalId,
): void {
  const { world, stack } = work;
  const rollback = work.operation.phase.startsWith('rollback');
  try {
    runHandler(world, { ...resource, physicalId: identifier }, operation, rollback, action);
  } catch (error) {
    if (!(error instanceof HandlerFailure)) throw error;
    resourceStatus(world, stack, work.operation, resource, failedStatus, error.message);
    throw error;
  }
}

function create(work: Work, task: Task, block: JsonObject): void {
  const { world, stack, operation, deployment } = work;
  const { logicalId, type } = task.change;
  const handler = knownHandler(type);
  const properties = effectiveProperties(world, stack, deployment, block);
  const custom = handler.nameProperty && textMember(properties, handler.nameProperty);
  const name = custom ?? generatedName(world, stack, logicalId);
  const resource: StackResource = {
    logicalId,
    type,
    physicalId: '',
    status: 'CREATE_IN_PROGRESS',
    updatedAt: world.now(),
    block,
    properties,
  };
  stack.resources = [...stack.resources.filter((one) => one.logicalId !== logicalId), resource];
  resourceStatus(world, stack, operation, resource, 'CREATE_IN_PROGRESS');
  const run = () =>
    handler.create(writeOf(work, logicalId), properties, name, (physicalId) => {
      resource.physicalId = physicalId;
      resourceStatus(world, stack, operation, resource, 'CREATE_IN_PROGRESS', 'Resource creation Initiated');
    });
  attempt(work, resource, 'create', 'CREATE_FAILED', run, name);
  resourceStatus(world, stack, operation, resource, 'CREATE_COMPLETE');
}

/** An import leaves the resource as it is, unless the switch says otherwise. */
function adopt(work: Work, task: Task, block: JsonObject): void {
  const { world, stack, operation, deployment } = work;
  const { logicalId, type, physicalId = '' } = task.change;
  const handler = knownHandler(type);
  const properties = effectiveProperties(world, stack, deployment, block);
  const status = operation.kind === 'IMPORT' ? 'IMPORT' : 'CREATE';
  const resource: StackResource = {
    logicalId,
    type,
    physicalId,
    status: `${status}_IN_PROGRESS`,
    updatedAt: world.now(),
    block,
    properties,
  };
  stack.resources = [...stack.resources.filter((one) => one.logicalId !== logicalId), resource];
  resourceStatus(world, stack, operation, resource, `${status}_IN_PROGRESS`, 'Resource import started.');
  attempt(work, resource, 'import', `${status}_FAILED`, () => {
    const actual = handler.read(world.iam, physicalId);
    if (actual === undefined) throw noSuchEntity(notFound(resource));
    if (world.switches.importWritesProperties) {
      handler.update(writeOf(work, logicalId), physicalId, actual, withReadOnly(actual, properties));
    }
  });
  resourceStatus(world, stack, operation, resource, `${status}_COMPLETE`, 'Resource import completed.');
}

/** What an import that writes would send: the template's properties over what is there. */
function withReadOnly(actual: JsonObject, properties: JsonObject): JsonObject {
  return { ...actual, ...properties };
}

function modify(work: Work, task: Task, block: JsonObject): void {
  const { world, stack, operation, deployment } = work;
  const { logicalId } = task.change;
  const resource = findResource(stack, logicalId);
  const handler = knownHandler(resource.type);
  const before = task.change.actual ?? resource.properties;
  const after = effectiveProperties(world, stack, deployment, block);
  resource.properties = after;
  resource.block = block;
  // Where nothing but metadata or policies of the block change, the handler is not called.
  const untouched = sameJson(before, after) && task.change.driftStatus !== 'DELETED';
  if (!untouched) {
    resourceStatus(world, stack, operation, resource, 'UPDATE_IN_PROGRESS');
    const missing = handler.read(world.iam, resource.physicalId) === undefined;
    if (missing && world.switches.updateOfMissing === 'recreate') {
      attempt(work, resource, 'create', 'UPDATE_FAILED', () => recreate(work, resource, after));
    } else {
      const run = () => {
        if (missing) throw noSuchEntity(notFound(resource));
        handler.update(writeOf(work, logicalId), resource.physicalId, before, after);
      };
      attempt(work, resource, 'update', 'UPDATE_FAILED', run);
    }
  }
  resourceStatus(world, stack, operation, resource, 'UPDATE_COMPLETE');
}

function recreate(work: Work, resource: StackResource, properties: JsonObject): void {
  const handler = knownHandler(resource.type);
  const name = (handler.nameProperty && textMember(properties, handler.nameProperty)) ?? resource.physicalId;
  handler.create(writeOf(work, resource.logicalId), properties, name, (id) => (resource.physicalId = id));
}

/** A new resource beside the old one; the old one goes in the clean-up. Custom names stand in the way. */
function replace(work: Work, task: Task, block: JsonObject): void {
  const { world, stack, operation, deployment } = work;
  const { logicalId } = task.change;
  const old = findResource(stack, logicalId);
  const handler = knownHandler(old.type);
  const after = effectiveProperties(world, stack, deployment, block);
  const nameOf = (properties: JsonObject) =>
    handler.nameProperty && textMember(properties, handler.nameProperty);
  const [oldName, newName] = [nameOf(old.properties), nameOf(after)];
  if (newName !== undefined && oldName?.toLowerCase() === newName.toLowerCase()) {
    const reason = `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${newName} and update the stack again.`;
    resourceStatus(world, stack, operation, old, 'UPDATE_FAILED', reason);
    throw new HandlerFailure(reason, false);
  }
  resourceStatus(
    world,
    stack,
    operation,
    old,
    'UPDATE_IN_PROGRESS',
    'Requested update requires the creation of a new physical resource; hence creating one.',
  );
  old.properties = after;
  old.block = block;
  const name = newName ?? generatedName(world, stack, logicalId);
  const run = () => handler.create(writeOf(work, logicalId), after, name, (id) => (old.physicalId = id));
  attempt(work, old, 'create', 'UPDATE_FAILED', run, name);
  resourceStatus(world, stack, operation, old, 'UPDATE_COMPLETE');
}

function settle(work: Work, task: Task, block: JsonObject): void {
  const { world, stack, operation, deployment } = work;
  const resource = findResource(stack, task.change.logicalId);
  resource.properties = effectiveProperties(world, stack, deployment, block);
  resource.block = block;
  resourceStatus(world, stack, operation, resource, 'UPDATE_COMPLETE');
}

export function findResource(stack: Stack, logicalId: string): StackResource {
  const resource = stack.resources.find((one) => one.logicalId === logicalId);
  if (resource === undefined) throw new Error(`stack ${stack.name} has no resource ${logicalId}`);
  return resource;
}

function notFound(resource: StackResource): string {
  return `Resource of type '${resource.type}' with identifier '${resource.physicalId}' was not found.`;
}

function generatedName(world: World, stack: Stack, logicalId: string): string {
  const suffix = world.uniqueId('').slice(0, 12);
  return `${stack.name.slice(0, 24)}-${logicalId.slice(0, 24)}-${suffix}`;
}
