import * as z from 'zod';
import type { GitHubConnection } from './github-client.ts';
import { problemOf } from './github-error.ts';
import { readTreeId, segmentsOf } from './repository-tree.ts';

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
 *
 * @param head as `readHead` gives it
 * @throws RolekeeperError `github`
 */
export async function readStaleness(
  connection: GitHubConnection,
  head: string | undefined,
  { branch, commit, directory }: StaleQuestion,
): Promise<Staleness> {
  if (head === undefined) return { stale: true, overtakenBy: undefined };
  if (head === commit) return { stale: false };
  const ours = await readTreeId(connection, commit, directory);
  if (ours !== undefined && ours === (await readTreeId(connection, head, directory))) return { stale: false };
  const need = { purpose: `read the head of ${branch}`, permission: 'contents: read' } as const;
  return connection.send(need, async (octokit, repository) => {
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
