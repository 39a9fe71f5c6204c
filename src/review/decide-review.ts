import { DIGEST_LENGTH } from '../model/digest.ts';
import type { Verdict } from '../model/verdict.ts';
import { opinionsOf, type Opinions, type Review } from './approvals.ts';
import { mayBeApplied } from './claims.ts';
import { wayOut } from './by-digest.ts';
import type { PlanMarker, ShownIntegration, ShownVerdict } from './marker.ts';
import { type PlanChanged, moreThanShown, planChanged } from './plan-changed.ts';
import type { RunPoint } from './run-order.ts';

/**
 * `approval`: the plan was shown and approved. `plan`: it was shown before the merge, and an approval, if any, came after
 * it.
 */
export type RequireReview = 'approval' | 'plan' | 'none';

/** Ids of files by path; a file that is not there has none. */
export type FileIds = ReadonlyMap<string, string>;

/** What apply is about to do to one integration. */
export interface ReviewCandidate {
  readonly integration: string;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
  readonly verdict: Verdict;
  /** Its YAML and the settings, from the root of the repository. */
  readonly paths: readonly string[];
  /** How its stack stands now, as a claim in a comment says it. */
  readonly stack: string;
  /** The run that is to apply it. */
  readonly run: RunPoint;
}

/** What the comment of a pull request says that reviewers saw. */
export interface ShownPlan {
  readonly url: string;
  readonly marker: PlanMarker;
  /** Who edited the comment last: we, a person, or not known. */
  readonly lastEditor: 'own' | 'other' | 'unknown';
}

/** What is known of a pull request that touched an integration. */
export interface MergeEvidence {
  /** Whether it touched the integration's own file, or the settings only. */
  readonly touched: 'file' | 'settings';
  readonly pullRequest: {
    readonly number: number;
    readonly url: string;
    readonly author: string;
    /** The branch that it was merged into. */
    readonly baseRef: string;
    /** Empty unless it is merged. */
    readonly mergedAt: string;
  };
  /** The logins that pushed or wrote its commits. */
  readonly contributors: readonly string[];
  /** What its comment shows; undefined when it has none. */
  readonly shown: ShownPlan | undefined;
  readonly reviews: readonly Review[];
  /** The files of the commits that were approved, by commit. */
  readonly filesAt: ReadonlyMap<string, FileIds>;
}

export type NotApprovedReason =
  | 'no-pull-request'
  | 'no-plan-shown'
  | 'comment-edited'
  | 'other-base'
  | 'spent'
  | 'shown-after-merge'
  | 'changes-requested'
  | 'approval-missing'
  | 'approval-older-than-plan'
  | 'approval-of-other-files';

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
      readonly why: NotApprovedReason;
      readonly pullRequest: number | undefined;
      readonly message: string;
      readonly hint: string;
    }
  | PlanChanged;

/**
 * Whether what apply is about to do is what was reviewed. The evidence stands newest first: the pull request that last
 * touched the integration's file, and the one that last touched the settings. One that fits is enough, since the
 * digest names everything that apply would do.
 *
 * @param applied the files of the commit that is applied
 */
