import * as z from 'zod';
import type { GitHubConnection } from './github-client.ts';

/** A pull request as it is now; the payload of an event says how it was then. */
export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly author: string;
  /** The newest commit. A run for another one is overtaken. */
  readonly head: string;
  /** The branch that it is merged from. */
  readonly headRef: string;
  /** The branch that it is to be merged into. */
  readonly baseRef: string;
  /** The commit of that branch which it was last compared with: never one that has the pull request in it. */
  readonly base: string;
  readonly state: 'open' | 'closed' | 'merged';
  /** Empty unless it is merged. */
  readonly mergedAt: string;
  /** The head is in another repository, or in one that is gone. */
  readonly isFork: boolean;
}

const PULL = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.string(),
  merged_at: z.string().nullish(),
  head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  base: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }) }),
  user: z.object({ login: z.string() }).nullish(),
});

/**
 * @throws RolekeeperError `github`
 */
export async function readPullRequest(connection: GitHubConnection, number: number): Promise<PullRequest> {
  const need = { purpose: `read pull request #${number}`, permission: 'pull-requests: read' } as const;
  return connection.send(need, async (octokit, repository) => {
    const { data } = await octokit.rest.pulls.get({ ...repository, pull_number: number });
    return parsePullRequest(data);
  });
}

/** One pull request of an answer of GitHub's REST API. */
export function parsePullRequest(data: unknown): PullRequest {
  const { head, base, merged_at, state, user, ...pull } = PULL.parse(data);
  const isMerged = typeof merged_at === 'string';
  return {
    number: pull.number,
    url: pull.html_url,
    author: user?.login ?? '',
    head: head.sha,
    headRef: head.ref,
    baseRef: base.ref,
    base: base.sha,
    state: isMerged ? 'merged' : state === 'open' ? 'open' : 'closed',
    mergedAt: merged_at ?? '',
    isFork: head.repo?.full_name !== base.repo.full_name,
  };
}
