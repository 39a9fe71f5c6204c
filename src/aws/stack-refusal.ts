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
  if (code === undefined || !REFUSALS.has(code)) return undefined;
  return new RolekeeperError('change-set-failed', `CloudFormation refuses: ${message}`, {
    ...hintOf(message),
    cause: error.cause,
  });
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
