import type { Scope } from '../../model/integration.ts';
import type { IntegrationPlan, Plan, PlanEntry } from '../../model/plan.ts';
import type { ReviewQuestion } from '../../github/review.ts';

export type ReviewCandidate = ReviewQuestion['candidates'][number];

/**
 * The integrations that somebody changed in the YAML and that can be applied: each needs to have been reviewed. Where
 * all that differs is drift, nobody asked for anything.
 */
export function candidatesOf(plan: Plan, scope: Pick<Scope, 'directory'>): readonly ReviewCandidate[] {
  return plan.integrations
    .filter((integration) => isChanged(integration) && !isBlocked(integration) && !integration.observed)
    .map((integration) => candidateOf(integration, scope));
}

export function candidateOf(
  { integration, digest, file }: IntegrationPlan,
  { directory }: Pick<Scope, 'directory'>,
): ReviewCandidate {
  const gone = directory === '.' ? integration : `${directory}/${integration}`;
  return { integration, digest, files: file === undefined ? [`${gone}.yaml`, `${gone}.yml`] : [file] };
}

/** Somebody edited the YAML, and nobody applied it yet. */
export function isChanged({ entries }: IntegrationPlan): boolean {
  return entries.some(({ action, cause }) => action !== 'none' && cause !== 'drift');
}

/** All that there is to do is to revert what somebody did to the account. */
export function isPureDrift(integration: IntegrationPlan): boolean {
  return integration.entries.some(isActing) && !isChanged(integration);
}

export function isActing({ action }: PlanEntry): boolean {
  return action !== 'none';
}

export function isBlocked({ blockers, entries }: IntegrationPlan): boolean {
  return blockers.length > 0 || entries.some((entry) => entry.blockers.length > 0);
}
