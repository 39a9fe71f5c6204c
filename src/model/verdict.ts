/** One thing that a reviewer was told and that apply must not exceed: a finding, a gain of access, a broken expectation. */
export interface VerdictItem {
  /** A short hash of it, as comments hold it. */
  readonly id: string;
  /** In words, for who is told that it is new. */
  readonly text: string;
}

/** What a reviewer was told of one integration, besides what the digest covers. */
export interface Verdict {
  /** SHA-256 in hexadecimal over all of it. */
  readonly hash: string;
  /** Sorted by id. */
  readonly items: readonly VerdictItem[];
  /** The expectations that hold: apply must not lose one. Sorted by id. */
  readonly kept: readonly VerdictItem[];
}
