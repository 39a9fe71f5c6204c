import { known, notKnown, type Known } from '../model/inventory.ts';
import { connectGitHub, type GitHubConnection } from '../github/github-client.ts';
import { VERSION } from '../model/version.ts';
import type { Environment } from './environment.ts';
import { originOf } from './git-clone.ts';

/**
 * The repository on GitHub that a folder is a clone of, or that is named. The token goes nowhere but to the GitHub that
 * the environment names: a clone says which repository, and never which host.
 */
export async function openRepository(
  named: string | undefined,
  { github, git }: Pick<Environment, 'github' | 'git'>,
): Promise<Known<GitHubConnection>> {
  if (github?.token === undefined) return notKnown('neither GH_TOKEN nor GITHUB_TOKEN is set');
  const { token, apiUrl } = github;
  const name = named ?? github.repository ?? repositoryOf(await originOf(git, '.'), apiUrl);
  const [owner, repo] = name?.split('/') ?? [];
  if (owner === undefined || repo === undefined)
    return notKnown(`this folder is no clone of a repository of ${hostOf(apiUrl)}`);
  return known(connectGitHub({ token, apiUrl, repository: { owner, repo }, version: VERSION }));
}

/** `git@github.com:acme/infra.git`, `https://github.com/acme/infra`, `ssh://git@github.com/acme/infra.git` */
function repositoryOf(origin: string | undefined, apiUrl: string): string | undefined {
  const [, host = '', name] =
    /^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?([^/:]+)(?::\d+(?=\/))?[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
      origin ?? '',
    ) ?? [];
  return host.toLowerCase() === hostOf(apiUrl) ? name : undefined;
}

/** `github.com` of `https://api.github.com`, and the host of an Enterprise Server's `https://HOST/api/v3`. */
function hostOf(apiUrl: string): string {
  const host = /^https?:\/\/([^/:]+)/.exec(apiUrl)?.[1] ?? '';
  return host.toLowerCase().replace(/^api\./, '');
}
