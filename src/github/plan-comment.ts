import { storedDigest } from '../model/digest.ts';
import type { Verdict } from '../model/verdict.ts';
import { composePlan, type Render } from '../review/comment-body.ts';
import type { CommentStore } from './comment-store.ts';
import type { ShownPlan } from '../review/decide-review.ts';
import {
  markerOf,
  nameWithin,
  sortDigests,
  speaksOf,
  type PlanMarker,
  type ShownIntegration,
} from '../review/marker.ts';
import { newestOf, ownComments, type OwnComment } from './own-comments.ts';
import { orWarning, type PublishWarning } from './publish-warning.ts';
import type { RunPoint, WrittenBy } from '../review/run-order.ts';
import { writeComment, type WriteOutcome } from './write-comment.ts';
import { writeStatus } from './write-status.ts';

/** A plan as it goes into the comment of a pull request. */
export interface PlanPublication {
  readonly scope: string;
  readonly run: RunPoint;
  readonly head: string;
  readonly base: string;
  /** The branch that the pull request is for. */
  readonly baseRef: string;
  readonly tool: string;
  /** SHA-256 in hexadecimal of each integration that the plan is about, and what is said of it. */
  readonly digests: readonly {
    readonly integration: string;
    readonly digest: string;
    readonly verdict: Verdict;
  }[];
  readonly plan: Render;
}

/** What has become of the plan, over the plan that stands there. */
export interface StatusPublication {
  readonly scope: string;
  readonly run: RunPoint;
  readonly tool: string;
  /** Of a job that applies some scopes of the folder, the first of them: other jobs of the run say what they do beside it. */
  readonly part?: string;
  /** `applied` closes the comment: the next plan starts a new one. */
  readonly state: 'applying' | 'interrupted' | 'applied' | 'failed';
  /** The integrations that this run has applied as the plan says: it is no evidence for another apply of them. */
  readonly spent?: readonly string[];
  /**
   * Of an integration that the run is about to apply, the state of its stack before; undefined of one that it has not
   * applied and will not. Claims of other integrations, and of other runs, stay.
   */
  readonly claims?: ReadonlyMap<string, string | undefined>;
  readonly status: Render;
}

export type CommentOutcome =
  | { readonly outcome: 'written'; readonly url: string; readonly warnings: readonly PublishWarning[] }
  | {
      readonly outcome: 'overtaken';
      readonly url: string;
      readonly by: WrittenBy;
      readonly warnings: readonly [];
    }
  | { readonly outcome: 'not-written'; readonly warnings: readonly [PublishWarning] };

/**
 * Shows a plan in the one comment of a pull request and scope. A newer run is never overwritten, and what GitHub
 * refuses is a warning.
 */
export async function publishPlan(
  store: CommentStore,
  publication: PlanPublication,
): Promise<CommentOutcome> {
  const by: WrittenBy = { ...publication.run, state: 'planned' };
  let digestsDropped = false;
  const outcome = await outcomeOf(() =>
    writeComment(store, {
      scope: publication.scope,
      by,
      compose: (previous, at) => {
        const body = composePlan(planMarker(publication, previous, at), publication.plan);
        digestsDropped = body.digestsDropped;
        return body.text;
      },
    }),
  );
  return digestsDropped && outcome.outcome === 'written'
    ? { ...outcome, warnings: [...outcome.warnings, DIGESTS_DROPPED] }
    : outcome;
}

/** Says over the plan what has become of it; the plan and its digests stay. */
export async function publishStatus(
  store: CommentStore,
  publication: StatusPublication,
): Promise<CommentOutcome> {
  const { scope, run, state, tool, part = '', spent = [], claims = [], status } = publication;
  return outcomeOf(() =>
    writeStatus(store, scope, (folder) => {
      const within = (name: string): string => nameWithin(folder, scope, name);
      return {
        run,
        state,
        tool,
        part,
        spent: spent.map(within),
        claims: new Map([...claims].map(([name, stack]) => [within(name), stack] as const)),
        status,
      };
    }),
  );
}

/**
 * Reads back what the newest of our comments on a pull request shows; undefined when there is none. Only what an app wrote
 * counts: with the token of a person comments can be written by hand, too.
 * @throws RolekeeperError `github`
 */
export async function readShownPlan(store: CommentStore, scope: string): Promise<ShownPlan | undefined> {
  const { comments } = await store.list();
  const own = await ownComments(
    comments.filter(({ writer }) => writer.isBot),
    store,
    (one) => speaksOf(one, scope),
  );
  const newest = newestOf(own);
  if (newest === undefined) return undefined;
  const { comment, lastEditor } = newest;
  const marker = markerOf(newest.marker, scope) ?? newest.marker;
  return { url: comment.url, marker, lastEditor };
}

function planMarker(publication: PlanPublication, previous: OwnComment | undefined, at: string): PlanMarker {
  const { scope, head, base, baseRef, run, tool } = publication;
  // Of a plan for another branch, or one that was applied, nothing has been shown of this one.
  const standing =
    previous?.marker.baseRef === baseRef && !previous.marker.closed ? previous.marker : undefined;
  const before = new Map(standing?.digests.map((shown) => [shown.integration, shown]));
  const digests = publication.digests.map((one) => shownIntegration(one, before.get(one.integration), at));
  return {
    kind: 'plan',
    scope,
    state: 'planned',
    head,
    base,
    baseRef,
    run: run.run,
    attempt: run.attempt,
    digests: sortDigests(digests),
    tool,
    closed: false,
  };
}

/** Digest and verdict, each with the time since when it stands there without a break. */
function shownIntegration(
  { integration, digest, verdict }: PlanPublication['digests'][number],
  before: ShownIntegration | undefined,
  at: string,
): ShownIntegration {
  const [short, hash] = [storedDigest(digest), storedDigest(verdict.hash)];
  const isUsed = before?.spent === true || before?.claims !== undefined;
  const shown = isUsed ? undefined : before;
  return {
    integration,
    digest: short,
    since: shown?.digest === short ? shown.since : at,
    verdict: {
      hash,
      since: shown?.verdict.hash === hash ? shown.verdict.since : at,
      kept: verdict.kept.map(({ id }) => id),
      items: verdict.items.map(({ id }) => id),
    },
  };
}

async function outcomeOf(write: () => Promise<WriteOutcome>): Promise<CommentOutcome> {
  const result = await orWarning(write);
  if ('warning' in result) return { outcome: 'not-written', warnings: [result.warning] };
  const { value } = result;
  switch (value.outcome) {
    case 'written':
      return { ...value, warnings: [] };
    case 'overtaken':
      return { ...value, warnings: [] };
    case 'missing':
      return { outcome: 'not-written', warnings: [NO_COMMENT] };
    case 'contended':
      return { outcome: 'not-written', warnings: [CONTENDED] };
  }
}

const NO_COMMENT: PublishWarning = {
  code: 'no-comment',
  message: 'the pull request has no comment of ours to say this in',
  hint: 'it was deleted, or the plan was written with another token; the job summary has everything',
};

const CONTENDED: PublishWarning = {
  code: 'contended',
  message: 'other runs kept changing the comment of the pull request',
  hint: 'run the job again when they have ended; the job summary has everything',
};

const DIGESTS_DROPPED: PublishWarning = {
  code: 'digests-dropped',
  message: 'the comment has no room for the digests of so many integrations',
  hint: 'apply cannot tell whether this plan was reviewed: split the pull request, or apply by dispatch with `digest`',
};
