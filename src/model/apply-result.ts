import type { AssessedPlan } from './assessment.ts';
import type { Location } from './diagnostic.ts';
import type { FailureReason } from './failure.ts';

/** What became of one integration. */
export type IntegrationOutcome =
  | { readonly outcome: 'applied'; readonly integration: string; readonly changeSets: number }
  | { readonly outcome: 'unchanged'; readonly integration: string }
  /** Nothing of it was touched: the plan says why. */
  | { readonly outcome: 'blocked'; readonly integration: string }
  | { readonly outcome: 'observed'; readonly integration: string }
  | {
      readonly outcome: 'failed';
      readonly integration: string;
      readonly reason: FailureReason;
      readonly message: string;
      readonly hint?: string;
      /** Where the resource that failed stands in the YAML. */
      readonly location?: Location;
      /** Absent where the end of what was begun was seen. */
      readonly known?: NotSeen;
      /** Where it waited for another one: the one at the beginning of the row, and what became of that. */
      readonly heldBack?: { readonly by: string; readonly because: string };
    };

/** Nothing of it was begun; or something was, and whether AWS did it, or did it as declared, is not known. */
export type NotSeen = 'not-started' | 'not-confirmed';

/** What apply did, and what a fresh plan says after it. */
export interface ApplyResult {
  readonly outcomes: readonly IntegrationOutcome[];
  /** The plan made from a fresh read after the last change; the plan before, when nothing was changed. */
  readonly proof: AssessedPlan;
}
