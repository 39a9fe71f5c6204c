/** How many requests AWS answered, by operation: `{ "iam:GetRole": 3 }`. An attempt that was throttled counts. */
export type CallCounts = Readonly<Record<string, number>>;

/** Counts requests to AWS. What is counted here is counted in the tally around it as well. */
export class CallTally {
  readonly #counts = new Map<string, number>();
  readonly #waiting = new Map<string, number>();
  readonly #around: CallTally | undefined;

  constructor(around?: CallTally) {
    this.#around = around;
  }

  /** @param operation by service, `iam:GetRole` */
  add(operation: string): void {
    this.#counts.set(operation, (this.#counts.get(operation) ?? 0) + 1);
    this.#around?.add(operation);
  }

  /** A request is sent. @returns what says that it has ended */
  begin(operation: string): () => void {
    const around = this.#around?.begin(operation);
    this.#waiting.set(operation, (this.#waiting.get(operation) ?? 0) + 1);
    return () => {
      const left = (this.#waiting.get(operation) ?? 1) - 1;
      if (left > 0) this.#waiting.set(operation, left);
      else this.#waiting.delete(operation);
      around?.();
    };
  }

  /** The operations of which a request is under way, sorted. */
  waiting(): readonly string[] {
    return [...this.#waiting.keys()].sort();
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
