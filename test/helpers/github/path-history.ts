import type { Commit, GitObjects } from './git-objects.ts';

/**
 * The commits that changed a path, newest first, as `git log -- path` finds them with its default simplification: where
 * a merge took the path from one parent as it was, only that parent is followed, and the merge is not listed.
 * https://git-scm.com/docs/git-log#_history_simplification
 */
export async function pathHistory(git: GitObjects, from: string, path: string): Promise<readonly string[]> {
  const found: Commit[] = [];
  const seen = new Set<string>();
  const queue: Commit[] = [await git.commit(from)];
  for (let commit = takeNewest(queue); commit !== undefined; commit = takeNewest(queue)) {
    if (seen.has(commit.sha)) continue;
    seen.add(commit.sha);
    const here = await git.idAt(commit.sha, path);
    const parents = await Promise.all(commit.parents.map((sha) => git.commit(sha)));
    const ids = await Promise.all(parents.map((parent) => git.idAt(parent.sha, path)));
    const same = parents[ids.indexOf(here)];
    if (parents.length === 0 ? here !== undefined : same === undefined) found.push(commit);
    queue.push(...(same === undefined ? parents : [same]));
  }
  return found.map(({ sha }) => sha);
}

function takeNewest(queue: Commit[]): Commit | undefined {
  queue.sort((a, b) => (a.date < b.date ? 1 : -1));
  return queue.shift();
}
