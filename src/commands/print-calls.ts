import { fitLines } from '../report/lay-out-text.ts';
import { sayCalls } from '../report/say-calls.ts';
import type { Environment } from './environment.ts';

/** The closing line of a command, on standard error: what it asked of AWS; nothing where it asked nothing. */
export function printCalls({ calls, err, errWidth }: Pick<Environment, 'calls' | 'err' | 'errWidth'>): void {
  const line = sayCalls(calls?.counts() ?? {});
  if (line !== '') err(`${fitLines(line, errWidth)}\n`);
}
