import type { Scope, Settings } from '../../model/integration.ts';
import type { Plan } from '../../model/plan.ts';
import { limitDeletions } from '../../plan/limit-deletions.ts';
import type { RequireReview } from '../../review/decide-review.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import type { PullRequest } from '../../github/pull-request.ts';
import { reviewPlan } from '../review-plan.ts';
import { guardedBy, readBaseScope } from './guards.ts';

/** The guards that a merged change is judged by. */
export interface MergedGuards {
  readonly requireBefore: RequireReview;
  readonly maxDeletesBefore: number;
  readonly require: RequireReview;
  /** Those before, as a whole; undefined where nothing changed them, or there were none. */
  readonly settingsBefore: Settings | undefined;
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
    requireBefore: require,
    maxDeletesBefore: settings.maxDeletes,
    require,
    settingsBefore: undefined,
  };
  if (pull === undefined) return unchanged;
  const { settings: before } = await readBaseScope(connection, pull.base, directory, []);
  return {
    requireBefore: before === undefined ? require : (before.requireReview ?? DEFAULT),
    maxDeletesBefore: before?.maxDeletes ?? settings.maxDeletes,
    require,
    settingsBefore: before,
  };
}

/** The plan with the changes of one pull request judged by the rule levels before it, where those were stricter. */
export async function reviewBefore(
  plan: Plan,
  integrations: readonly string[],
  guards: MergedGuards,
  { scope, today }: { readonly scope: Scope; readonly today: string },
): Promise<Plan> {
  if (integrations.length === 0) return plan;
  const judged = await reviewPlan(plan, guardedBy(scope, guards.settingsBefore), today);
  return {
    ...plan,
    integrations: plan.integrations.map((own, index) => {
      // What one judge held back stays so, whoever judges after it.
      const isHeldBack = own.blockers.some(({ code }) => code === 'findings');
      return integrations.includes(own.integration) && !isHeldBack
        ? (judged.integrations[index] ?? own)
        : own;
    }),
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
