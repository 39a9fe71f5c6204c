import type { Refusal } from './refusals.ts';

/** What an apply is to do with a plan. */
export interface Choice {
  /** The integrations that are applied. */
  readonly approved: readonly string[];
  /** Those whose change was merged and is not what was reviewed. */
  readonly refused: readonly Refusal[];
  /** The pull request of each integration that has one: where to say what became of it. */
  readonly pulls: ReadonlyMap<string, number>;
}
