import { DRIFT_LABEL } from '../../github/drift-issue.ts';
import type { GitHubConnection } from '../../github/github-client.ts';
import { issueStoreOf } from '../../github/issue-store.ts';
import { parseDriftMarker } from '../../review/marker.ts';
import { orWarning } from '../../github/publish-warning.ts';

/** How the drift issue says when the account was last read as a whole. */
export function lastCheckedLine(at: string): string {
  return `Last checked ${at}`;
}

/**
 * What a plan comment says of the last drift check of a scope, out of the drift issue; nothing where the token may not
 * read issues.
 */
export async function sayLastDriftCheck(
  connection: GitHubConnection,
  scope: string,
): Promise<string | undefined> {
  const found = await orWarning(() =>
    issueStoreOf(connection).find(DRIFT_LABEL, ({ body }) => parseDriftMarker(body)?.scope === scope),
  );
  if ('warning' in found) return undefined;
  const issues = [...found.value].sort((a, b) => Number(b.open) - Number(a.open) || b.number - a.number);
  const [issue] = issues;
  if (issue === undefined) return 'drift was never reported here';
  const checkedAt = parseDriftMarker(issue.body)?.checkedAt;
  const at = checkedAt === undefined ? 'at an unknown time' : minuteOf(new Date(checkedAt));
  const state = issue.open ? 'is open' : 'is closed';
  return `drift last checked ${at}: [issue ${issue.number}](${issue.url}) ${state}`;
}

/** `2026-08-22 05:17 UTC`, for readers. */
export function minuteOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
