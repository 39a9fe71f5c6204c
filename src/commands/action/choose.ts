import { assess } from '../../assess/assess.ts';
import { type Guards, guardsOf, isSame } from '../../assess/guards.ts';
import { verdictsOf } from '../../assess/verdict.ts';
import { worst } from '../../assess/worst.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import type { PullRequest } from '../../github/pull-request.ts';
import { pullRequestThatTouched, readReviews, type ReviewQuestion } from '../../github/review.ts';
import { type AssessedPlan, type Assessment, assessedPlan, isBlocked } from '../../model/assessment.ts';
import { storedDigest } from '../../model/digest.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope, Settings } from '../../model/integration.ts';
import { isActing, isChanged, isExpiryAlone } from '../../model/plan.ts';
import { guardedBy, guardsFor } from '../../review/base-guards.ts';
import { namesDigest } from '../../review/by-digest.ts';
import type { RequireReview, ReviewVerdict } from '../../review/decide-review.ts';
import type { RunPoint } from '../../review/run-order.ts';
import { strictestReview } from '../../review/require-review.ts';
import type { AssessedReading } from '../read-plan.ts';
import { readSettledFolders } from './declared-on-github.ts';
import { type IntegrationFiles, candidateOf, filesOf, stackStatesIn } from '../../review/candidates.ts';
import type { RunPart } from './run-outcome.ts';

/** What an apply is to do with a plan. */
export interface Choice {
  /** The integrations that are applied. */
  readonly approved: readonly string[];
  /** Those whose change was merged and is not what was reviewed. */
  readonly refused: readonly Refusal[];
  /** The pull request of each integration that has one: where to say what became of it. */
  readonly pulls: ReadonlyMap<string, number>;
}

/** Why an integration is not applied although its change is merged. */
export type Refusal = Exclude<ReviewVerdict, { verdict: 'approved' }>;

export interface Merged {
  readonly reading: AssessedReading;
  readonly scope: Scope;
  /** The folder that has all scopes. */
  readonly desired: string;
  readonly branch: string;
  readonly commit: string;
  /** The run that applies. */
  readonly run: RunPoint;
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
  const files = changed.map((integration) => filesOf(integration, scope));
  const pulls = await pullsOf(files, merged, connection);
  const settingsPull = await pullRequestThatTouched(connection, merged, [scope.settings.file]);
  const judgesOf = ({ integration }: IntegrationFiles) => judgesAmong(pulls.get(integration), settingsPull);
  const expired = new Set(changed.filter(isExpiryAlone).map(({ integration }) => integration));
  // Where no review is asked for, a merge speaks for itself; time does not.
  const least = (name: string): RequireReview =>
    expired.has(name) ? strictestReview(requireNow(scope), 'plan') : requireNow(scope);
  const required = new Map(files.map(({ integration }) => [integration, least(integration)]));
  const guardsOfBase = rememberGuards(connection, merged);
  const judges: Judge[] = [];
  for (const pull of distinct(files.flatMap(judgesOf))) {
    const before = await guardsOfBase(pull);
    const judged = files.filter((candidate) =>
      judgesOf(candidate).some(({ number }) => number === pull.number),
    );
    const integrations = judged.map(({ integration }) => integration);
    judges.push({ guards: guardsOf(guardedBy(scope, before).settings), integrations });
    for (const name of integrations) {
      required.set(name, strictestReview(required.get(name), before.requireReview));
    }
  }
  const assessment = judgedByAll(reading, judges);
  const plan = assessedPlan(reading.plan, assessment);
  const verdictsNow = verdictsOf(assessment, scope);
  const stacks = stackStatesIn(reading.input.applied);
  const candidates = changed.map((one) => candidateOf(one, scope, { verdicts: verdictsNow, stacks }));
  const blocked = new Set(plan.integrations.filter(isBlocked).map(({ integration }) => integration));
  const verdicts: ReviewVerdict[] = [];
  for (const require of STRICTEST_FIRST) {
    const asked = candidates.filter(
      ({ integration }) => required.get(integration) === require && !blocked.has(integration),
    );
    const appOf = async (pull: PullRequest) => (await guardsOfBase(pull)).gitHubApp;
    verdicts.push(
      ...(await readReviews(connection, questionOf(merged, { require, appOf, candidates: asked }))),
    );
  }
  return {
    plan,
    approved: verdicts.filter(({ verdict }) => verdict === 'approved').map(({ integration }) => integration),
    // No merge brought it: as with drift, what was not reviewed is reported and stays as it is.
    refused: verdicts.filter(isRefusal).filter(({ integration }) => !expired.has(integration)),
    pulls: new Map([...pulls].map(([integration, pull]) => [integration, pull.number])),
  };
}

