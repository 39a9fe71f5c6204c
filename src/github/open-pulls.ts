import * as z from 'zod';
import type { GitHubConnection } from './github-client.ts';

export interface OpenPull {
  readonly number: number;
  readonly url: string;
  /** The first hundred files that it changes. */
  readonly paths: readonly string[];
}

const QUERY = `query ($owner: String!, $repo: String!, $branch: String!) {
  repository(owner: $owner, name: $repo) {
    pullRequests(states: OPEN, baseRefName: $branch, first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { number url files(first: 100) { nodes { path } } }
    }
  }
}`;

const ANSWER = z.object({
  repository: z.object({
    pullRequests: z.object({
      nodes: z.array(
        z.object({
          number: z.number(),
          url: z.string(),
          files: z.object({ nodes: z.array(z.object({ path: z.string() })) }).nullish(),
        }),
      ),
    }),
  }),
});

/**
 * The open pull requests that change one of the files, in one request: drift that is already worked on. Looks
 * at the fifty that were updated last.
 * @throws RolekeeperError `github`
 */
export async function readOpenPulls(
  connection: GitHubConnection,
  branch: string,
  files: readonly string[],
): Promise<readonly OpenPull[]> {
  const need = { purpose: 'look for open pull requests', permission: 'pull-requests: read' } as const;
  const wanted = new Set(files);
  return connection.send(need, async (octokit, repository) => {
    const answer = ANSWER.parse(await octokit.graphql(QUERY, { ...repository, branch }));
    return answer.repository.pullRequests.nodes
      .map(({ number, url, files: changed }) => ({
        number,
        url,
        paths: (changed?.nodes ?? []).map(({ path }) => path),
      }))
      .filter(({ paths }) => paths.some((path) => wanted.has(path)));
  });
}
