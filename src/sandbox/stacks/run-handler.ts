import { AwsError } from '../aws-error.ts';
import type { HandlerOperation } from '../faults.ts';
import type { Origin } from '../ledger.ts';
import type { World } from '../world.ts';
import type { Operation, Stack, StackResource } from './records.ts';

/** A handler's failure, in the words of the resource's event. */
export class HandlerFailure extends Error {
  readonly notFound: boolean;

  constructor(message: string, notFound: boolean) {
    super(message);
    this.name = 'HandlerFailure';
    this.notFound = notFound;
  }
}

const CODES: Readonly<Record<string, string>> = {
  EntityAlreadyExists: 'AlreadyExists',
  NoSuchEntity: 'NotFound',
  LimitExceeded: 'ServiceLimitExceeded',
  DeleteConflict: 'GeneralServiceException',
  AccessDenied: 'AccessDenied',
};

/** Runs a handler; what IAM answers becomes a HandlerFailure, and so does an injected fault. */
export function runHandler(
  world: World,
  resource: Pick<StackResource, 'logicalId' | 'type' | 'physicalId'>,
  operation: HandlerOperation,
  rollback: boolean,
  action: () => void,
): void {
  const fault = world.faults.forHandler(
    (one) =>
      (one.operation === '*' || one.operation === operation) &&
      (one.logicalId === undefined || one.logicalId === resource.logicalId) &&
      (one.resourceType === undefined || one.resourceType === resource.type) &&
      (one.name === undefined || one.name === resource.physicalId) &&
      (one.during === undefined || (one.during === 'rollback') === rollback),
  );
  if (fault !== undefined) {
    throw new HandlerFailure(reason(world, fault.message, fault.code ?? 'GeneralServiceException'), false);
  }
  try {
    action();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw asFailure(world, resource, error);
  }
}

function asFailure(
  world: World,
  resource: Pick<StackResource, 'type' | 'physicalId'>,
  error: AwsError,
): HandlerFailure {
  const code = CODES[error.code] ?? 'InvalidRequest';
  const identified = `Resource of type '${resource.type}' with identifier '${resource.physicalId}'`;
  const message =
    code === 'AlreadyExists'
      ? `${identified} already exists.`
      : `${error.message} (Service: Iam, Status Code: ${String(error.status)}, Request ID: ${world.uuid()})`;
  return new HandlerFailure(reason(world, message, code), code === 'NotFound');
}

function reason(world: World, message: string, code: string): string {
  return `Resource handler returned message: "${message}" (RequestToken: ${world.uuid()}, HandlerErrorCode: ${code})`;
}

/** On whose account a stack operation changes IAM. */
export function originOf(stack: Stack, operation: Operation, logicalId: string): Origin {
  const stackId = stack.id;
  const by = operation.by ?? '';
  if (operation.kind === 'DELETE') return { kind: 'delete-stack', by, stackId, logicalId };
  if (operation.changeSetId === undefined) return { kind: 'stack-operation', by, stackId, logicalId };
  const rollback = operation.phase.startsWith('rollback');
  return { kind: 'change-set', by, changeSetId: operation.changeSetId, stackId, logicalId, rollback };
}
