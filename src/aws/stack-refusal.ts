import { CloudFormationServiceException } from '@aws-sdk/client-cloudformation';
import { RolekeeperError } from '../model/failure.ts';
import { awsCodeOf, awsMessageOf } from './call.ts';

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
  if (code === 'OperationInProgress' || isBusy(message)) {
    return new RolekeeperError('stack-busy', message, {
      hint: 'another operation is running on this stack; run again when it has ended',
      cause: error.cause,
    });
  }
  if (code === undefined) return undefined;
  if (!REFUSALS.has(code)) return isOfCaller(error) ? unknownRefusal(code, message, error.cause) : undefined;
  return new RolekeeperError('change-set-failed', `CloudFormation refuses: ${message}`, {
    ...hintOf(message),
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

/** `Stack:ARN is in UPDATE_IN_PROGRESS state and can not be updated.` REVIEW_IN_PROGRESS runs nothing. */
function isBusy(message: string): boolean {
  return /is in (?!REVIEW_IN_PROGRESS)[A-Z_]+_IN_PROGRESS state/.test(message);
}

function hintOf(message: string): { readonly hint?: string } {
  if (message.includes('ChangeSet limit exceeded')) {
    return {
      hint: 'a stack can have 1,000 change sets: delete old ones in the console, or with "aws cloudformation delete-change-set"',
    };
  }
  const protectedStack = /^Stack \[([^\]]+)\] cannot be deleted while TerminationProtection/.exec(
    message,
  )?.[1];
  if (protectedStack !== undefined) {
    return {
      hint: `if it may go, run "aws cloudformation update-termination-protection --stack-name ${protectedStack} --no-enable-termination-protection" and apply again`,
    };
  }
  return message.includes('Role') && message.includes('is invalid or cannot be assumed')
    ? { hint: '"cloudFormationRole" must exist and trust cloudformation.amazonaws.com' }
    : {};
}
