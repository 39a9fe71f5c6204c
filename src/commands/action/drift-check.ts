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
  const at = /^Last checked (\d{4}-\d\d-\d\d \d\d:\d\d UTC)/m.exec(issue.body)?.[1];
  const state = issue.open ? 'is open' : 'is closed';
  return `drift last checked ${at ?? 'at an unknown time'}: [issue ${issue.number}](${issue.url}) ${state}`;
}
