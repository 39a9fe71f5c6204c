import { awsCodeOf, awsMessageOf } from './call.ts';
import { ERROR_TEXTS } from './error-texts.ts';

/** Whether CloudFormation says that there is no such stack. */
export function isStackMissing(error: unknown): boolean {
  const code = awsCodeOf(error);
  if (code === 'StackNotFound') return true;
  return code === 'ValidationError' && ERROR_TEXTS.stackMissing.test(awsMessageOf(error));
}
