import type { Scope } from '../../model/integration.ts';
import type { Plan } from '../../model/plan.ts';
import type { RequireReview, ReviewVerdict } from '../../publish/decide-review.ts';
import type { GitHubConnection } from '../../publish/github-client.ts';
import type { PullRequest } from '../../publish/pull-request.ts';
import { pullRequestThatTouched, readReviews } from '../../publish/review.ts';
import { candidateOf, isBlocked, isChanged, type ReviewCandidate } from './candidates.ts';
import type { Choice } from './choice.ts';
import { limitBefore, readMergedGuards } from './merged-guards.ts';

export interface Merged {
  readonly plan: Plan;
  readonly scope: Scope;
  readonly branch: string;
  readonly commit: string;
}

/**
 * On a push: of what is merged and not applied yet, what was reviewed as it is now. All that differs is looked at, not
 * only what this push changed, so that a cancelled run loses nothing.
 *
 * @returns the choice, and the plan as the guards before the merge allow it
 * @throws RolekeeperError `github`: without an answer nothing is applied
 */
export async function chooseReviewed(
  merged: Merged,
  connection: GitHubConnection,
): Promise<Choice & { readonly plan: Plan }> {
  const { scope } = merged;
  const changed = merged.plan.integrations.filter(
    (integration) => isChanged(integration) && !integration.observed,
  );
  if (changed.length === 0) return { approved: [], refused: [], pulls: new Map(), plan: merged.plan };
  const candidates = changed.map((integration) => candidateOf(integration, scope));
  const pulls = await pullsOf(candidates, merged, connection);
  const settingsPull = await pullRequestThatTouched(connection, merged, [scope.settings.file]);
  const guards = await readMergedGuards(connection, scope, settingsPull);
  const isBefore = ({ integration }: ReviewCandidate): boolean =>
    guards.changedBy !== undefined && pulls.get(integration)?.number === guards.changedBy;
  const before = candidates.filter(isBefore);
  const plan = limitBefore(
    merged.plan,
    before.map(({ integration }) => integration),
    guards,
  );
  const ask = (some: readonly ReviewCandidate[], require: RequireReview): Promise<readonly ReviewVerdict[]> =>
    readReviews(connection, {
      scope: scope.directory,
      branch: merged.branch,
      commit: merged.commit,
      require,
      settingsFile: scope.settings.file,
      candidates: some,
    });
  const blocked = new Set(plan.integrations.filter(isBlocked).map(({ integration }) => integration));
  const open = candidates.filter(({ integration }) => !blocked.has(integration));
  const verdicts = [
    ...(await ask(open.filter(isBefore), guards.requireBefore)),
    ...(await ask(
      open.filter((candidate) => !isBefore(candidate)),
      guards.require,
    )),
  ];
  return {
    plan,
    approved: verdicts.filter(({ verdict }) => verdict === 'approved').map(({ integration }) => integration),
    refused: verdicts.filter((verdict) => verdict.verdict !== 'approved'),
    pulls: new Map([...pulls].map(([integration, pull]) => [integration, pull.number])),
  };
}

/** The pull request that last touched the file of each integration. */
export async function pullsOf(
  candidates: readonly ReviewCandidate[],
  { branch, commit }: Pick<Merged, 'branch' | 'commit'>,
  connection: GitHubConnection,
): Promise<ReadonlyMap<string, PullRequest>> {
  const pulls = new Map<string, PullRequest>();
  for (const { integration, files } of candidates) {
    const pull = await pullRequestThatTouched(connection, { branch, commit }, files);
    if (pull !== undefined) pulls.set(integration, pull);
  }
  return pulls;
}
