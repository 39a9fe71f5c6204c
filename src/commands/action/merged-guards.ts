import type { Scope } from '../../model/integration.ts';
import type { Plan } from '../../model/plan.ts';
import { limitDeletions } from '../../plan/limit-deletions.ts';
import type { RequireReview } from '../../publish/decide-review.ts';
import type { GitHubConnection } from '../../publish/github-client.ts';
import type { PullRequest } from '../../publish/pull-request.ts';
import { readBaseScope } from './guards.ts';

/** The guards that a merged change is judged by. */
export interface MergedGuards {
  /** The pull request, where the branch had settings before it. */
  readonly changedBy: number | undefined;
  readonly requireBefore: RequireReview;
  readonly maxDeletesBefore: number;
  readonly require: RequireReview;
}

const DEFAULT: RequireReview = 'plan';

/**
 * What a merged pull request has to be judged by besides the guards that stand there now: those of the branch that it was
 * merged into. Whoever loosens them does not profit in the same pull request, nor by another one that is merged before
 * the first was applied.
 *
 * @throws RolekeeperError `github`
 */
export async function readMergedGuards(
  connection: GitHubConnection,
  { settings, directory }: Scope,
  pull: PullRequest | undefined,
): Promise<MergedGuards> {
  const require = settings.requireReview ?? DEFAULT;
  const unchanged = {
    changedBy: undefined,
    requireBefore: require,
    maxDeletesBefore: settings.maxDeletes,
    require,
  };
  if (pull === undefined) return unchanged;
  const { settings: before } = await readBaseScope(connection, pull.base, directory, []);
  if (before === undefined) return unchanged;
  return {
    changedBy: pull.number,
    requireBefore: before.requireReview ?? DEFAULT,
    maxDeletesBefore: before.maxDeletes,
    require,
  };
}

/** The plan with the deletions of one pull request limited by the settings before it. */
export function limitBefore(plan: Plan, integrations: readonly string[], guards: MergedGuards): Plan {
  const own = plan.integrations.filter(({ integration }) => integrations.includes(integration));
  const limited = new Map(
    limitDeletions(own, guards.maxDeletesBefore).map((integration) => [integration.integration, integration]),
  );
  return {
    ...plan,
    integrations: plan.integrations.map((integration) => {
      const isBlocked = integration.blockers.some(({ code }) => code === 'too-many-deletions');
      return isBlocked ? integration : (limited.get(integration.integration) ?? integration);
    }),
  };
}
