import type { AppliedStack } from '../model/applied.ts';
import type { Blocker } from '../model/plan.ts';

/**
 * What a stack's status means for a plan
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html):
 *
 * - `ready`: a change set can be made
 * - `absent`: the stack holds nothing and is created (anew)
 * - `busy`: somebody's operation is running; apply waits for it
 * - `stuck`: only a person can solve it
 */
export type StackReadiness = 'ready' | 'absent' | 'busy' | 'stuck';

const READY = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);

/** REVIEW_IN_PROGRESS has no resources; ROLLBACK_COMPLETE only ever follows a failed creation, which removed them. */
const ABSENT = new Set(['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'DELETE_COMPLETE']);

export function readinessOf(status: string): StackReadiness {
  if (ABSENT.has(status)) return 'absent';
  if (READY.has(status)) return 'ready';
  return status.endsWith('_IN_PROGRESS') ? 'busy' : 'stuck';
}

/** Why nothing can be applied to this stack; undefined when something can. */
export function stackBlocker(stack: AppliedStack): Blocker | undefined {
  if (stack.foreign !== undefined) {
    return {
      code: 'foreign-stack',
      message: `the stack ${stack.stackName} ${stack.foreign}`,
      hint: 'rolekeeper leaves it alone; rename the integration, set another "stackPrefix", or delete that stack',
    };
  }
  if (readinessOf(stack.status) !== 'stuck') return undefined;
  const reason = stack.statusReason === undefined ? '' : `: ${stack.statusReason}`;
  return {
    code: 'stack-state',
    message: `the stack ${stack.stackName} is in ${stack.status}${reason}`,
    hint: wayOut(stack),
  };
}

function wayOut({ status, stackName }: AppliedStack): string {
  switch (status) {
    case 'UPDATE_ROLLBACK_FAILED':
      return `remove what blocks the rollback, then run: aws cloudformation continue-update-rollback --stack-name ${stackName}`;
    case 'DELETE_FAILED':
    case 'ROLLBACK_FAILED':
      return `remove what blocks the deletion, then run: aws cloudformation delete-stack --stack-name ${stackName}`;
    default:
      return `run: aws cloudformation rollback-stack --stack-name ${stackName}`;
  }
}