export function decideReview(
  require: RequireReview,
  candidate: ReviewCandidate,
  evidence: readonly MergeEvidence[],
  applied: FileIds,
): ReviewVerdict {
  const { integration } = candidate;
  if (require === 'none') return { verdict: 'approved', integration, pullRequest: undefined, reviewers: [] };
  // A change of the settings that does not speak of the integration says nothing for or against it.
  const telling = evidence.filter(
    (item) => item.touched === 'file' || rowOf(item, integration) !== undefined,
  );
  const verdicts = telling.map((item) => judge(require, candidate, item, applied));
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

function rowOf({ shown }: MergeEvidence, integration: string): ShownIntegration | undefined {
  return shown?.marker.digests.find((item) => item.integration === integration);
}

/** The first thing that stands against a pull request as evidence. */
function judge(
  require: Exclude<RequireReview, 'none'>,
  candidate: ReviewCandidate,
  evidence: MergeEvidence,
  applied: FileIds,
): ReviewVerdict {
  const { number } = evidence.pullRequest;
  const refuse = ([why, message, instead]: Objection): ReviewVerdict => ({
    verdict: 'not-approved',
    integration: candidate.integration,
    why,
    pullRequest: number,
    message,
    hint: wayOut(candidate, instead),
  });
  const unfit = unfitComment(candidate, evidence);
  if (unfit !== undefined) return refuse(unfit);
  const row = rowOf(evidence, candidate.integration);
  if (row === undefined || !candidate.digest.startsWith(row.digest)) {
    return planChanged(candidate, number, row?.digest);
  }
  const more = beyondShown(candidate.verdict, row.verdict);
  if (more.length > 0) return moreThanShown(candidate, number, row, more);
  if (mayBeApplied(row, { ...candidate.run, stack: candidate.stack }))
    return refuse(spentPlan(candidate, number));
  const judged = judgeApprovals(require, candidate, evidence, { row, applied });
  if ('objection' in judged) return refuse(judged.objection);
  const { integration } = candidate;
  return { verdict: 'approved', integration, pullRequest: number, reviewers: judged.reviewers };
}

type Objection = readonly [why: NotApprovedReason, message: string, instead: string];

/** Why the comment is no evidence at all, whatever it shows. */
function unfitComment(
  { integration }: ReviewCandidate,
  { pullRequest: { number, baseRef }, shown }: MergeEvidence,
): Objection | undefined {
  if (shown === undefined) {
    return ['no-plan-shown', `#${number} shows no plan for ${integration}`, PLAN_FIRST];
  }
  if (shown.lastEditor !== 'own') {
    const message =
      shown.lastEditor === 'other'
        ? `the comment on #${number} was edited by hand`
        : `GitHub does not say who edited the comment on #${number} last`;
    return ['comment-edited', message, 'leave the comments of rolekeeper alone; a new plan writes them anew'];
  }
  if (shown.marker.baseRef !== baseRef) {
    const message = `the comment on #${number} shows a plan for the branch ${shown.marker.baseRef}, and it was merged into ${baseRef}`;
    return ['other-base', message, 'let the plan run again after the base of a pull request was changed'];
  }
  return undefined;
}

function spentPlan({ integration }: ReviewCandidate, number: number): Objection {
  const message = `the plan that #${number} shows for ${integration} was applied already, or in part`;
  return [
    'spent',
    message,
    'change it through a pull request of its own, with a plan and an approval of its own',
  ];
}

interface Fit {
  readonly row: ShownIntegration;
  readonly applied: FileIds;
}

function judgeApprovals(
  require: Exclude<RequireReview, 'none'>,
  candidate: ReviewCandidate,
  { pullRequest, contributors, reviews, filesAt }: MergeEvidence,
  { row, applied }: Fit,
): { readonly reviewers: readonly string[] } | { readonly objection: Objection } {
  const { number } = pullRequest;
  const { integration } = candidate;
  const object = (...objection: Objection) => ({ objection });
  const since = [row.since, row.verdict.since].sort().at(-1) ?? row.since;
  const { approvals, changesRequestedBy } = opinionsOf(reviews, pullRequest.author, contributors);
  if (changesRequestedBy.length > 0) {
    const message = `${changesRequestedBy.join(', ')} asked for changes in #${number}`;
    return object('changes-requested', message, 'settle that in another pull request');
  }
  const timely = approvals.filter(({ at }) => Date.parse(at) > Date.parse(since));
  const fitting = timely.filter(({ commit }) => hasSameFiles(candidate.paths, filesAt.get(commit), applied));
  if (fitting.length > 0) return { reviewers: fitting.map(({ reviewer }) => reviewer) };
  if (approvals.length > 0 && timely.length === 0) {
    const message = `#${number} was approved before its comment showed this plan for ${integration} (${since})`;
    return object('approval-older-than-plan', message, 'approve after the last plan next time');
  }
  if (require === 'plan') {
    const isLate = pullRequest.mergedAt !== '' && Date.parse(since) > Date.parse(pullRequest.mergedAt);
    if (!isLate) return { reviewers: [] };
    const message = `#${number} was merged before its comment showed this plan for ${integration} (${since})`;
    return object('shown-after-merge', message, PLAN_FIRST);
  }
  return timely.length > 0
    ? { objection: otherFiles(candidate, number, timely) }
    : object('approval-missing', `#${number} has no approval that counts`, WHO_APPROVES);
}

function otherFiles(
  { integration, paths }: ReviewCandidate,
  number: number,
  approvals: Opinions['approvals'],
): Objection {
  const commits = approvals.map(({ commit }) => commit.slice(0, 7)).join(', ');
  const message = `#${number} was approved at ${commits}, where ${paths.join(' or ')} is not what is applied for ${integration}`;
  return ['approval-of-other-files', message, 'approve the last commit next time'];
}

/** Whether an integration's own files at the approved commit are those that are applied. */
function hasSameFiles(paths: readonly string[], approved: FileIds | undefined, applied: FileIds): boolean {
  return approved !== undefined && paths.every((path) => approved.get(path) === applied.get(path));
}

const PLAN_FIRST = 'merge pull requests after the comment shows their plan';

const WHO_APPROVES =
  'approve the pull request before it is merged next time; bots, its author, those who pushed or wrote one of its commits, ' +
  'and those who may not push do not count';

/**
 * What a verdict has beyond the one that was shown, in words: access, findings and expectations. Less is fine; where the
 * comment had no room for the parts, only the same verdict is.
 */
function beyondShown(now: Verdict, shown: ShownVerdict): readonly string[] {
  if (now.hash.startsWith(shown.hash) && shown.hash.length === DIGEST_LENGTH) return [];
  const { items, kept } = shown;
  if (items === undefined || kept === undefined) {
    return ['the verdict is another one, and the comment had no room to say which part of it'];
  }
  const known = new Set(items);
  const stillKept = new Set(now.kept.map(({ id }) => id));
  const lost = kept.filter((id) => !stillKept.has(id));
  return [
    ...now.items.filter(({ id }) => !known.has(id)).map(({ text }) => text),
    ...(lost.length === 0
      ? []
      : [`${lost.length} of ${kept.length} expectations no longer hold, or are gone`]),
  ];
}
