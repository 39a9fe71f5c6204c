import * as z from 'zod';
import { isOpinion, type Review } from '../review/approvals.ts';
import type { GitHubConnection } from './github-client.ts';
import { problemOf } from './github-error.ts';

const REVIEW = z.object({
  user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  author_association: z.string(),
  state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED', 'COMMENTED', 'PENDING']),
  submitted_at: z.string().nullish(),
  commit_id: z.string().nullish(),
});

type Row = z.infer<typeof REVIEW>;

/**
 * The reviews of a pull request, oldest first.
 * @throws RolekeeperError `github`
 */
export async function readPullRequestReviews(
  connection: GitHubConnection,
  number: number,
): Promise<readonly Review[]> {
  const need = { purpose: `read the reviews of #${number}`, permission: 'pull-requests: read' } as const;
  const rows = await connection.send(need, async (octokit, repository) =>
    z.array(REVIEW).parse(
      await octokit.paginate(octokit.rest.pulls.listReviews, {
        ...repository,
        pull_number: number,
        per_page: 100,
      }),
    ),
  );
  const opinions = rows.filter((row) => isOpinion(row.state) && row.user?.type !== 'Bot');
  const writers = new Map<string, boolean>();
  for (const row of opinions) {
    const login = row.user?.login;
    if (login === undefined || writers.has(login)) continue;
    writers.set(login, await mayWrite(connection, login, row));
  }
  return rows.map((row) => reviewOf(row, writers.get(row.user?.login ?? '') ?? false));
}

/**
 * Whether a login may push. `author_association` cannot say it: a member whose membership is private is no `MEMBER`
 * to the token of a job, and a member need not have write access.
 */
async function mayWrite(connection: GitHubConnection, login: string, row: Row): Promise<boolean> {
  const need = { purpose: `ask what ${login} may do`, permission: 'contents: read' } as const;
  try {
    return await connection.send(need, async (octokit, repository) => {
      const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({
        ...repository,
        username: login,
      });
      return ['admin', 'write', 'maintain'].includes(data.permission);
    });
  } catch (error) {
    const problem = problemOf(error);
    if (problem === 'not-found') return false;
    if (problem === 'no-permission') return row.author_association === 'OWNER';
    throw error;
  }
}

function reviewOf(row: Row, writes: boolean): Review {
  return {
    reviewer: row.user?.login ?? '',
    isBot: row.user?.type === 'Bot',
    mayWrite: writes,
    state: row.state,
    submittedAt: row.submitted_at ?? undefined,
    commit: row.commit_id ?? '',
  };
}
