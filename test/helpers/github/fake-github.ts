import {
  ALL_PERMISSIONS,
  OWNER,
  REPOSITORY,
  startBackend,
  type Person,
  type TokenPermissions,
} from './emulator.ts';
import { PEOPLE } from './emulator.ts';
import type { Reply } from './exchange.ts';
import { startFront, type Front } from './front.ts';
import type { FileEdits } from './git-objects.ts';
import { makeMerge } from './merge.ts';
import { changedFiles, headOf, type MergeMethod, type PullState } from './pull-state.ts';
import { World, type Fault, type Logged } from './world.ts';

const ROOT = `/repos/${OWNER}/${REPOSITORY}`;

export interface OpenedPull {
  readonly number: number;
  readonly headRef: string;
  readonly head: string;
  readonly base: string;
}

export interface ShownComment {
  readonly id: number;
  readonly node_id: string;
  readonly body: string;
  readonly user: { readonly login: string };
}

/** A GitHub with one repository, `acme/infra`, and people who work in it. Every method is something that happens there. */
export class FakeGitHub {
  readonly url: string;
  readonly repository = { owner: OWNER, repo: REPOSITORY } as const;
  readonly world: World;
  /** A job's token with every permission that rolekeeper asks for. */
  readonly token: string;
  private readonly front: Front;

  constructor(front: Front, world: World, token: string) {
    this.url = front.url;
    this.world = world;
    this.token = token;
    this.front = front;
  }

  async close(): Promise<void> {
    await this.front.close();
    this.world.backend.close();
  }

  /** Requests since the last call of this, oldest first. */
  takeLog(): readonly Logged[] {
    return this.world.log.splice(0);
  }

  inject(fault: Fault): void {
    this.world.faults.push(fault);
  }

  /** The next matching request is answered so. */
  answerWith(
    status: number,
    message: string,
    more: Omit<Fault, 'answer'> & { headers?: Reply['headers'] } = {},
  ): void {
    const { headers = {}, ...fault } = more;
    this.inject({ ...fault, answer: { status, headers, body: { message } } });
  }

  /** A job's token of `github-actions[bot]`, with these permissions only. */
  async mintToken(permissions: TokenPermissions): Promise<string> {
    const token = await this.world.backend.mint({ metadata: 'read', ...permissions });
    this.world.holders.set(token, { login: 'github-actions[bot]', type: 'App', permissions });
    return token;
  }

  /** Lets somebody push to the repository, or only read it. */
  async give(person: Person, permission: 'push' | 'pull'): Promise<void> {
    await this.admin('PUT', `${ROOT}/collaborators/${person}`, { permission });
  }

  head(branch = 'main'): Promise<string> {
    return this.world.git.head(branch);
  }

  /** A commit on a branch, which starts at `main` when it is new; gives its id. The author is whom the commit names. */
  async push(branch: string, files: FileEdits, by: Person = 'alice', author: Person = by): Promise<string> {
    const { git, clock } = this.world;
    clock.tick();
    const parent = await git.head(branch).catch(() => git.head('main'));
    const tree = await git.treeWith(parent, await git.writeBlobs(files));
    const sha = await git.makeCommit(tree, [parent], `change on ${branch}`, {
      name: author,
      date: clock.iso(),
    });
    await git.setBranch(branch, sha);
    this.world.pushes.unshift({ ref: `refs/heads/${branch}`, actor: by, after: sha });
    return sha;
  }

  /** A branch with a commit, and a pull request for it. */
  async openPull(
    branch: string,
    files: FileEdits,
    more: { readonly by?: Person; readonly base?: string; readonly fork?: boolean } = {},
  ): Promise<OpenedPull> {
    const { by = 'alice' } = more;
    return this.openPullOf(branch, await this.push(branch, files, by), more);
  }

  /** A pull request for a branch as it is. */
  async openPullOf(
    branch: string,
    head: string,
    more: { readonly by?: Person; readonly base?: string; readonly fork?: boolean } = {},
  ): Promise<OpenedPull> {
    const { by = 'alice', base = 'main', fork = false } = more;
    const title = `change ${branch}`;
    const body = { title, head: branch, base };
    const opened = (await this.as(by, 'POST', `${ROOT}/pulls`, body)) as { number: number };
    this.world.pulls.set(opened.number, {
      number: opened.number,
      headRef: branch,
      baseRef: base,
      author: by,
      title,
      ...(fork ? { fork: `${by}/${REPOSITORY}` } : {}),
    });
    return { number: opened.number, headRef: branch, head, base: await this.head(base) };
  }

  async review(
    number: number,
    by: Person,
    event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT',
  ): Promise<number> {
    const body = { event, body: event };
    return ((await this.as(by, 'POST', `${ROOT}/pulls/${number}/reviews`, body)) as { id: number }).id;
  }

  async dismiss(number: number, review: number): Promise<void> {
    await this.admin('PUT', `${ROOT}/pulls/${number}/reviews/${review}/dismissals`, { message: 'outdated' });
  }

  /** Merges; gives the commit that is the head of the base branch then. */
  async merge(number: number, method: MergeMethod = 'merge', resolve: FileEdits = {}): Promise<string> {
    const { git, clock } = this.world;
    const pull = this.pull(number);
    clock.tick();
    const base = await git.head(pull.baseRef);
    const blobs = await git.writeBlobs(resolve);
    const merged = await makeMerge(git, pull, base, method, clock.iso(), blobs);
    await this.land(pull, merged);
    return merged.sha;
  }

