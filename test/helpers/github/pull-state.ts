import type { GitObjects } from './git-objects.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** What the front knows of a pull request and `emulate` does not keep. */
export interface PullState {
  readonly number: number;
  readonly headRef: string;
  baseRef: string;
  readonly author: string;
  readonly title: string;
  /** `mallory/infra` for a pull request from a fork. */
  readonly fork?: string;
  /** Fixed once it is merged or closed. */
  headSha?: string;
  merged?: { readonly at: string; readonly sha: string; readonly introduced: readonly string[] };
  closed?: boolean;
  /** Its base was changed since it was opened. */
  retargeted?: boolean;
  locked?: boolean;
}

export async function headOf(git: GitObjects, pull: PullState): Promise<string> {
  return pull.headSha ?? git.head(pull.headRef);
}

export interface ChangedFile {
  readonly filename: string;
  readonly status: 'added' | 'modified' | 'removed';
  readonly sha: string;
}

/** The files of a pull request: between the point where its branch left the base, and its head. */
export async function changedFiles(git: GitObjects, pull: PullState): Promise<readonly ChangedFile[]> {
  const head = await headOf(git, pull);
  const base = pull.merged === undefined ? await git.head(pull.baseRef) : pull.merged.sha;
  const start =
    pull.merged === undefined ? await git.mergeBase(base, head) : await forkPoint(git, pull, head);
  const before = await git.files(start);
  const after = await git.files(head);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((filename): readonly ChangedFile[] => {
    const [old, now] = [before.get(filename), after.get(filename)];
    if (old === now) return [];
    if (now === undefined) return [{ filename, status: 'removed', sha: old ?? '' }];
    return [{ filename, status: old === undefined ? 'added' : 'modified', sha: now }];
  });
}

/** Where the branch of a merged pull request left the base: before the first parent of what merged it. */
async function forkPoint(git: GitObjects, pull: PullState, head: string): Promise<string> {
  const [first] = pull.merged?.introduced ?? [];
  const parent = first === undefined ? undefined : (await git.commit(first)).parents[0];
  return git.mergeBase(parent ?? head, head);
}

/** The commits that a pull request is made of, oldest first. */
export async function commitsOf(git: GitObjects, pull: PullState, base: string): Promise<readonly string[]> {
  const below = await git.ancestors(base);
  const commits: string[] = [];
  const queue = [await headOf(git, pull)];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (below.has(next) || commits.includes(next)) continue;
    commits.unshift(next);
    queue.push(...(await git.commit(next)).parents);
  }
  return commits;
}
