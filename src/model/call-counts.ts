/** How many requests AWS answered, by operation: `{ "iam:GetRole": 3 }`. An attempt that was throttled counts. */
export type CallCounts = Readonly<Record<string, number>>;

/** Counts requests to AWS. What is counted here is counted in the tally around it as well. */
export class CallTally {
  readonly #counts = new Map<string, number>();
  readonly #around: CallTally | undefined;

  constructor(around?: CallTally) {
    this.#around = around;
  }

  /** @param operation by service, `iam:GetRole` */
  add(operation: string): void {
    this.#counts.set(operation, (this.#counts.get(operation) ?? 0) + 1);
    this.#around?.add(operation);
  }

  of(operation: string): number {
    return this.#counts.get(operation) ?? 0;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Sorted by operation. */
  counts(): CallCounts {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
