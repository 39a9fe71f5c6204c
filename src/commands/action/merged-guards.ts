import type { Scope } from '../../model/integration.ts';
import type { Plan } from '../../model/plan.ts';
import { limitDeletions } from '../../plan/limit-deletions.ts';
import type { RequireReview } from '../../publish/decide-review.ts';
import type { GitHubConnection } from '../../publish/github-client.ts';
import type { PullRequest } from '../../publish/pull-request.ts';
import { readBaseScope } from './guards.ts';

/** The guards that a merged change is judged by. */
export interface MergedGuards {
  /** The pull request that changed the settings last, while it is still to be judged by those before it. */
  readonly changedBy: number | undefined;
  readonly requireBefore: RequireReview;
  readonly maxDeletesBefore: number;
  readonly require: RequireReview;
}

const DEFAULT: RequireReview = 'plan';

/**
 * What the pull request that last touched the settings has to be judged by: the guards of the branch that it was merged
 * into. Everything else is judged by the guards that stand there now.
 *
 * @throws RolekeeperError `github`
 */
export async function readMergedGuards(
  connection: GitHubConnection,
  { settings, directory }: Scope,
  settingsPull: PullRequest | undefined,
): Promise<MergedGuards> {
  const require = settings.requireReview ?? DEFAULT;
  const unchanged = {
    changedBy: undefined,
    requireBefore: require,
    maxDeletesBefore: settings.maxDeletes,
    require,
  };
  if (settingsPull === undefined) return unchanged;
  const { settings: before } = await readBaseScope(connection, settingsPull.base, directory, []);
  if (before === undefined) return unchanged;
  return {
    changedBy: settingsPull.number,
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
