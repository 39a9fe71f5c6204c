import type { Comment, CommentStore } from './comment-store.ts';
import { sameLogin } from '../review/approvals.ts';
import { parsePlanMarker, type PlanMarker } from '../review/marker.ts';
import { compareMarkers } from '../review/run-order.ts';

/** A comment that our own login wrote, about this scope. */
export interface OwnComment {
  readonly comment: Comment;
  readonly marker: PlanMarker;
}

/** Of all comments those that carry our marker for the scope and that we wrote; GitHub is asked who we are only then. */
export async function ownComments(
  comments: readonly Comment[],
  store: Pick<CommentStore, 'author'>,
  scope: string,
): Promise<readonly OwnComment[]> {
  const marked = comments.flatMap((comment) => {
    const marker = parsePlanMarker(comment.body);
    return marker?.scope === scope ? [{ comment, marker }] : [];
  });
  if (marked.length === 0) return [];
  const author = await store.author();
  return marked.filter(({ comment }) => sameLogin(comment.author, author));
}

/** The one that the latest run wrote; the older comment of two equal ones. */
export function newestOf(own: readonly OwnComment[]): OwnComment | undefined {
  return own.reduce<OwnComment | undefined>(
    (newest, item) =>
      newest === undefined || compareMarkers(item.marker, newest.marker) > 0 ? item : newest,
    undefined,
  );
}
