import { type SaidBody, readBody, writeBody } from '../review/comment-body.ts';
import { speaksOf } from '../review/marker.ts';
import { type SaidStatus, joinBodies, sayStatus } from '../review/say-status.ts';
import type { CommentStore } from './comment-store.ts';
import { newestOf, ownComments } from './own-comments.ts';
import type { WriteOutcome } from './write-comment.ts';

const ROUNDS = 8;

/**
 * Says what became of a plan in the comment that shows it. Several jobs may say so at once, and GitHub's comments know no
 * compare-and-swap: after each write the edit history shows what others wrote meanwhile, and what they said is put together
 * with it, until the text that stands has all of it.
 *
 * @param about makes the texts for the folder that the comment names
 * @throws RolekeeperError `github`
 */
export async function writeStatus(
  store: CommentStore,
  scope: string,
  about: (folder: string) => SaidStatus,
): Promise<WriteOutcome> {
  let seen: readonly string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { comments } = await store.list();
    const own = await ownComments(comments, store, (marker) => speaksOf(marker, scope));
    // What another editor wrote into a comment of ours says nothing, and is written over.
    const newest = newestOf(own.filter(({ lastEditor }) => lastEditor !== 'other'));
    const base = own.find(({ marker }) => !marker.closed) ?? newest;
    if (newest === undefined || base === undefined) return { outcome: 'missing' };
    const said = about(newest.marker.scope);
    const { text, by } = textOf([newest.comment.body, ...seen], said, round > 0);
    const { url } = base.comment;
    const outcome: WriteOutcome =
      by === undefined ? { outcome: 'written', url } : { outcome: 'overtaken', url, by };
    if (isSame(text, base.comment.body)) return outcome;
    if ((await store.update(base.comment, text)) === 'gone') continue;
    const revisions = await store.revisions(base.comment);
    if (revisions === 'unknown') return outcome;
    if (revisions === 'gone') continue;
    seen = [...revisions, newest.comment.body];
    const now = textOf(seen, said, true);
    if (isSame(now.text, revisions[0] ?? '')) return outcome;
  }
  return { outcome: 'contended' };
}

/** What should stand, and who has said something newer. */
function textOf(
  texts: readonly string[],
  said: SaidStatus,
  isRepeated: boolean,
): { readonly text: string; readonly by: SaidBody['marker'] | undefined } {
  const standing = joinBodies(texts);
  if (standing === undefined) return { text: texts[0] ?? '', by: undefined };
  const { body, isOvertaken } = sayStatus(standing, said, isRepeated);
  return { text: writeBody(body), by: isOvertaken ? standing.marker : undefined };
}

/** GitHub may give lines other ends than it was given. */
function isSame(a: string, b: string): boolean {
  const plain = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();
  if (plain(a) === plain(b)) return true;
  const body = readBody(b);
  return body !== undefined && plain(writeBody(body)) === plain(a);
}
