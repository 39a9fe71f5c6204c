import type { StackRow } from '../model/stack-reader.ts';

/** A stack at one time, as far as it tells whether an operation has changed it. */
export type StackMoment = Pick<StackRow, 'stackId' | 'status' | 'lastUpdated' | 'operations'>;

/**
 * Whether an operation has changed a stack between two looks at it. Each operation that is listed then and was not
 * before is one, wherever in the list it stands; that CloudFormation no longer lists an old one is none.
 */
export function hasMoved(before: StackMoment, now: StackMoment): boolean {
  return (
    now.stackId !== before.stackId ||
    now.status !== before.status ||
    now.lastUpdated !== before.lastUpdated ||
    operationsSince(before, now).length > 0
  );
}

/** The operations that came in between, by their ids. */
export function operationsSince(
  { operations: known = [] }: Pick<StackMoment, 'operations'>,
  { operations = [] }: Pick<StackMoment, 'operations'>,
): readonly string[] {
  return operations.filter((id) => !known.includes(id));
}
