import { stackStatus } from './events.ts';
import type { ChangeSet, Operation, Stack, Task } from './records.ts';
import { startOperation } from './rollback.ts';
import { hasLeft } from './store.ts';
import { dependenciesOf, deployedTemplate, type Template } from './template.ts';
import type { World } from '../world.ts';

export interface ExecuteOptions {
  readonly token?: string | undefined;
  /** The access key of the request. */
  readonly by: string;
  readonly disableRollback: boolean;
  readonly retainExceptOnCreate: boolean;
  /** CreateStack and UpdateStack have no change set that a reader of the API sees. */
  readonly direct?: boolean;
}

/** Starts what a change set says. */
export function startChangeSet(
  world: World,
  stack: Stack,
  changeSet: ChangeSet,
  options: ExecuteOptions,
): void {
  const template = deployedTemplate(changeSet.deployment);
  const old = stack.deployment === undefined ? undefined : deployedTemplate(stack.deployment);
  const operation: Operation = {
    id: '',
    type: changeSet.type === 'CREATE' ? 'CREATE_STACK' : 'UPDATE_STACK',
    by: options.by,
    phase: 'forward',
    kind: changeSet.type,
    deployment: changeSet.deployment,
    disableRollback: options.disableRollback || changeSet.onStackFailure === 'DO_NOTHING',
    retainExceptOnCreate: options.retainExceptOnCreate,
    deleteOnFailure: changeSet.onStackFailure === 'DELETE',
    retain: [],
    skip: [],
    pending: changeSet.changes.map((change) =>
      taskOf(stack, change, change.action === 'Remove' ? old : template),
    ),
    done: [],
    failed: [],
    ...(options.direct === true ? {} : { changeSetId: changeSet.id }),
    ...(options.token === undefined ? {} : { token: options.token }),
  };
  delete stack.stuck;
  stack.operation = operation;
  stack.tickedAt = Date.now();
  stack.disableRollback = options.disableRollback;
  if (changeSet.roleArn !== undefined) stack.roleArn = changeSet.roleArn;
  if (stack.deployment !== undefined) stack.updatedAt = world.now();
  // A new stack shows its template from the start, also when its creation fails.
  stack.deployment ??= changeSet.deployment;
  startOperation(world, stack, operation, operation.type);
  stackStatus(world, stack, operation, `${changeSet.type}_IN_PROGRESS`, 'User Initiated');
}

/** Starts the deletion of a stack with everything in it. */
export function startDeletion(
  world: World,
  stack: Stack,
  options: {
    readonly retain: readonly string[];
    readonly token?: string | undefined;
    readonly by: string;
  },
): void {
  const template = stack.deployment === undefined ? undefined : deployedTemplate(stack.deployment);
  const present = stack.resources.filter((one) => !hasLeft(one));
  const operation: Operation = {
    id: '',
    type: 'DELETE_STACK',
    by: options.by,
    phase: 'delete',
    kind: 'DELETE',
    disableRollback: false,
    retainExceptOnCreate: false,
    deleteOnFailure: false,
    retain: options.retain,
    skip: [],
    pending: present.map(({ logicalId, type }) =>
      taskOf(stack, { action: 'Remove', logicalId, type, scope: [], details: [] }, template),
    ),
    done: [],
    failed: [],
    ...(options.token === undefined ? {} : { token: options.token }),
  };
  delete stack.stuck;
  stack.operation = operation;
  stack.tickedAt = Date.now();
  startOperation(world, stack, operation, 'DELETE_STACK');
  stackStatus(world, stack, operation, 'DELETE_IN_PROGRESS', 'User Initiated');
}

function taskOf(stack: Stack, change: Task['change'], template: Template | undefined): Task {
  const previous = stack.resources.find((one) => one.logicalId === change.logicalId);
  const after =
    template?.resources.has(change.logicalId) === true ? dependenciesOf(template, change.logicalId) : [];
  return { change, after, ...(previous === undefined ? {} : { previous: structuredClone(previous) }) };
}