function questionOf(
  { scope, branch, commit, run }: Merged,
  asked: Pick<ReviewQuestion, 'require' | 'appOf' | 'candidates'>,
): ReviewQuestion {
  return { ...asked, scope: scope.directory, branch, commit, run, settingsFile: scope.settings.file };
}

function isRefusal(verdict: ReviewVerdict): verdict is Refusal {
  return verdict.verdict !== 'approved';
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

/** Who judges which integrations of a plan. */
export interface Judge {
  readonly guards: Guards;
  readonly integrations: readonly string[];
}

/**
 * The settings that guard the branch that a pull request was merged into, as they were before: loosening them gains nothing in
 * the same pull request, nor by another one that is merged before the first was applied. Reads each commit once.
 *
 * @throws RolekeeperError `github`
 */
function rememberGuards(
  connection: GitHubConnection,
  { scope, desired }: Pick<Merged, 'scope' | 'desired'>,
): (pull: PullRequest) => Promise<Settings> {
  const known = new Map<string, Promise<Settings>>();
  return ({ base }) => {
    const guards =
      known.get(base) ??
      readSettledFolders(connection, base, desired).then((folders) => guardsFor(scope, folders));
    known.set(base, guards);
    return guards;
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

/** The pull request that last touched the file of each integration. */
export async function pullsOf(
  candidates: readonly IntegrationFiles[],
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

/**
 * By hand: exactly the integrations whose plan has a digest that is named. The person who may start the workflow,
 * and passes its environment, has read that plan.
 *
 * @throws RolekeeperError `plan-changed` when a digest names no plan of now; `github`
 */
export async function chooseByDigest(
  merged: Merged,
  digests: readonly string[],
  connection: GitHubConnection,
): Promise<Choice> {
  const acting = merged.reading.plan.integrations.filter(({ entries }) => entries.some(isActing));
  const named = acting.filter(({ digest }) => digests.some((given) => namesDigest(given, digest)));
  const pulls = await pullsOf(
    named.map((integration) => filesOf(integration, merged.scope)),
    merged,
    connection,
  );
  return {
    approved: named.map(({ integration }) => integration),
    refused: [],
    pulls: new Map([...pulls].map(([integration, pull]) => [integration, pull.number])),
  };
}

/** Digests that name nothing in any scope: they are of another plan. */
export function refuseUnknownDigests(
  digests: readonly string[],
  known: readonly { readonly integration: string; readonly digest: string }[],
): RolekeeperError | undefined {
  const unknown = digests.filter((given) => !known.some(({ digest }) => namesDigest(given, digest)));
  if (unknown.length === 0) return undefined;
  const now = known.map(({ integration, digest }) => `${integration} ${storedDigest(digest)}`);
  return new RolekeeperError('plan-changed', `no plan has the digest ${unknown.join(', ')} now`, {
    hint:
      now.length === 0
        ? 'there is nothing to apply'
        : `read the plan in the summary and start again with the current digest: ${now.join(', ')}`,
  });
}

/** The run fails for the first of them, and names all. */
export function failedForRefusals(refused: readonly Refusal[]): RunPart {
  const [first] = refused;
  if (first === undefined) return {};
  const annotations = refused.map(({ integration, verdict, message, hint }) => ({
    level: 'error' as const,
    title: `rolekeeper: ${integration} is not applied (${verdict})`,
    message: `${message}. ${hint}`,
  }));
  const failure =
    refused.length === 1
      ? { reason: first.verdict, message: first.message, hint: first.hint }
      : {
          reason: first.verdict,
          message: `not what was reviewed: ${refused.map(({ integration }) => integration).join(', ')}`,
          hint: 'the summary has each reason, with its digest',
        };
  return { annotations, failures: [failure] };
}
