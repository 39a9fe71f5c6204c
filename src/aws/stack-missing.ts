import { awsCodeOf, awsMessageOf } from './call.ts';

/**
 * Whether CloudFormation says that there is no such stack: a ValidationError that only its text tells from others.
 * `Stack with id X does not exist`, `Stack [X] does not exist`, `Stack 'X' does not exist` and `Stack for X does not
 * exist`, depending on the call.
 */
export function isStackMissing(error: unknown): boolean {
  const code = awsCodeOf(error);
  if (code === 'StackNotFound') return true;
  return code === 'ValidationError' && /^Stack\b.* does not exist/s.test(awsMessageOf(error));
}