  /** Puts a pull request into the merge queue: a branch of its own with what the base would become. */
  async enqueue(
    number: number,
  ): Promise<{ ref: string; head: string; base: string; land: () => Promise<void> }> {
    const { git, clock } = this.world;
    const pull = this.pull(number);
    clock.tick();
    const base = await git.head(pull.baseRef);
    const merged = await makeMerge(git, pull, base, 'squash', clock.iso());
    const branch = `gh-readonly-queue/${pull.baseRef}/pr-${number}-${base}`;
    await git.setBranch(branch, merged.sha);
    return { ref: `refs/heads/${branch}`, head: merged.sha, base, land: () => this.land(pull, merged) };
  }

  /** Gives an open pull request another base. */
  retarget(number: number, base: string): void {
    const pull = this.pull(number);
    pull.baseRef = base;
    pull.retargeted = true;
  }

  async closePull(number: number): Promise<void> {
    const pull = this.pull(number);
    pull.headSha = await headOf(this.world.git, pull);
    pull.closed = true;
    await this.admin('PATCH', `${ROOT}/pulls/${number}`, { state: 'closed' });
  }

  /** A run has come to its end, whatever that was. */
  endRun({ id, attempt }: { readonly id: number; readonly attempt: number }): void {
    this.world.runs.set(id, { status: 'completed', attempt });
  }

  async lock(number: number): Promise<void> {
    this.world.lockedIssues.add(number);
    const pull = this.world.pulls.get(number);
    if (pull !== undefined) pull.locked = true;
    await Promise.resolve();
  }

  /** The comments of an issue or pull request, oldest first. */
  async comments(number: number): Promise<readonly ShownComment[]> {
    const rows = await this.admin('GET', `${ROOT}/issues/${number}/comments?per_page=100`);
    return rows as readonly ShownComment[];
  }

  /** The texts that a comment has had, newest first. */
  revisions({ node_id: id }: ShownComment): readonly string[] {
    return (this.world.revisions.get(id) ?? []).map(({ body }) => body);
  }

  async comment(number: number, by: Person, body: string): Promise<void> {
    await this.as(by, 'POST', `${ROOT}/issues/${number}/comments`, { body });
  }

  /** Somebody edits a comment, also one of others: everybody may who may push. */
  async editComment(id: number, by: Person, body: string): Promise<void> {
    const rows = (await this.admin('PATCH', `${ROOT}/issues/comments/${id}`, { body })) as {
      node_id: string;
    };
    const revisions = this.world.revisions.get(rows.node_id) ?? [];
    this.world.revisions.set(rows.node_id, [{ body, editor: by, at: this.world.clock.iso() }, ...revisions]);
  }

  async deleteComment(id: number): Promise<void> {
    await this.admin('DELETE', `${ROOT}/issues/comments/${id}`);
    this.world.forgetComment(id);
  }

  async issues(): Promise<readonly ShownIssue[]> {
    return (await this.admin('GET', `${ROOT}/issues?state=all&per_page=100`)) as readonly ShownIssue[];
  }

  async editIssue(number: number, edit: Readonly<Record<string, unknown>>): Promise<void> {
    await this.admin('PATCH', `${ROOT}/issues/${number}`, edit);
  }

  /** The files of a pull request, as its diff has them. */
  changedFiles(number: number) {
    return changedFiles(this.world.git, this.pull(number));
  }

  /** Every file of a commit, for a check-out. */
  async checkout(sha: string): Promise<Readonly<Record<string, string>>> {
    const files = await this.world.git.files(sha);
    const read = await Promise.all(
      [...files].map(async ([path, blob]) => [path, await this.world.git.read(blob)] as const),
    );
    return Object.fromEntries(read);
  }

  private pull(number: number): PullState {
    const pull = this.world.pulls.get(number);
    if (pull === undefined) throw new Error(`there is no pull request #${number}`);
    return pull;
  }

  private async land(pull: PullState, merged: { sha: string; introduced: readonly string[] }): Promise<void> {
    const { git, clock } = this.world;
    pull.headSha = await headOf(git, pull);
    await git.setBranch(pull.baseRef, merged.sha);
    pull.merged = { at: clock.iso(), ...merged };
    await this.admin('PATCH', `${ROOT}/pulls/${pull.number}`, { state: 'closed' });
  }

  private async admin(method: string, path: string, body?: unknown): Promise<unknown> {
    const reply = await this.world.backend.admin(method, path, body);
    if (reply.status < 300) return reply.body;
    throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  /** A request of a person. */
  private async as(person: Person, method: string, path: string, body: unknown): Promise<unknown> {
    const reply = await this.front.ask({ method, path, body, token: `token-${person}` });
    if (reply.status < 300) return reply.body;
    throw new Error(`${person}: ${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }
}

export interface ShownIssue {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly state_reason: string | null;
  readonly body: string;
  readonly comments: number;
  readonly labels: readonly { readonly name: string }[];
}

const READERS: readonly Person[] = ['mallory', 'github-actions'];

/** Starts a GitHub; alice, bob and carol may push, the others may only read. Close it when done. */
export async function startGitHub(): Promise<FakeGitHub> {
  const backend = await startBackend();
  const world = new World(backend);
  for (const login of PEOPLE) world.holders.set(`token-${login}`, { login, type: 'User' });
  const front = await startFront(world);
  const token = await backend.mint(ALL_PERMISSIONS);
  world.holders.set(token, { login: 'github-actions[bot]', type: 'App', permissions: ALL_PERMISSIONS });
  const github = new FakeGitHub(front, world, token);
  for (const person of PEOPLE) await github.give(person, READERS.includes(person) ? 'pull' : 'push');
  return github;
}
