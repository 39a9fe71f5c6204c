import { BODY_LIMIT, renderWithin, type Render } from '../review/comment-body.ts';
import { decideIssue, type DriftNews, type IssueStep } from '../review/decide-issue.ts';
import type { Issue, IssueEdit, IssueStore } from './issue-store.ts';
import { parseDriftMarker, writeMarker, type DriftMarker } from '../review/marker.ts';
import { orWarning, type PublishWarning } from './publish-warning.ts';

/** The issue is found by its marker and its author; the label is for people, and makes finding it cheap. */
export const DRIFT_LABEL = 'rolekeeper-drift';

/** The longest title that GitHub takes, in characters; it refuses a longer one with 422. */
const TITLE_LIMIT = 256;

export interface DriftReport extends DriftNews {
  readonly scope: string;
  readonly tool: string;
  readonly title: string;
  /** When the account was read as a whole, as in the marker; undefined where it was not: the time before stays. */
  readonly checkedAt: string | undefined;
  /** The whole state: what the issue says from now on. For `apply-failed` only where no issue says anything else. */
  readonly body: Render;
  /** What is new, as a comment. */
  readonly comment: Render;
}

export type IssueOutcome =
  | {
      readonly outcome: 'written';
      readonly number: number;
      readonly url: string;
      readonly did: 'created' | 'edited' | 'reopened' | 'closed';
      readonly commented: boolean;
      readonly warnings: readonly PublishWarning[];
    }
  /** Nothing to say, and no issue that says otherwise. */
  | { readonly outcome: 'none'; readonly warnings: readonly [] }
  /** A newer run has written already. */
  | {
      readonly outcome: 'overtaken';
      readonly number: number;
      readonly url: string;
      readonly warnings: readonly [];
    }
  | { readonly outcome: 'not-written'; readonly warnings: readonly [PublishWarning] };

/** Brings the rolling issue of a scope up to date. What GitHub refuses is a warning. */
export async function reportDrift(store: IssueStore, report: DriftReport): Promise<IssueOutcome> {
  const result = await orWarning(() => bringUpToDate(store, report));
  return 'warning' in result ? { outcome: 'not-written', warnings: [result.warning] } : result.value;
}

interface OwnIssue extends Issue {
  readonly marker: DriftMarker;
}

async function bringUpToDate(store: IssueStore, report: DriftReport): Promise<IssueOutcome> {
  const standing = rollingOf(await ownIssues(store, report.scope));
  const step = decideIssue(standing, report);
  switch (step.step) {
    case 'nothing':
      return { outcome: 'none', warnings: [] };
    case 'overtaken':
      return standing === undefined
        ? { outcome: 'none', warnings: [] }
        : { outcome: 'overtaken', number: standing.number, url: standing.url, warnings: [] };
    case 'create':
      return create(store, report, step.digest);
    case 'edit':
      return standing === undefined ? { outcome: 'none', warnings: [] } : edit(store, report, standing, step);
  }
}

async function ownIssues(store: IssueStore, scope: string): Promise<readonly OwnIssue[]> {
  const isWanted = (issue: Issue): boolean => parseDriftMarker(issue.body)?.scope === scope;
  const found = await store.find(DRIFT_LABEL, isWanted);
  return found.flatMap((issue) => {
    const marker = parseDriftMarker(issue.body);
    return marker === undefined ? [] : [{ ...issue, marker }];
  });
}

/** The oldest open one, so that two runs that opened one each agree; else the one that was closed last. */
function rollingOf(issues: readonly OwnIssue[]): OwnIssue | undefined {
  const byNumber = [...issues].sort((a, b) => a.number - b.number);
  return byNumber.find(({ open }) => open) ?? byNumber.at(-1);
}

async function create(store: IssueStore, report: DriftReport, digest: string): Promise<IssueOutcome> {
  const title = report.title.slice(0, TITLE_LIMIT);
  const created = await store.create({ title, body: bodyOf(report, digest, undefined), label: DRIFT_LABEL });
  const rolling = rollingOf(await ownIssues(store, report.scope));
  if (rolling === undefined || rolling.number >= created.number) {
    return {
      outcome: 'written',
      number: created.number,
      url: created.url,
      did: 'created',
      commented: false,
      warnings: [],
    };
  }
  // Another run was first. Without its marker the younger issue is nothing to us any more.
  await store.edit(created.number, {
    state: 'not-planned',
    body: `Continued in #${rolling.number}.`,
    labels: [],
  });
  return bringUpToDate(store, report);
}

async function edit(
  store: IssueStore,
  report: DriftReport,
  standing: OwnIssue,
  step: Extract<IssueStep, { step: 'edit' }>,
): Promise<IssueOutcome> {
  const change: IssueEdit = {
    ...(step.rewrite
      ? { title: report.title.slice(0, TITLE_LIMIT), body: bodyOf(report, step.digest, standing.marker) }
      : {}),
    ...(step.turn === 'reopen' ? { state: 'open' } : {}),
    ...(step.turn === 'close' ? { state: 'completed' } : {}),
    ...(standing.labels.includes(DRIFT_LABEL) ? {} : { labels: [...standing.labels, DRIFT_LABEL] }),
  };
  if (Object.keys(change).length > 0) await store.edit(standing.number, change);
  const said = step.comment
    ? await orWarning(() => store.comment(standing.number, renderWithin(report.comment, BODY_LIMIT)))
    : undefined;
  const warnings = said !== undefined && 'warning' in said ? [said.warning] : [];
  return {
    outcome: 'written',
    number: standing.number,
    url: standing.url,
    did: DEEDS[step.turn ?? 'stay'],
    commented: step.comment && warnings.length === 0,
    warnings,
  };
}

const DEEDS = { reopen: 'reopened', close: 'closed', stay: 'edited' } as const;

function bodyOf(report: DriftReport, digest: string, before: DriftMarker | undefined): string {
  const { scope, state, run, tool, body } = report;
  const checkedAt = report.checkedAt ?? before?.checkedAt;
  const marker = { kind: 'drift', scope, state, run: run.run, attempt: run.attempt, digest, tool } as const;
  const head = `${writeMarker({ ...marker, ...(checkedAt === undefined ? {} : { checkedAt }) })}\n`;
  return head + renderWithin(body, BODY_LIMIT - head.length);
}
