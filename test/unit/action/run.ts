import type { GitHubRun } from '../../../src/commands/action/context.ts';

/** A run of the action for a pull request. */
export const RUN: GitHubRun = {
  event: 'pull_request',
  payload: {},
  repository: { owner: 'acme', repo: 'infra' },
  apiUrl: 'https://api.github.com',
  serverUrl: 'https://github.com',
  commit: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
  ref: 'refs/pull/7/merge',
  actor: 'alice',
  run: { run: 17_000_000_001, attempt: 1 },
  temporary: '/tmp',
};
