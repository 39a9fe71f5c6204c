import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import type { GitHubConnection } from './github-client.ts';
import { problemOf } from './github-error.ts';
import type { PullRequest } from './pull-request.ts';

const USER = z.object({ login: z.string().optional() }).nullish();
const COMMITS = z.array(
  z.object({
    author: USER,
    committer: USER,
    commit: z.object({ message: z.string().optional() }).optional(),
  }),
);
const PUSHES = z.array(z.object({ actor: USER }));

/** What GitHub lists of the commits of a pull request; of more it does not say who wrote them. */
const MOST_COMMITS = 250;

/**
 * The logins behind the commits of a pull request: who wrote and committed them, and, since a commit names whomever its
 * author says, who pushed the branch. GitHub keeps pushes with the repository of the branch, so those of a fork stay
 * unknown.
 * https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request
 * https://docs.github.com/en/rest/repos/repos#list-repository-activities
 * @throws RolekeeperError `github`
 */
export async function readContributors(
  connection: GitHubConnection,
  pull: Pick<PullRequest, 'number' | 'headRef' | 'isFork'>,
): Promise<readonly string[]> {
  const writers = await readWriters(connection, pull.number);
  const pushers = pull.isFork ? [] : await readPushers(connection, pull.headRef);
  return [...new Set([...writers, ...pushers])].sort();
}

async function readWriters(connection: GitHubConnection, number: number): Promise<readonly string[]> {
  const need = { purpose: `read the commits of #${number}`, permission: 'pull-requests: read' } as const;
  return connection.send(need, async (octokit, repository) => {
    const commits = COMMITS.parse(
      await octokit.paginate(octokit.rest.pulls.listCommits, {
        ...repository,
        pull_number: number,
        per_page: 100,
      }),
    );
    if (commits.length >= MOST_COMMITS) {
      throw new RolekeeperError('github', `#${number} has more commits than GitHub lists (${MOST_COMMITS})`, {
        hint: 'GitHub does not say who wrote all of them: squash its branch, or apply by hand with the digest',
      });
    }
    return commits.flatMap(({ author, committer, commit }) => [
      ...[author?.login ?? [], committer?.login ?? []].flat(),
      ...coAuthorsIn(commit?.message ?? ''),
    ]);
  });
}

/**
 * Co-authors by GitHub's address for them, as a suggestion that was taken over leaves them; the login behind another
 * address is not known.
 * https://docs.github.com/en/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors
 */
export function coAuthorsIn(text: string): readonly string[] {
  const trailers = text.matchAll(
    /^co-authored-by:[^<\r\n\u2028\u2029]*<(?:\d+\+)?([A-Za-z0-9-]{1,39}(?:\[bot\])?)@users\.noreply\.github\.com>\s*$/gim,
  );
  return [...trailers].flatMap(([, login]) => login ?? []);
}

async function readPushers(connection: GitHubConnection, branch: string): Promise<readonly string[]> {
  const need = { purpose: `read who pushed ${branch}`, permission: 'contents: read' } as const;
  try {
    return await connection.send(need, async (octokit, repository) => {
      const pushes = await octokit.paginate(octokit.rest.repos.listActivities, {
        ...repository,
        ref: `refs/heads/${branch}`,
        per_page: 100,
      });
      return PUSHES.parse(pushes).flatMap(({ actor }) => actor?.login ?? []);
    });
  } catch (error) {
    // An Enterprise Server of before 3.10 has no such list.
    if (problemOf(error) === 'not-found') return [];
    throw error;
  }
}
