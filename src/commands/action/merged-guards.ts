import type { Assessment } from '../../model/assessment.ts';
import type { Scope } from '../../model/integration.ts';
import { assess } from '../../assess/assess.ts';
import { guardsOf, isSame, type Guards } from '../../assess/guards.ts';
import { worst } from '../../assess/worst.ts';
import type { RequireReview } from '../../review/decide-review.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import type { PullRequest } from '../../github/pull-request.ts';
import type { AssessedReading } from '../read-plan.ts';
import { guardedBy, readBaseScope } from './guards.ts';

/** What a merged pull request is judged by besides the guards that stand there now. */
export interface MergedGuards {
  readonly requireBefore: RequireReview;
  readonly guards: Guards;
}

/** Who judges which integrations of a plan. */
export interface Judge {
  readonly guards: Guards;
  readonly integrations: readonly string[];
}

/**
 * The guards of the branch that a pull request was merged into: whoever loosens them does not profit in the same pull
 * request, nor by another one that is merged before the first was applied.
 *
 * @throws RolekeeperError `github`
 */
export async function readMergedGuards(
  connection: GitHubConnection,
  scope: Scope,
  pull: PullRequest,
): Promise<MergedGuards> {
  const { settings: before } = await readBaseScope(connection, pull.base, scope.directory, []);
  return {
    requireBefore: (before ?? scope.settings).requireReview ?? 'plan',
    guards: guardsOf(guardedBy(scope, before).settings),
  };
}

/** The assessment of a plan by its own guards and by those of every judge: of each integration the worst. */
export function judgedByAll(
  { plan, input, evidence, assessment }: AssessedReading,
  judges: readonly Judge[],
): Assessment {
  const own = guardsOf(input.scope.settings);
  return judges
    .filter(({ guards }) => !isSame(guards, own))
    .map(({ guards, integrations }) => {
      const judged = plan.integrations.filter(({ integration }) => integrations.includes(integration));
      return assess({ ...plan, integrations: judged }, evidence, guards);
    })
    .reduce(worst, assessment);
}
