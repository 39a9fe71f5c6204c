import type { Comment, CommentStore } from '../../../src/github/comment-store.ts';

interface Row {
  readonly id: number;
  readonly author: string;
  readonly revisions: string[];
}

/** Whatever happens between a request and its answer. */
export type Pause = (operation: string) => Promise<void>;

/** The comments of one pull request in memory, for runs that take turns as a scheduler says. */
export class MemoryComments {
  readonly rows: Row[] = [];
  /** What happened, for the report of a failing interleaving. */
  readonly log: string[] = [];
  private nextId = 1;

  /** What is there now. */
  bodies(): readonly string[] {
    return this.rows.map(({ revisions }) => revisions[0] ?? '');
  }

  /** Everything that ever stood in one of the comments that are there now. */
  add(author: string, body: string): Row {
    const row = { id: this.nextId, author, revisions: [body] };
    this.nextId += 1;
    this.rows.push(row);
    return row;
  }

  remove(id: number): void {
    const index = this.rows.findIndex((row) => row.id === id);
    if (index >= 0) this.rows.splice(index, 1);
  }

  /** One run's view. `pause` is awaited before each operation takes effect, and after it. */
  storeFor(run: string, pause: Pause, author = 'github-actions[bot]'): CommentStore {
    const step = async <T>(operation: string, effect: () => T): Promise<T> => {
      await pause(`${run} ${operation}`);
      this.log.push(`${run} ${operation}`);
      return effect();
    };
    const find = (id: number): Row | undefined => this.rows.find((row) => row.id === id);
    return {
      list: () => step('list', () => ({ comments: this.rows.map(commentOf), at: '2026-08-22T10:00:00Z' })),
      create: (body) => step('create', () => commentOf(this.add(author, body))),
      update: (comment, body) =>
        step(`update ${comment.id}`, () => {
          const row = find(comment.id);
          row?.revisions.unshift(body);
          return row === undefined ? 'gone' : 'updated';
        }),
      remove: (comment) => step(`remove ${comment.id}`, () => this.remove(comment.id)),
      revisions: (comment) =>
        step(`revisions ${comment.id}`, () => {
          const row = find(comment.id);
          return row === undefined ? 'gone' : [...row.revisions];
        }),
      lastEditor: () => Promise.resolve('own' as const),
      author: () => Promise.resolve({ login: author }),
    };
  }
}

function commentOf(row: Row): Comment {
  return {
    id: row.id,
    nodeId: `node-${row.id}`,
    writer: { login: row.author, isBot: row.author.endsWith('[bot]') },
    body: row.revisions[0] ?? '',
    url: `https://github.test/comment-${row.id}`,
  };
}
