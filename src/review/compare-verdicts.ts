import type { Verdict } from '../model/verdict.ts';
import { DIGEST_LENGTH, type ShownVerdict } from './marker.ts';

/**
 * What a verdict has beyond the one that was shown, in words: access, findings and expectations. Less is fine; where the
 * comment had no room for the parts, only the same verdict is.
 */
export function beyondShown(now: Verdict, shown: ShownVerdict): readonly string[] {
  if (now.hash.startsWith(shown.hash) && shown.hash.length === DIGEST_LENGTH) return [];
  const { items, kept } = shown;
  if (items === undefined || kept === undefined) {
    return ['the verdict is another one, and the comment had no room to say which part of it'];
  }
  const known = new Set(items);
  const stillKept = new Set(now.kept.map(({ id }) => id));
  const lost = kept.filter((id) => !stillKept.has(id));
  return [
    ...now.items.filter(({ id }) => !known.has(id)).map(({ text }) => text),
    ...(lost.length === 0
      ? []
      : [`${lost.length} of ${kept.length} expectations no longer hold, or are gone`]),
  ];
}
