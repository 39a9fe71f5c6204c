/** What is judged one by one: the access of a principal, the expectations and the rules of an integration. */
export type JudgedPart = 'access' | 'expectations' | 'rules';

/** Told of each thing that was judged, by those who judge it. */
export type OnJudged = (part: JudgedPart) => void;

export type JudgedCounts = Readonly<Record<JudgedPart, number>>;

/** Counts what the whole run judged, and tells it to what watches. Judging lets no timer run: what watches looks at the clock. */
export class JudgedTally {
  readonly #counts: Record<JudgedPart, number> = { access: 0, expectations: 0, rules: 0 };
  readonly #watching = new Set<() => void>();

  readonly add: OnJudged = (part) => {
    this.#counts[part] += 1;
    for (const look of this.#watching) look();
  };

  counts(): JudgedCounts {
    return { ...this.#counts };
  }

  /** Calls back with each thing that is judged until the function that it gives is called. */
  watch(look: () => void): () => void {
    this.#watching.add(look);
    return () => void this.#watching.delete(look);
  }
}
