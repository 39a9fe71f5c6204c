import type { ChangeSetRow } from '../model/stack-reader.ts';
import type { ApplyPorts } from './ports.ts';

/** What the names of our change sets begin with. */
export const CHANGE_SET_PREFIX = 'rolekeeper-';

/** A change set of another run that is older than this is no run's any more. */
const ABANDONED_AFTER = 60 * 60_000;

/**
 * Takes away the change sets that a killed run left on a stack, and with them the empty stack under review that came
 * into being for them. What another run may still be working with (younger than an hour) and what is not made
 * by rolekeeper is not touched.
 *
 * @param stackId of a stack of ours by name
 * @param shell whether it is in REVIEW_IN_PROGRESS and nothing is to be created in it
 */
export async function tidyStack(stackId: string, shell: boolean, ports: ApplyPorts): Promise<void> {
  const changeSets = await ports.reader.changeSets(stackId);
  const abandoned = changeSets.filter((row) => isOurs(row) && isOld(row.created, ports));
  for (const { changeSetId } of abandoned) await ports.writer.deleteChangeSet(changeSetId);
  if (!shell || abandoned.length < changeSets.length) return;
  const stack = await ports.reader.stack(stackId);
  if (stack?.status !== 'REVIEW_IN_PROGRESS') return;
  if (abandoned.length > 0 || isOld(stack.lastUpdated, ports)) {
    await ports.writer.deleteStack(stackId, `tidy-${ports.newId()}`);
  }
}

export function isOurs({ name }: ChangeSetRow): boolean {
  return name.startsWith(CHANGE_SET_PREFIX);
}

function isOld(time: string, { clock }: ApplyPorts): boolean {
  return clock.now().getTime() - Date.parse(time) > ABANDONED_AFTER;
}
