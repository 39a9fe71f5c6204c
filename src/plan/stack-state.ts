/**
 * What a stack's status means (docs/stack-states.md;
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html):
 *
 * - `ready`: a change set can be made
 * - `absent`: the stack holds nothing and is created (anew)
 * - `busy`: an operation is running; apply waits for it
 * - `stuck`: only a person can solve it
 */
export type StackReadiness = 'ready' | 'absent' | 'busy' | 'stuck';

const READINESS: Readonly<Record<string, StackReadiness>> = {
  CREATE_COMPLETE: 'ready',
  UPDATE_COMPLETE: 'ready',
  UPDATE_ROLLBACK_COMPLETE: 'ready',
  IMPORT_COMPLETE: 'ready',
  IMPORT_ROLLBACK_COMPLETE: 'ready',
  // Nothing was ever executed on it.
  REVIEW_IN_PROGRESS: 'absent',
  // Only ever follows a failed creation, whose rollback removed everything; it can only be deleted.
  ROLLBACK_COMPLETE: 'absent',
  DELETE_COMPLETE: 'absent',
};

export function readinessOf(status: string): StackReadiness {
  return READINESS[status] ?? (status.endsWith('_IN_PROGRESS') ? 'busy' : 'stuck');
}
