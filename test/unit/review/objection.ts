import type { RequireReview } from '../../../src/review/decide-review.ts';
import { itemsOf, shaOf, type Files, type Name, type Pull, type Shown } from './history-model.ts';

/** What is applied of an integration. */
interface AppliedChange {
  readonly name: Name;
  readonly digest: string;
  /** Of the branch that is applied. */
  readonly files: Files;
  /** Those of each commit. */
  readonly filesAt: ReadonlyMap<string, Files>;
}

/** By the history alone, without a look at any comment: why this change must not be; undefined where it may. */
export function objectionTo(
  { name, digest, files, filesAt }: AppliedChange,
  guards: readonly RequireReview[],
  pulls: readonly Pull[],
): string | undefined {
  if (guards.every((one) => one === 'none')) return undefined;
  const items = itemsOf(name, files);
  const reasons = pulls.map((pull): string | undefined => {
    if (pull.applied.has(name)) return 'applied already';
    if (pull.isForged) return 'its comment was edited';
    const shows = pull.shown.filter((one) => one.name === name);
    const last = shows.at(-1);
    if (last === undefined) return 'never shown';
    if (last.base !== 'main') return 'shown for another branch';
    if (last.digest !== digest) return 'another change was shown';
    if (items.some((item) => !last.items.includes(item))) return 'more than was shown';
    if (!guards.includes('approval')) return undefined;
    const same = (one: Shown): boolean =>
      one.digest === last.digest && one.base === last.base && one.items.join() === last.items.join();
    const since = shows[shows.findLastIndex((one) => !same(one)) + 1]?.at ?? last.at;
    const fits = pull.reviews.some(({ by, at, commit, state }) => {
      const reviewed = filesAt.get(shaOf(commit));
      return (
        state === 'APPROVED' &&
        at > since &&
        !pull.writers.has(by) &&
        reviewed?.[name] === files[name] &&
        reviewed.settings === files.settings
      );
    });
    return fits ? undefined : 'nobody who may approved that very content';
  });
  return reasons.includes(undefined) ? undefined : reasons.join('; ') || 'no pull request';
}
