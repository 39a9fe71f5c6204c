import { RolekeeperError } from '../../model/failure.ts';
import { readStaleness } from '../../github/stale-run.ts';
import type { ActionContext } from './action-context.ts';
import { requireConnection } from './require-connection.ts';

/**
 * Why this run must not change the stacks of a scope: the branch has moved on in its folder, so another run applies what
 * stands there, and this one would put back what it read. Undefined while nothing has.
 *
 * @throws RolekeeperError `github`
 */
export async function staleRun(
  directory: string,
  branch: string,
  context: ActionContext,
): Promise<RolekeeperError | undefined> {
  const connection = requireConnection(context);
  const { commit } = context.run;
  const staleness = await readStaleness(connection, { branch, commit, directory });
  if (!staleness.stale) return undefined;
  const by =
    staleness.overtakenBy === undefined
      ? `the branch ${branch} is gone`
      : `superseded by ${staleness.overtakenBy.slice(0, 7)}`;
  return new RolekeeperError('stale-run', `${by}: ${directory} is not what this run read any more`, {
    hint: 'the run for the newer commit applies all of it; nothing is lost',
  });
}
