import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { addressKey } from '../../../src/model/address.ts';
import type { Use } from '../../../src/model/iam-uses.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { Resource } from '../../../src/model/resource.ts';
import type { PlanInput } from '../../../src/plan/input.ts';
import { assessedOf } from '../../helpers/assessed.ts';
import { integration, live, planInput, scope, stack } from '../../helpers/resources.ts';

export interface PlanSides {
  readonly desired: readonly Resource[];
  /** What was applied; what is desired when absent: then all that differs is drift. */
  readonly applied?: readonly Resource[];
  /** What is live; what was applied when absent. */
  readonly live?: readonly Resource[];
  /** What IAM says hangs on a resource, by address. */
  readonly uses?: Readonly<Record<string, readonly Use[]>>;
  readonly source?: PlanInput['source'];
}

/** A plan as the commands make it, out of three sides. */
export async function planWithAccess({ desired, uses = {}, ...sides }: PlanSides): Promise<AssessedPlan> {
  const applied = sides.applied ?? desired;
  const plain = planInput({
    scope: scope([integration('i', desired)]),
    stacks: [stack('i', applied)],
    live: live(sides.live ?? applied),
  });
  const input = sides.source === undefined ? plain : { ...plain, source: sides.source };
  const known = Object.entries(uses).map(
    ([address, list]) => [addressKey(address as `role/${string}`), list] as const,
  );
  return assessedOf(input, { catalogue: await readCatalogue(), uses: new Map(known) });
}
