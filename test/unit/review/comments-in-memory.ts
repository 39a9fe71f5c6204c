import type { Comment, CommentStore } from '../../../src/github/comment-store.ts';
import { isoOf, type Row } from './history-model.ts';

const BOT = 'github-actions[bot]';

/**
 * The comments of one pull request.
 *
 * @param now on GitHub's clock, in seconds
 */
export function commentsInMemory(rows: Row[], now: () => number): CommentStore {
  const commentOf = ({ id, body }: Row): Comment => ({
    id,
    nodeId: String(id),
    writer: { login: BOT, isBot: true },
    body,
    url: '',
  });
  const find = (comment: Comment): Row | undefined => rows.find(({ id }) => id === comment.id);
  return {
    list: () => Promise.resolve({ comments: rows.map(commentOf), at: isoOf(now()) }),
    create: (body) => {
      const row = { id: rows.length + 1, body, editor: undefined };
      rows.push(row);
      return Promise.resolve(commentOf(row));
    },
    update: (comment, body) => {
      const row = find(comment);
      if (row !== undefined) Object.assign(row, { body, editor: BOT });
      return Promise.resolve('updated');
    },
    remove: () => Promise.resolve(),
    revisions: () => Promise.resolve('unknown'),
    lastEditor: (comment) => {
      const editor = find(comment)?.editor;
      return Promise.resolve(editor === undefined || editor === BOT ? 'own' : 'other');
    },
    author: () => Promise.resolve({ login: BOT }),
  };
}
