import type { Blocker } from '../model/assessment.ts';
import type { IntegrationPlan } from '../model/plan.ts';

/** Blocks every integration that deletes, when the plan as a whole deletes more than `maxDeletes` resources. */
export function deletionLimit(
  plans: readonly IntegrationPlan[],
  maxDeletes: number,
): (plan: IntegrationPlan) => readonly Blocker[] {
  const total = plans.reduce((sum, plan) => sum + deletionsIn(plan), 0);
  if (total <= maxDeletes) return () => [];
  const blocker: Blocker = {
    code: 'too-many-deletions',
    message: `the plan deletes ${total} resources; maxDeletes is ${maxDeletes}`,
    hint: `delete in smaller steps, or raise "maxDeletes" in rolekeeper.yaml first: what counts is the value of the base branch`,
  };
  return (plan) => (deletionsIn(plan) === 0 ? [] : [blocker]);
}

function deletionsIn({ entries }: IntegrationPlan): number {
  return entries.filter(({ action }) => action === 'delete').length;
}
