import { RolekeeperError } from '../model/failure.ts';
import type { StackRow } from '../model/stack-reader.ts';
import { readinessOf } from '../plan/stack-state.ts';
import type { ApplyPorts } from './ports.ts';
import { pollUntil } from './poll.ts';

const PATIENCE = 30 * 60_000;

/**
 * Waits until no other operation is running on a stack.
 *
 * @returns whether it had to wait
 * @throws RolekeeperError `stack-busy` after half an hour
 */
export async function waitWhileBusy(
  stackName: string,
  integration: string,
  ports: ApplyPorts,
): Promise<boolean> {
  const now = await ports.reader.stack(stackName);
  if (!isBusy(now)) return false;
  ports.onProgress({
    progress: 'step',
    integration,
    text: `waiting: ${stackName} is in ${now?.status ?? ''}`,
  });
  const free = await pollUntil(ports.clock, PATIENCE, async () =>
    isBusy(await ports.reader.stack(stackName)) ? undefined : true,
  );
  if (free !== undefined) return true;
  throw new RolekeeperError(
    'stack-busy',
    `${stackName} is still being changed by another operation after 30 minutes`,
    { hint: 'run apply again when it has ended; nothing was changed' },
  );
}

function isBusy(stack: StackRow | undefined): boolean {
  return stack !== undefined && readinessOf(stack.status) === 'busy';
}
