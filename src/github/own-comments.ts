import type { Comment, CommentStore } from './comment-store.ts';
import { isOurs } from '../review/approvals.ts';
import { parsePlanMarker, type PlanMarker } from '../review/marker.ts';
import { compareMarkers } from '../review/run-order.ts';

/** A comment that our own login wrote, about this scope. */
export interface OwnComment {
  readonly comment: Comment;
  readonly marker: PlanMarker;
  /** Of one that another editor edited last nothing counts but that it is there. */
  readonly lastEditor: 'own' | 'other' | 'unknown';
}

/**
 * Of all comments those that carry our marker, about what is asked for, and that we wrote; GitHub is asked who we are, and who edited
 * them, only then.
 */
export async function ownComments(
  comments: readonly Comment[],
  store: Pick<CommentStore, 'author' | 'lastEditor'>,
  isAbout: (marker: PlanMarker) => boolean,
): Promise<readonly OwnComment[]> {
  const marked = comments.flatMap((comment) => {
    const marker = parsePlanMarker(comment.body);
    return marker !== undefined && isAbout(marker) ? [{ comment, marker }] : [];
  });
  if (marked.length === 0) return [];
  const author = await store.author();
  const own = marked.filter(({ comment }) => isOurs(comment.writer, author));
  return Promise.all(own.map(async (one) => ({ ...one, lastEditor: await store.lastEditor(one.comment) })));
}

/** The one that the latest run wrote; the older comment of two equal ones. */
export function newestOf(own: readonly OwnComment[]): OwnComment | undefined {
  return own.reduce<OwnComment | undefined>(
    (newest, item) =>
      newest === undefined || compareMarkers(item.marker, newest.marker) > 0 ? item : newest,
    undefined,
  );
}
