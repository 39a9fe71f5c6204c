import type { GitHubConnection } from '../../github/github-client.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Environment } from '../environment.ts';
import type { OpenAnyAccount, OpenSession, OpenWritableSession } from '../session.ts';
import type { GitHubRun } from './github-run.ts';
import type { Inputs } from './inputs.ts';

/** Shared dependencies of the action's commands. */
export interface ActionContext {
  readonly run: GitHubRun;
  readonly inputs: Inputs;
  /** Undefined where the workflow passes no token. */
  readonly connection: GitHubConnection | undefined;
  /** Of the process that the action runs in. */
  readonly environment: Pick<Environment, 'clock' | 'newId' | 'audit' | 'stopped' | 'every' | 'calls'>;
  /** Writes into the log of the job. */
  readonly log: (text: string) => void;
  /** Writes into it, folded under a title. */
  readonly logGroup: (title: string, text: string) => void;
  readonly open: OpenSession;
  readonly openWritable: OpenWritableSession;
  /** Whatever account the credentials are of. */
  readonly openAny: OpenAnyAccount;
}

/** For what cannot be done without asking GitHub. @throws RolekeeperError `github` without a token */
export function requireConnection({ connection, run }: ActionContext): GitHubConnection {
  if (connection !== undefined) return connection;
  throw new RolekeeperError('github', `a GitHub token is required on ${run.event}`, {
    hint: 'pass `github-token: ${{ github.token }}`, or leave the input out',
  });
}
