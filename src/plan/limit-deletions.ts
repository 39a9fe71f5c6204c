import type { IntegrationPlan } from '../model/plan.ts';

/** Blocks every integration that deletes, when the plan as a whole deletes more than `maxDeletes` resources. */
export function limitDeletions(
  plans: readonly IntegrationPlan[],
  maxDeletes: number,
): readonly IntegrationPlan[] {
  const deletions = plans.map((plan) => plan.entries.filter((entry) => entry.action === 'delete').length);
  const total = deletions.reduce((sum, count) => sum + count, 0);
  if (total <= maxDeletes) return plans;
  return plans.map((plan, index) =>
    deletions[index] === 0
      ? plan
      : {
          ...plan,
          blockers: [
            ...plan.blockers,
            {
              code: 'too-many-deletions' as const,
              message: `the plan deletes ${total} resources; maxDeletes is ${maxDeletes}`,
              hint: `delete in smaller steps, or raise "maxDeletes" in rolekeeper.yaml first: what counts is the value of the base branch`,
            },
          ],
        },
  );
}
