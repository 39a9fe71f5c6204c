import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import type { GitHubConnection } from './github-client.ts';

const VIEWER = z.object({ viewer: z.object({ login: z.string().min(1) }) });

/**
 * The login of the token: `github-actions[bot]` for the token of a job.
 * An App installation token gets 403 on `GET /user`, and GraphQL's `viewer` names its bot; where there is no GraphQL
 * (some proxies let only REST through), `GET /user` answers for the tokens of people.
 */
export async function readIdentity(send: GitHubConnection['send']): Promise<string> {
  const need = { purpose: 'ask GitHub whose token this is', permission: 'pull-requests: write' } as const;
  return send(need, async (octokit) => {
    try {
      const parsed = VIEWER.safeParse(await octokit.graphql('query { viewer { login } }'));
      if (parsed.success) return parsed.data.viewer.login;
    } catch (error) {
      if ((error as { status?: number }).status === 401) throw error;
    }
    const { data } = await octokit.rest.users.getAuthenticated();
    if (typeof data.login === 'string' && data.login !== '') return data.login;
    throw new RolekeeperError('github', 'GitHub does not say whose token this is', {
      hint: 'check GITHUB_API_URL, and whether a proxy answers in place of GitHub',
    });
  });
}
