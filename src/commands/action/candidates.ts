import type { Scope } from '../../model/integration.ts';
import { isBlocked, type AssessedPlan } from '../../model/assessment.ts';
import { isChanged, type IntegrationPlan } from '../../model/plan.ts';
import type { ReviewQuestion } from '../../github/review.ts';

export type ReviewCandidate = ReviewQuestion['candidates'][number];

/**
 * The integrations that somebody changed in the YAML and that can be applied: each needs to have been reviewed. Where
 * all that differs is drift, nobody asked for anything.
 */
export function candidatesOf(
  plan: AssessedPlan,
  scope: Pick<Scope, 'directory'>,
): readonly ReviewCandidate[] {
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
