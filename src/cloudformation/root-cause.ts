import type { StackEventRow } from '../model/stack-reader.ts';

/** The event that made an operation fail. */
export interface RootCause {
  readonly logicalId: string;
  readonly status: string;
  readonly reason: string;
}

/**
 * The first failure of an operation: what comes after it failed because of it. Resources that were only cancelled,
 * and the stack's own summary, say nothing of the cause.
 *
 * @param events one operation's events, oldest first
 */
export function findRootCause(events: readonly StackEventRow[]): RootCause | undefined {
  const failures = events.filter((event) => event.status.endsWith('_FAILED'));
  const own = failures.find((event) => !isStack(event) && !/cancelled/i.test(event.reason ?? ''));
  const event =
    own ?? failures.find(isStack) ?? events.find((e) => isStack(e) && e.status.includes('ROLLBACK'));
  if (event === undefined) return undefined;
  return {
    logicalId: event.logicalId,
    status: event.status,
    reason: event.reason ?? 'CloudFormation gives no reason',
  };
}

function isStack(event: StackEventRow): boolean {
  return event.resourceType === 'AWS::CloudFormation::Stack';
}
