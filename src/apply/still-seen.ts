import { addressKey } from '../model/address.ts';
import type { ChangeSet } from '../model/change-set.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { PlanEntry } from '../model/plan.ts';
import { digestOfEntry } from '../plan/digest.ts';
import type { ChangeSetContext } from './change-set-context.ts';
import type { ApplyPorts } from './ports.ts';

/**
 * A drift-aware change set reverts what CloudFormation found when it made it. What it touches is therefore read once
 * more: an edit of the account since the plan is no part of the plan.
 *
 * @throws RolekeeperError `change-set-mismatch` when one of the resources is not as the plan has it
 */
export async function requireStillSeen(
  { changes }: ChangeSet,
  { integration, stackName, resources, entries }: ChangeSetContext,
  ports: ApplyPorts,
): Promise<void> {
  const touched = changes
    .filter(({ action }) => action === 'Modify')
    .flatMap(({ logicalId }) => resources.get(logicalId)?.address ?? []);
  if (touched.length === 0) return;
  const { plan, input } = await ports.readState([integration], () => touched);
  const now = new Map(
    plan.integrations.flatMap((one) => one.entries.map((entry) => [addressKey(entry.address), entry])),
  );
  const textOf = (entry: PlanEntry | undefined): string => digestOfEntry(entry, input.scope.settings);
  const moved = touched.map(addressKey).filter((key) => textOf(now.get(key)) !== textOf(entries.get(key)));
  if (moved.length === 0) return;
  throw new RolekeeperError(
    'change-set-mismatch',
    `the change set of ${stackName} would revert what came up after the plan: ${moved.join(', ')}`,
    { hint: 'nothing was executed; plan again, look at what came up, and apply that' },
  );
}
