import type { Clock } from '../model/clock.ts';
import type { StackReader } from '../model/stack-reader.ts';
import { readinessOf } from '../plan/stack-state.ts';
import { pollUntil } from './poll.ts';

const PATIENCE = 30 * 60_000;

export interface AwaitedStacks {
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
