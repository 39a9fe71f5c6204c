import {
  connectGitHub,
  type GitHubConnection,
  type ResponseTimeouts,
} from '../../../src/github/github-client.ts';
import type { FakeGitHub } from '../../helpers/github/fake-github.ts';

/** Retries as in production, without the waits. */
export const HASTY: ResponseTimeouts = {
  requestMilliseconds: 2_000,
  retries: 2,
  rateLimitSeconds: 60,
  secondMilliseconds: 1,
};

/** Opens the emulated repository with the real Octokit. */
export function connectTo(
  github: FakeGitHub,
  more: { readonly token?: string; readonly patience?: Partial<ResponseTimeouts> } = {},
): GitHubConnection {
  return connectGitHub({
    token: more.token ?? github.token,
    apiUrl: github.url,
    repository: github.repository,
    version: '0.1.0',
    patience: { ...HASTY, ...more.patience },
  });
}
