import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import type { GitHubConnection, Octokit, Repository } from './github-client.ts';
import { problemOf } from './github-error.ts';

export interface StaleQuestion {
  /** The branch that is applied, without `refs/heads/`. */
  readonly branch: string;
  /** The commit that this run read. */
  readonly commit: string;
  /** The folder of the scope, from the root of the repository; `.` for the root. */
  readonly directory: string;
}

export type Staleness =
  | { readonly stale: false }
  | {
      readonly stale: true;
      /** The commit that changed the folder last; undefined when the branch is gone. */
      readonly overtakenBy: string | undefined;
    };

/**
 * Whether the scope's folder at the head of the branch is still what this run read. Trees are compared, not commits and
 * not times: a re-run of an old job keeps its old commit, and a push elsewhere in the repository changes nothing here.
 * @throws RolekeeperError `github`
 */
export async function readStaleness(
  connection: GitHubConnection,
  question: StaleQuestion,
): Promise<Staleness> {
  const { branch, commit, directory } = question;
  const need = { purpose: `read the head of ${branch}`, permission: 'contents: read' } as const;
  const head = await readHead(connection, branch);
  if (head === undefined) return { stale: true, overtakenBy: undefined };
  if (head === commit) return { stale: false };
  return connection.send(need, async (octokit, repository) => {
    const [ours, theirs] = [
      await treeOf(octokit, repository, commit, directory),
      await treeOf(octokit, repository, head, directory),
    ];
    if (ours !== undefined && ours === theirs) return { stale: false };
    const { data } = await octokit.rest.repos.listCommits({
      ...repository,
      sha: head,
      ...(segmentsOf(directory).length === 0 ? {} : { path: segmentsOf(directory).join('/') }),
      per_page: 1,
    });
    return { stale: true, overtakenBy: z.array(z.object({ sha: z.string() })).parse(data)[0]?.sha ?? head };
  });
}

/** The commit that a branch is at; undefined when the branch is gone. @throws RolekeeperError `github` */
export async function readHead(connection: GitHubConnection, branch: string): Promise<string | undefined> {
  const need = { purpose: `read the head of ${branch}`, permission: 'contents: read' } as const;
  try {
    return await connection.send(need, async (octokit, repository) => {
      const { data } = await octokit.rest.git.getRef({ ...repository, ref: `heads/${branch}` });
      return z.object({ object: z.object({ sha: z.string() }) }).parse(data).object.sha;
    });
  } catch (error) {
    if (problemOf(error) === 'not-found') return undefined;
    throw error;
  }
}

const TREE = z.object({
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), type: z.string(), sha: z.string() })),
});

/** The tree of a folder in a commit, walked from the root; undefined when there is no such folder. */
export async function treeOf(
  octokit: Octokit,
  repository: Repository,
  commit: string,
  directory: string,
): Promise<string | undefined> {
  const segments = segmentsOf(directory);
  // Asked for the tree of a commit, GitHub gives its entries under the commit's own id.
  if (segments.length === 0) {
    const { data } = await octokit.rest.git.getCommit({ ...repository, commit_sha: commit });
    return z.object({ tree: z.object({ sha: z.string() }) }).parse(data).tree.sha;
  }
  let sha = commit;
  for (const segment of segments) {
    const { tree, truncated } = TREE.parse(
      (await octokit.rest.git.getTree({ ...repository, tree_sha: sha })).data,
    );
    const next = tree.find(({ path, type }) => path === segment && type === 'tree');
    if (next === undefined && truncated) {
      throw new RolekeeperError('github', `GitHub cut the list of the folder that holds ${segment}`, {
        hint: 'move the desired files to a folder with fewer neighbours',
      });
    }
    if (next === undefined) return undefined;
    sha = next.sha;
  }
  return sha;
}

function segmentsOf(directory: string): readonly string[] {
  return directory.split('/').filter((segment) => segment !== '' && segment !== '.');
}
