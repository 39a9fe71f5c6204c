import type { GitHubConnection } from './github-client.ts';
import { readRepositoryTree } from './repository-tree.ts';
import { pullRequestThatTouched } from './review.ts';

export interface ReplacedQuestion {
  /** An earlier commit of the branch, and the one that is looked at now. */
  readonly before: string;
  readonly after: string;
  readonly branch: string;
  /** The folder of the scope. */
  readonly directory: string;
}

/**
 * Since when the branch has something else than an earlier commit, of some files: the merge that brought the first of them
 * as it is now. A merge that brought something else in between is earlier still; what was pushed without a pull request has
 * no time that can be trusted.
 *
 * @param filesOf the files that say what an integration declares, from the root of the repository
 * @throws RolekeeperError `github`
 */
export async function readReplacedAt(
  connection: GitHubConnection,
  { before, after, branch, directory }: ReplacedQuestion,
  filesOf: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, string>> {
  const [then, now] = [
    await readRepositoryTree(connection, before, directory),
    await readRepositoryTree(connection, after, directory),
  ];
  const mergedAt = new Map<string, string | undefined>();
  const replaced = new Map<string, string>();
  for (const [integration, files] of filesOf) {
    const times: string[] = [];
    for (const file of files.filter((one) => then.get(one) !== now.get(one))) {
      if (!mergedAt.has(file)) {
        const pull = await pullRequestThatTouched(connection, { branch, commit: after }, [file]);
        mergedAt.set(file, pull?.mergedAt);
      }
      const at = mergedAt.get(file);
      if (at !== undefined && at !== '') times.push(at);
    }
    const [first] = times.sort();
    if (first !== undefined) replaced.set(integration, first);
  }
  return replaced;
}
