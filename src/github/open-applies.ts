import * as z from 'zod';
import type { GitHubConnection } from './github-client.ts';
import { problemOf } from './github-error.ts';
import { isOurs } from '../review/approvals.ts';
import { WRITTEN, ownWriter, writerOf } from './own-writer.ts';
import { parsePlanMarker, type PlanMarker } from '../review/marker.ts';
import type { RunPoint } from '../review/run-order.ts';

/** A comment of ours that says that a run is applying its plan. */
export interface OpenApply {
  readonly pullRequest: number;
  readonly marker: PlanMarker;
  /** When the run said so, by GitHub's clock. */
  readonly since: Date;
}

const COMMENTS = z.array(
  z.object({
    body: z.string().nullish(),
    ...WRITTEN,
    issue_url: z.string(),
    updated_at: z.string(),
  }),
);

/** Pages of a hundred comments, the ones that were written last first. */
const MOST_PAGES = 5;

/**
 * The comments in the repository that say "applying", of those that were written or edited since then: one request,
 * unless more than a hundred were.
 * https://docs.github.com/en/rest/issues/comments#list-issue-comments-for-a-repository
 * @throws RolekeeperError `github`
 */
export async function readOpenApplies(
  connection: GitHubConnection,
  since: Date,
): Promise<readonly OpenApply[]> {
  const need = { purpose: 'look for runs that never ended', permission: 'pull-requests: read' } as const;
  const found = await connection.send(need, async (octokit, repository) => {
    const rows: z.infer<typeof COMMENTS> = [];
    const pages = octokit.paginate.iterator(octokit.rest.issues.listCommentsForRepo, {
      ...repository,
      sort: 'updated',
      direction: 'desc',
      since: since.toISOString(),
      per_page: 100,
    });
    let left = MOST_PAGES;
    for await (const page of pages) {
      rows.push(...COMMENTS.parse(page.data));
      left -= 1;
      if (left === 0) break;
    }
    return rows;
  });
  const open = found.flatMap(({ body, issue_url, updated_at, ...row }) => {
    const marker = parsePlanMarker(body ?? '');
    const pullRequest = Number(/\/(\d+)$/.exec(issue_url)?.[1]);
    if (marker?.state !== 'applying') return [];
    return [
      {
        pullRequest,
        marker,
        since: new Date(updated_at),
        writer: writerOf(row),
      },
    ];
  });
  if (open.length === 0) return [];
  const own = await ownWriter(connection);
  return open.filter(({ writer }) => isOurs(writer, own)).map(({ writer: _own, ...apply }) => apply);
}

const RUN = z.object({ status: z.string().nullish(), run_attempt: z.number().nullish() });

/**
 * Whether an attempt of a run has ended, or the run was deleted.
 * https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run
 * @throws RolekeeperError `github`, also when the token lacks `actions: read`
 */
export async function hasEnded(connection: GitHubConnection, { run, attempt }: RunPoint): Promise<boolean> {
  const need = { purpose: `ask whether run ${run} has ended`, permission: 'actions: read' } as const;
  try {
    return await connection.send(need, async (octokit, repository) => {
      const { data } = await octokit.rest.actions.getWorkflowRun({ ...repository, run_id: run });
      const { status, run_attempt } = RUN.parse(data);
      return status === 'completed' || (run_attempt ?? attempt) > attempt;
    });
  } catch (error) {
    if (problemOf(error) === 'not-found') return true;
    throw error;
  }
}
