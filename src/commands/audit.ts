import type { Audit } from '../model/audit.ts';

/**
 * What GitHub says of the run that this is, from its environment variables; nothing outside of it
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/variables).
 */
export function auditOf(env: Readonly<Record<string, string | undefined>>): Audit {
  const { GITHUB_SHA: commit, GITHUB_RUN_ID: id, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = env;
  const pullRequest = /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1];
  const run = server !== undefined && name !== undefined ? `${server}/${name}/actions/runs/${id ?? ''}` : id;
  return {
    ...(commit === undefined || commit === '' ? {} : { commit }),
    ...(pullRequest === undefined ? {} : { pullRequest: Number(pullRequest) }),
    ...(id === undefined || id === '' || run === undefined ? {} : { run }),
  };
}
