import * as z from 'zod';
import type { OwnWriter, Writer } from '../review/approvals.ts';
import type { GitHubConnection } from './github-client.ts';

/** The app behind the token of a job on github.com: https://api.github.com/apps/github-actions */
const GITHUB_ACTIONS = { login: 'github-actions[bot]', app: 15_368 } as const;

/**
 * The account, and its app, that the token of the run writes as.
 *
 * @param app the id of the app, where the settings say it
 */
export async function ownWriter(
  { identity, isGitHubCom }: Pick<GitHubConnection, 'identity' | 'isGitHubCom'>,
  app?: number,
): Promise<OwnWriter> {
  const login = await identity();
  if (app !== undefined) return { login, app, isAppRequired: true };
  return isGitHubCom && login === GITHUB_ACTIONS.login ? GITHUB_ACTIONS : { login };
}

/** Who wrote a comment or an issue, as REST says it. */
export const WRITTEN = {
  user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  performed_via_github_app: z.object({ slug: z.string(), id: z.number().nullish() }).nullish(),
} as const;

const ROW = z.object(WRITTEN);

export function writerOf({ user, performed_via_github_app: app }: z.infer<typeof ROW>): Writer {
  return {
    login: user?.login ?? '',
    isBot: user?.type === 'Bot',
    ...(app ? { app: { slug: app.slug, ...(typeof app.id === 'number' ? { id: app.id } : {}) } } : {}),
  };
}
