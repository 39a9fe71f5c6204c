import {
  connectGitHub,
  type GitHubConnection,
  type ResponseTimeouts,
} from '../../../src/github/github-client.ts';
import type { FakeGitHub } from './fake-github.ts';

/** Retries as in production, without the waits. */
export const HASTY: ResponseTimeouts = {
  requestMilliseconds: 30_000,
  retries: 2,
  rateLimitSeconds: 60,
  secondMilliseconds: 1,
};

/** Octokit's plugins for retries take 15 ms and half the CPU of a request: left out where nothing is sent again. */
export const ONCE: ResponseTimeouts = { ...HASTY, retries: 0, rateLimitSeconds: 0 };

/** Opens the emulated repository with the real Octokit. */
export function connectTo(
  github: FakeGitHub,
  more: { readonly token?: string; readonly patience?: ResponseTimeouts } = {},
): GitHubConnection {
  return connectGitHub({
    token: more.token ?? github.token,
    apiUrl: github.url,
    repository: github.repository,
    version: '0.1.0',
    patience: more.patience ?? ONCE,
  });
}
