import type { Backend } from './emulator.ts';
import { OWNER, REPOSITORY } from './emulator.ts';

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly date: string;
  /** The name of the author. */
  readonly author: string;
}

/** Files by path; undefined deletes one. */
export type FileEdits = Readonly<Record<string, string | undefined>>;

interface TreeEntry {
  readonly path: string;
  readonly type: string;
  readonly sha: string;
}

const ROOT = `/repos/${OWNER}/${REPOSITORY}/git`;

/** The commits, trees and refs of the repository, read and written as its owner. Objects never change: they are kept. */
export class GitObjects {
  private readonly backend: Backend;
  private readonly commits = new Map<string, Promise<Commit>>();
  /** Nothing else moves a branch. */
  private readonly heads = new Map<string, string>();
  private readonly trees = new Map<string, Promise<readonly TreeEntry[]>>();
  private readonly texts = new Map<string, Promise<string>>();

  constructor(backend: Backend) {
    this.backend = backend;
  }

  async head(branch: string): Promise<string> {
    const known = this.heads.get(branch);
    if (known !== undefined) return known;
    const { object } = (await this.send('GET', `/ref/heads/${branch}`)) as { object: { sha: string } };
    this.heads.set(branch, object.sha);
    return object.sha;
  }

  commit(sha: string): Promise<Commit> {
    return remember(this.commits, sha, async () => {
      const data = (await this.send('GET', `/commits/${sha}`)) as {
        tree: { sha: string };
        parents: { sha: string }[];
        committer: { date: string };
        author: { name: string };
      };
      const parents = data.parents.map((parent) => parent.sha);
      return { sha, tree: data.tree.sha, parents, date: data.committer.date, author: data.author.name };
    });
  }

  /** The blobs of a commit: path to id. */
  async files(sha: string): Promise<ReadonlyMap<string, string>> {
    const { tree } = await this.commit(sha);
    const entries = await this.tree(`${tree}?recursive=1`);
    return new Map(entries.filter(({ type }) => type === 'blob').map(({ path, sha: blob }) => [path, blob]));
  }

  read(blob: string): Promise<string> {
    return remember(this.texts, blob, async () => {
      const { content } = (await this.send('GET', `/blobs/${blob}`)) as { content: string };
      return Buffer.from(content, 'base64').toString('utf8');
    });
  }

  /** The id of what stands at a path in a commit, file or folder; undefined when there is nothing. */
  async idAt(sha: string, path: string): Promise<string | undefined> {
    let id: string | undefined = (await this.commit(sha)).tree;
    for (const segment of path.split('/')) {
      const entries: readonly TreeEntry[] = await this.tree(id);
      const next: TreeEntry | undefined = entries.find((entry) => entry.path === segment);
      if (next === undefined) return undefined;
      id = next.sha;
    }
    return id;
  }

  /** All commits that can be reached, the given one included. */
  async ancestors(sha: string): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    const queue = [sha];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(...(await this.commit(next)).parents);
    }
    return seen;
  }

  async mergeBase(a: string, b: string): Promise<string> {
    const ofA = await this.ancestors(a);
    const queue = [b];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (ofA.has(next)) return next;
      queue.push(...(await this.commit(next)).parents);
    }
    throw new Error(`${a} and ${b} have no common ancestor`);
  }

  /** A tree like that of a commit, with some blobs exchanged: undefined deletes. */
  async treeWith(sha: string, blobs: ReadonlyMap<string, string | undefined>): Promise<string> {
    const { tree } = await this.commit(sha);
    if (blobs.size === 0) return tree;
    const entries = [...blobs].map(([path, blob]) => ({
      path,
      mode: '100644',
      type: 'blob',
      sha: blob ?? null,
    }));
    const made = (await this.send('POST', '/trees', { base_tree: tree, tree: entries })) as { sha: string };
    return made.sha;
  }

  async writeBlobs(edits: FileEdits): Promise<ReadonlyMap<string, string | undefined>> {
    const blobs = new Map<string, string | undefined>();
    for (const [path, content] of Object.entries(edits)) {
      const made =
        content === undefined
          ? undefined
          : ((await this.send('POST', '/blobs', { content, encoding: 'utf-8' })) as { sha: string });
      blobs.set(path, made?.sha);
    }
    return blobs;
  }

  async makeCommit(
    tree: string,
    parents: readonly string[],
    message: string,
    by: { readonly name: string; readonly date: string },
  ): Promise<string> {
    const identity = { name: by.name, email: `${by.name}@example.com`, date: by.date };
    const body = { message, tree, parents, author: identity, committer: identity };
    return ((await this.send('POST', '/commits', body)) as { sha: string }).sha;
  }

  async setBranch(branch: string, sha: string): Promise<void> {
    const before = await this.head(branch).catch(() => undefined);
    if (before !== undefined) await this.send('PATCH', `/refs/heads/${branch}`, { sha, force: true });
    else await this.send('POST', '/refs', { ref: `refs/heads/${branch}`, sha });
    this.heads.set(branch, sha);
  }

  async deleteBranch(branch: string): Promise<void> {
    await this.send('DELETE', `/refs/heads/${branch}`);
    this.heads.delete(branch);
  }

  private tree(id: string): Promise<readonly TreeEntry[]> {
    return remember(this.trees, id, async () => {
      const { tree } = (await this.send('GET', `/trees/${id}`)) as { tree: readonly TreeEntry[] };
      return tree;
    });
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const reply = await this.backend.admin(method, `${ROOT}${path}`, body);
    if (reply.status < 300) return reply.body;
    throw new Error(`${method} ${ROOT}${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }
}

function remember<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer;
}
