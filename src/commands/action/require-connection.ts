import { RolekeeperError } from '../../model/failure.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import type { ActionContext } from './action-context.ts';

/** For what cannot be done without asking GitHub. @throws RolekeeperError `github` without a token */
export function requireConnection({ connection, run }: ActionContext): GitHubConnection {
  if (connection !== undefined) return connection;
  throw new RolekeeperError(
    'github',
    `there is no token for GitHub, and on ${run.event} nothing goes without`,
    {
      hint: 'pass `github-token: ${{ github.token }}`, or leave the input out',
    },
  );
}
