import type { Scope } from '../../model/integration.ts';
import { assessedPlan, isBlocked, type AssessedPlan } from '../../model/assessment.ts';
import type { RequireReview, ReviewVerdict } from '../../review/decide-review.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import type { PullRequest } from '../../github/pull-request.ts';
import { pullRequestThatTouched, readReviews } from '../../github/review.ts';
import { isChanged } from '../../model/plan.ts';
import type { AssessedReading } from '../read-plan.ts';
import { candidateOf, type ReviewCandidate } from './candidates.ts';
import type { Choice } from './choice.ts';
import { judgedByAll, readMergedGuards, type Judge } from './merged-guards.ts';

export interface Merged {
  readonly reading: AssessedReading;
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
): Promise<Choice & { readonly plan: AssessedPlan }> {
  const { scope, reading } = merged;
  const changed = reading.plan.integrations.filter(
    (integration) => isChanged(integration) && !integration.observed,
  );
  if (changed.length === 0) return { approved: [], refused: [], pulls: new Map(), plan: reading.assessed };
  const candidates = changed.map((integration) => candidateOf(integration, scope));
  const pulls = await pullsOf(candidates, merged, connection);
  const settingsPull = await pullRequestThatTouched(connection, merged, [scope.settings.file]);
  const judgesOf = ({ integration }: ReviewCandidate) => judgesAmong(pulls.get(integration), settingsPull);
  const required = new Map(candidates.map(({ integration }) => [integration, requireNow(scope)]));
  const judges: Judge[] = [];
  for (const pull of distinct(candidates.flatMap(judgesOf))) {
    const { guards, requireBefore } = await readMergedGuards(connection, scope, pull);
    const judged = candidates.filter((candidate) =>
      judgesOf(candidate).some(({ number }) => number === pull.number),
    );
    const integrations = judged.map(({ integration }) => integration);
    judges.push({ guards, integrations });
    for (const name of integrations) {
      required.set(name, stricter(required.get(name) ?? requireBefore, requireBefore));
    }
  }
  const plan = assessedPlan(reading.plan, judgedByAll(reading, judges));
  const blocked = new Set(plan.integrations.filter(isBlocked).map(({ integration }) => integration));
  const verdicts: ReviewVerdict[] = [];
  for (const require of STRICTEST_FIRST) {
    verdicts.push(
      ...(await readReviews(connection, {
        scope: scope.directory,
        branch: merged.branch,
        commit: merged.commit,
        require,
        settingsFile: scope.settings.file,
        candidates: candidates.filter(
          ({ integration }) => required.get(integration) === require && !blocked.has(integration),
        ),
      })),
    );
  }
  return {
    plan,
    approved: verdicts.filter(({ verdict }) => verdict === 'approved').map(({ integration }) => integration),
    refused: verdicts.filter((verdict) => verdict.verdict !== 'approved'),
    pulls: new Map([...pulls].map(([integration, pull]) => [integration, pull.number])),
  };
}

/** The pull requests that brought in what is to be applied: the guards before each of them count. */
function judgesAmong(
  own: PullRequest | undefined,
  settings: PullRequest | undefined,
): readonly PullRequest[] {
  const isLater = settings !== undefined && (own === undefined || settings.mergedAt > own.mergedAt);
  return [...(own === undefined ? [] : [own]), ...(isLater ? [settings] : [])];
}

/** Each pull request once: every integration has an object of its own for it. */
function distinct(pulls: readonly PullRequest[]): readonly PullRequest[] {
  return [...new Map(pulls.map((pull) => [pull.number, pull])).values()];
}

function requireNow({ settings }: Merged['scope']): RequireReview {
  return settings.requireReview ?? 'plan';
}

const STRICTEST_FIRST: readonly RequireReview[] = ['approval', 'plan', 'none'];

function stricter(a: RequireReview, b: RequireReview): RequireReview {
  return STRICTEST_FIRST.find((require) => require === a || require === b) ?? a;
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
