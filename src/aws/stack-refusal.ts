import { CloudFormationServiceException } from '@aws-sdk/client-cloudformation';
import { RolekeeperError } from '../model/failure.ts';
import { awsCodeOf, awsMessageOf } from './call.ts';
import { ERROR_TEXTS } from './error-texts.ts';

/** What CloudFormation answers when a request makes no sense for a stack as it is. */
const REFUSALS = new Set([
  'ValidationError',
  'AlreadyExists',
  'InsufficientCapabilities',
  'InvalidChangeSetStatus',
  'LimitExceeded',
  'TokenAlreadyExists',
  'ChangeSetNotFound',
]);

/**
 * A refusal in words that fit it: `stack-busy` when another operation is running, else `change-set-failed`. Undefined
 * when the error is of another sort.
 */
export function refusalOf(error: unknown): RolekeeperError | undefined {
  const code = awsCodeOf(error);
  if (!(error instanceof RolekeeperError) || error.reason !== 'internal') return undefined;
  const message = awsMessageOf(error);
  if (code === 'OperationInProgress' || ERROR_TEXTS.stackBusy.test(message)) {
    return new RolekeeperError('stack-busy', message, {
      hint: 'another operation is running on this stack; run again when it has ended',
      cause: error.cause,
    });
  }
  if (code === undefined) return undefined;
  if (!REFUSALS.has(code)) return isOfCaller(error) ? unknownRefusal(code, message, error.cause) : undefined;
  return new RolekeeperError('change-set-failed', `CloudFormation refuses: ${message}`, {
    hint: hintOf(message),
    detail: isOvertaken(code, message) ? { detail: 'overtaken' } : undefined,
    cause: error.cause,
  });
}

/** Of another service, or of an emulator: CloudFormation has no such code, but what it says is no mistake of rolekeeper. */
function unknownRefusal(code: string, message: string, cause: unknown): RolekeeperError {
  return new RolekeeperError('change-set-failed', `CloudFormation refuses: ${code}: ${message}`, {
    hint: 'look at the stack in the CloudFormation console, and plan again',
    cause,
  });
}

/** HTTP 4xx. */
function isOfCaller({ cause }: RolekeeperError): boolean {
  const status = cause instanceof CloudFormationServiceException ? (cause.$metadata.httpStatusCode ?? 0) : 0;
  return status >= 400 && status < 500;
}

/** Executing a change set takes the others of its stack away, or makes them obsolete. */
const OVERTAKEN = new Set(['ChangeSetNotFound', 'InvalidChangeSetStatus']);

function isOvertaken(code: string, message: string): boolean {
  return OVERTAKEN.has(code) || ERROR_TEXTS.stackCreatedMeanwhile.test(message);
}

function hintOf(message: string): string | undefined {
  if (ERROR_TEXTS.changeSetLimit.test(message)) {
    return 'a stack can have 1,000 change sets: delete old ones in the console, or with "aws cloudformation delete-change-set"';
  }
  const protectedStack = ERROR_TEXTS.terminationProtection.exec(message)?.groups?.['stack'];
  if (protectedStack !== undefined) {
    return `if it may go, run "aws cloudformation update-termination-protection --stack-name ${protectedStack} --no-enable-termination-protection" and apply again`;
  }
  return ERROR_TEXTS.roleNotAssumed.test(message)
    ? '"cloudFormationRole" must exist and trust cloudformation.amazonaws.com'
    : undefined;
}
