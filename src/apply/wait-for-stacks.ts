import type { Clock } from '../model/clock.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { StackReader, StackRow } from '../model/stack-reader.ts';
import { readinessOf } from '../plan/stack-state.ts';
import { pollUntil } from './poll.ts';
import type { ApplyPorts } from './ports.ts';

const PATIENCE = 30 * 60_000;

interface AwaitedStacks {
  readonly prefix: string;
  /** The integrations that the run is about; all when undefined. */
  readonly names: readonly string[] | undefined;
  /** Is told which stacks are being changed. */
  readonly onWaiting: (stacks: readonly { readonly integration: string; readonly status: string }[]) => void;
}

/**
 * Waits until no operation is running on the stacks of a scope, e.g. that of a run that was killed: what a plan says
 * of a stack that is being changed is out of date when it is applied. After half an hour it gives up, and apply says
 * which stack is busy.
 */
export async function waitForStacks(
  reader: Pick<StackReader, 'stacks'>,
  clock: Clock,
  { prefix, names, onWaiting }: AwaitedStacks,
): Promise<void> {
  let told = false;
  await pollUntil(clock, PATIENCE, async () => {
    const busy = (await reader.stacks(prefix))
      .map((row) => ({ integration: row.stackName.slice(prefix.length), status: row.status }))
      .filter((row) => readinessOf(row.status) === 'busy')
      .filter((row) => names === undefined || names.includes(row.integration));
    if (busy.length === 0) return true;
    if (!told) onWaiting(busy);
    told = true;
    return undefined;
  });
}

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
