import type { Comment, CommentStore } from './comment-store.ts';
import { parsePlanMarker } from '../review/marker.ts';
import { newestOf, ownComments, type OwnComment } from './own-comments.ts';
import { compareMarkers, type WrittenBy } from '../review/run-order.ts';

/**
 * Keeps one comment per pull request and scope while several runs write plans at once. GitHub's comments know no
 * compare-and-swap, so:
 *
 * - The one comment is the oldest of ours that is not closed. Nothing newer than what a run writes is overwritten
 *   knowingly: it looks first, and stops when a newer run was there.
 * - Between looking and writing a newer run may have written. The edit history shows that, so a run that edits reads
 *   the history afterwards, and puts the newest text back until it is on top. The last run to write sees all that was
 *   written.
 * - Two runs that both find nothing both create. Each looks again: the older comment takes the newest text, and the
 *   younger one goes. Only the oldest is ever edited, so nothing is lost with the younger one.
 */

/** What is to be written, given what stands there. */
export type Compose = (previous: OwnComment | undefined, at: string) => string;

export interface WriteRequest {
  readonly scope: string;
  readonly by: WrittenBy;
  readonly compose: Compose;
}

export type WriteOutcome =
  | { readonly outcome: 'written'; readonly url: string }
  /** A newer run has written already; its comment stands. */
  | { readonly outcome: 'overtaken'; readonly url: string; readonly by: WrittenBy }
  /** There is no comment to edit. */
  | { readonly outcome: 'missing' }
  /** Others kept on writing and deleting. */
  | { readonly outcome: 'contended' };

const ROUNDS = 6;

/**
 * Writes, and sees to it that the newest run's text stands in the one comment.
 * @throws RolekeeperError `github`
 */
export async function writeComment(store: CommentStore, request: WriteRequest): Promise<WriteOutcome> {
  let created: Comment | undefined;
  let body: string | undefined;
  let wrote = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { comments, at } = await store.list();
    const own = await ownComments(comments, store, ({ scope }) => scope === request.scope);
    // What another editor wrote into a comment of ours overtakes nothing, and is written over.
    const newest = newestOf(own.filter(({ lastEditor }) => lastEditor !== 'other'));
    const open = own.filter(({ marker }) => !marker.closed);
    if (newest !== undefined && compareMarkers(newest.marker, request.by) > 0) {
      if (created !== undefined) await giveUp(store, created, open);
      return { outcome: 'overtaken', url: newest.comment.url, by: newest.marker };
    }
    const base = open[0];
    // What was written in between may have used the plan, or shown another one.
    if (body === undefined || newest?.comment.body !== body) body = request.compose(newest, at);
    if (base === undefined) {
      created = await store.create(body);
      wrote = true;
      continue;
    }
    const stands = wrote && base === newest && compareMarkers(base.marker, request.by) === 0;
    wrote = true;
    if (!stands && (await replace(store, base.comment, body)) === 'disturbed') continue;
    for (const { comment } of open) if (comment.id > base.comment.id) await store.remove(comment);
    return { outcome: 'written', url: base.comment.url };
  }
  return { outcome: 'contended' };
}

/** A comment that we created in vain goes, unless it is the oldest: then others may already be editing it. */
async function giveUp(store: CommentStore, created: Comment, open: readonly OwnComment[]): Promise<void> {
  if (open[0] !== undefined && open[0].comment.id < created.id) await store.remove(created);
}

/**
 * Writes over a comment, then puts the newest of our texts on top of its history: `disturbed` when that was not the one
 * just written, or when the comment is gone.
 */
async function replace(
  store: CommentStore,
  comment: Comment,
  body: string,
): Promise<'settled' | 'disturbed'> {
  if ((await store.update(comment, body)) === 'gone') return 'disturbed';
  for (let round = 0; round < ROUNDS; round += 1) {
    const revisions = await store.revisions(comment);
    if (revisions === 'unknown') return 'settled';
    if (revisions === 'gone') return 'disturbed';
    const text = newestRevision(revisions);
    if (text === undefined || text === revisions[0]) return round === 0 ? 'settled' : 'disturbed';
    if ((await store.update(comment, text)) === 'gone') return 'disturbed';
  }
  return 'disturbed';
}

/** The text that the latest run wrote; of two equal ones the later. Revisions stand newest first. */
function newestRevision(revisions: readonly string[]): string | undefined {
  const marked = revisions.flatMap((text) => {
    const marker = parsePlanMarker(text);
    return marker === undefined ? [] : [{ text, marker }];
  });
  return marked.reduce<(typeof marked)[number] | undefined>(
    (newest, item) =>
      newest === undefined || compareMarkers(item.marker, newest.marker) > 0 ? item : newest,
    undefined,
  )?.text;
}
