import * as z from 'zod';
import type { GitHubConnection } from './github-client.ts';
import { problemOf } from './github-error.ts';

export interface ChangedFiles {
  /** From the root of the repository; of a renamed file both names. Sorted. */
  readonly paths: readonly string[];
  /** Whether these are all: GitHub lists 3,000 files of a pull request, and 300 of a comparison. */
  readonly complete: boolean;
}

const FILES = z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() }));

const PULL_LIMIT = 3_000;
const COMPARE_LIMIT = 300;

/**
 * The files that a pull request changes against the point where it left its base.
 * https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files
 * @throws RolekeeperError `github`
 */
export async function readChangedFiles(
  connection: GitHubConnection,
  pullRequest: number,
): Promise<ChangedFiles> {
  const need = { purpose: `list the files of #${pullRequest}`, permission: 'pull-requests: read' } as const;
  return connection.send(need, async (octokit, repository) => {
    const rows = await octokit.paginate(octokit.rest.pulls.listFiles, {
      ...repository,
      pull_number: pullRequest,
      per_page: 100,
    });
    return changedFilesOf(FILES.parse(rows), PULL_LIMIT);
  });
}

/**
 * The files that differ between two commits, as a push or a merge queue names them; nothing is known of a commit that
 * is not there, such as the zeros before the first push of a branch.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 * @throws RolekeeperError `github`
 */
export async function readComparedFiles(
  connection: GitHubConnection,
  base: string,
  head: string,
): Promise<ChangedFiles> {
  const need = {
    purpose: `compare ${base.slice(0, 7)} with ${head.slice(0, 7)}`,
    permission: 'contents: read',
  } as const;
  try {
    return await connection.send(need, async (octokit, repository) => {
      const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
        ...repository,
        basehead: `${base}...${head}`,
        per_page: 1,
      });
      const { files, status } = z.object({ files: FILES.optional(), status: z.string() }).parse(data);
      const changed = changedFilesOf(files ?? [], COMPARE_LIMIT);
      // After a force push the comparison starts at the common ancestor, and says nothing of what was taken away.
      return { ...changed, complete: changed.complete && (status === 'ahead' || status === 'identical') };
    });
  } catch (error) {
    if (problemOf(error) === 'not-found') return { paths: [], complete: false };
    throw error;
  }
}

/**
 * Whether a commit is in the history of another one, or is that one.
 * @throws RolekeeperError `github`
 */
export async function isInHistory(
  connection: GitHubConnection,
  commit: string,
  head: string,
): Promise<boolean> {
  const need = {
    purpose: `look for ${commit.slice(0, 7)} in the history of ${head.slice(0, 7)}`,
    permission: 'contents: read',
  } as const;
  try {
    return await connection.send(need, async (octokit, repository) => {
      const basehead = `${commit}...${head}`;
      const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
        ...repository,
        basehead,
        per_page: 1,
      });
      const { status } = z.object({ status: z.string() }).parse(data);
      return status === 'ahead' || status === 'identical';
    });
  } catch (error) {
    if (problemOf(error) !== 'not-found') throw error;
    // Where the head can be read it is the commit that is not there.
    await connection.send(need, (octokit, repository) =>
      octokit.rest.git.getCommit({ ...repository, commit_sha: head }),
    );
    return false;
  }
}

function changedFilesOf(rows: z.infer<typeof FILES>, limit: number): ChangedFiles {
  const paths = rows.flatMap(({ filename, previous_filename }) =>
    previous_filename === undefined ? [filename] : [filename, previous_filename],
  );
  return { paths: [...new Set(paths)].sort(), complete: rows.length < limit };
}
