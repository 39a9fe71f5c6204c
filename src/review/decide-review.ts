import { opinionsOf, type Review } from './approvals.ts';
import type { PlanMarker, ShownDigest } from './marker.ts';

/**
 * `approval`: the plan was shown and approved. `plan`: it was shown before the merge, and an approval, if any, came after
 * it.
 */
export type RequireReview = 'approval' | 'plan' | 'none';

/** What apply is about to do to one integration. */
export interface ReviewCandidate {
  readonly integration: string;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
}

/** What the comment of a pull request says that reviewers saw. */
export interface ShownPlan {
  readonly url: string;
  readonly marker: PlanMarker;
}

/** What is known of a pull request that touched an integration. */
export interface Evidence {
  /** Whether it touched the integration's own file, or the settings only. */
  readonly touched: 'file' | 'settings';
  readonly pullRequest: {
    readonly number: number;
    readonly url: string;
    readonly author: string;
    /** Empty unless it is merged. */
    readonly mergedAt: string;
  };
  /** What its comment shows; undefined when it has none. */
  readonly shown: ShownPlan | undefined;
  readonly reviews: readonly Review[];
}

export type ReviewVerdict =
  | {
      readonly verdict: 'approved';
      readonly integration: string;
      /** Undefined when no review is required. */
      readonly pullRequest: number | undefined;
      readonly reviewers: readonly string[];
    }
  | {
      readonly verdict: 'not-approved';
      readonly integration: string;
      readonly why:
        | 'no-pull-request'
        | 'no-plan-shown'
        | 'shown-after-merge'
        | 'changes-requested'
        | 'approval-missing'
        | 'approval-older-than-plan';
      readonly pullRequest: number | undefined;
      readonly message: string;
      readonly hint: string;
    }
  | {
      readonly verdict: 'plan-changed';
      readonly integration: string;
      readonly pullRequest: number;
      /** The start of the digest that reviewers saw; undefined when the comment said nothing of the integration. */
      readonly reviewed: string | undefined;
      readonly current: string;
      readonly message: string;
      readonly hint: string;
    };

/**
 * Whether what apply is about to do is what was reviewed. Evidence stands newest first: the pull request that last
 * touched the integration's file, and the one that last touched the settings. One that fits is enough, since the
 * digest names everything that apply would do.
 */
export function decideReview(
  require: RequireReview,
  candidate: ReviewCandidate,
  evidence: readonly Evidence[],
): ReviewVerdict {
  const { integration } = candidate;
  if (require === 'none') return { verdict: 'approved', integration, pullRequest: undefined, reviewers: [] };
  // A change of the settings that does not speak of the integration says nothing for or against it.
  const telling = evidence.filter(
    (item) => item.touched === 'file' || rowOf(item, integration) !== undefined,
  );
  const verdicts = telling.map((item) => judge(require, candidate, item));
  return (
    verdicts.find(({ verdict }) => verdict === 'approved') ??
    verdicts.find((verdict) => verdict.verdict === 'not-approved' && verdict.why !== 'no-plan-shown') ??
    verdicts.find((verdict) => verdict.verdict === 'plan-changed' && verdict.reviewed !== undefined) ??
    verdicts[0] ?? {
      verdict: 'not-approved',
      integration,
      why: 'no-pull-request',
      pullRequest: undefined,
      message: `${integration} was changed without a pull request`,
      hint: wayOut(candidate, 'change it through a pull request'),
    }
  );
}

function rowOf({ shown }: Evidence, integration: string): ShownDigest | undefined {
  return shown?.marker.digests.find((item) => item.integration === integration);
}

function judge(
  require: Exclude<RequireReview, 'none'>,
  candidate: ReviewCandidate,
  evidence: Evidence,
): ReviewVerdict {
  const { integration, digest } = candidate;
  const { pullRequest, shown, reviews } = evidence;
  const { number } = pullRequest;
  const refuse = (why: NotApproved['why'], message: string, instead: string): ReviewVerdict => ({
    verdict: 'not-approved',
    integration,
    why,
    pullRequest: number,
    message,
    hint: wayOut(candidate, instead),
  });
  if (shown === undefined) {
    return refuse('no-plan-shown', `#${number} shows no plan for ${integration}`, PLAN_FIRST);
  }
  const row = rowOf(evidence, integration);
  if (row === undefined || !digest.startsWith(row.digest)) {
    return planChanged(candidate, number, row?.digest);
  }
  const { approvals, changesRequestedBy } = opinionsOf(reviews, pullRequest.author);
  if (changesRequestedBy.length > 0) {
    const who = changesRequestedBy.join(', ');
    return refuse(
      'changes-requested',
      `${who} asked for changes in #${number}`,
      'settle that in another pull request',
    );
  }
  const timely = approvals.filter(({ at }) => Date.parse(at) > Date.parse(row.since));
  if (timely.length > 0) {
    return {
      verdict: 'approved',
      integration,
      pullRequest: number,
      reviewers: timely.map(({ reviewer }) => reviewer),
    };
  }
  if (approvals.length > 0) {
    const message = `#${number} was approved before its comment showed this plan for ${integration} (${row.since})`;
    return refuse('approval-older-than-plan', message, 'approve after the last plan next time');
  }
  if (require === 'plan') {
    const isLate = pullRequest.mergedAt !== '' && Date.parse(row.since) > Date.parse(pullRequest.mergedAt);
    if (!isLate) return { verdict: 'approved', integration, pullRequest: number, reviewers: [] };
    const message = `#${number} was merged before its comment showed this plan for ${integration} (${row.since})`;
    return refuse('shown-after-merge', message, PLAN_FIRST);
  }
  return refuse(
    'approval-missing',
    `nobody approved #${number}`,
    'approve the pull request before it is merged next time; bots, its author, and those who may not push do not count',
  );
}

type NotApproved = Extract<ReviewVerdict, { verdict: 'not-approved' }>;

const PLAN_FIRST = 'merge pull requests after their plan stands in the comment';

function planChanged(
  candidate: ReviewCandidate,
  number: number,
  reviewed: string | undefined,
): ReviewVerdict {
  const { integration, digest } = candidate;
  const saw =
    reviewed === undefined
      ? `the comment on #${number} says nothing of ${integration}`
      : `the comment on #${number} shows ${reviewed.slice(0, SHOWN_DIGITS)} for ${integration}`;
  return {
    verdict: 'plan-changed',
    integration,
    pullRequest: number,
    reviewed,
    current: digest,
    message: `the plan is not the one that was reviewed: ${saw}, and it is ${digest.slice(0, SHOWN_DIGITS)} now`,
    hint: wayOut(candidate, 'undo what changed in the account'),
  };
}

/** How many digits of a digest people see. */
const SHOWN_DIGITS = 16;

function wayOut({ digest }: ReviewCandidate, instead: string): string {
  return (
    `${instead}; or read the plan of now and start the workflow by hand with \`command: apply\` and ` +
    `\`digest: ${digest.slice(0, SHOWN_DIGITS)}\``
  );
}

/** Whether the `digest` that somebody started the workflow with names this plan: at least the digits that are shown. */
export function namesDigest(given: string, digest: string): boolean {
  const plain = given
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
  return plain.length >= SHOWN_DIGITS && /^[0-9a-f]+$/.test(plain) && digest.startsWith(plain);
}
