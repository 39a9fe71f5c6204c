import { sayCalls } from '../report/say-calls.ts';
import type { Environment } from './environment.ts';

/** The closing line of a command, on standard error: what it asked of AWS; nothing where it asked nothing. */
export function printCalls({ calls, err }: Pick<Environment, 'calls' | 'err'>): void {
  const line = sayCalls(calls?.counts() ?? {});
  if (line !== '') err(`${line}\n`);
}
