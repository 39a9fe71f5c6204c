import type { GitObjects } from './git-objects.ts';
import { commitsOf, headOf, type MergeMethod, type PullState } from './pull-state.ts';

export interface Merged {
  readonly sha: string;
  /** What it adds to the base branch, first the oldest. */
  readonly introduced: readonly string[];
}

type Blobs = ReadonlyMap<string, string | undefined>;

/**
 * Makes the commits of a merge on top of a base commit, and moves no branch. `emulate` would take the tree of the head
 * as it is, and so undo whatever the base got meanwhile.
 */
export async function makeMerge(
  git: GitObjects,
  pull: PullState,
  base: string,
  method: MergeMethod,
  at: string,
  /** How somebody resolved conflicts: blobs by path. */
  resolved: Blobs = new Map(),
): Promise<Merged> {
  const head = await headOf(git, pull);
  const by = { name: 'merger', date: at };
  const commits = await commitsOf(git, pull, base);
  if (method === 'rebase') {
    let top = base;
    const introduced: string[] = [];
    for (const commit of commits) {
      const [parent] = (await git.commit(commit)).parents;
      const tree = await mergedTree(git, top, commit, parent ?? base, resolved);
      top = await git.makeCommit(tree, [top], `rebased ${commit}`, by);
      introduced.push(top);
    }
    return { sha: top, introduced };
  }
  const tree = await mergedTree(git, base, head, await git.mergeBase(base, head), resolved);
  const parents = method === 'squash' ? [base] : [base, head];
  const message =
    method === 'squash' ? `${pull.title} (#${pull.number})` : `Merge pull request #${pull.number}`;
  const sha = await git.makeCommit(tree, parents, message, by);
  return { sha, introduced: method === 'squash' ? [sha] : [...commits, sha] };
}

/** Ours with what theirs changed since the point where both were one. */
async function mergedTree(
  git: GitObjects,
  ours: string,
  theirs: string,
  start: string,
  resolved: Blobs,
): Promise<string> {
  const [here, there, before] = await Promise.all([git.files(ours), git.files(theirs), git.files(start)]);
  const changes = new Map(resolved);
  for (const path of new Set([...there.keys(), ...before.keys()])) {
    if (resolved.has(path) || there.get(path) === before.get(path)) continue;
    const isConflict = here.get(path) !== before.get(path) && here.get(path) !== there.get(path);
    if (isConflict) throw new Error(`${path} conflicts`);
    if (here.get(path) !== there.get(path)) changes.set(path, there.get(path));
  }
  return git.treeWith(ours, changes);
}
