import type { RequestContext } from '../policy/evaluation/request-context.ts';
import type { StepBudget } from './step-budget.ts';

/** A place to look for, or to stay away from: all of `within` match and none of `without`. */
export interface Place {
  readonly within: readonly string[];
  readonly without: readonly string[];
}

/** A place that was found, that there is none, or that the search was given up. */
export type Search = { readonly found: string } | 'none' | 'unknown';

/** What the patterns of an element range over: resources, or the principals of a trust policy. */
export interface Domain {
  /** What comparing may still cost. Once it is spent, nothing more is known to cover or to be apart. */
  readonly budget: StepBudget;
  /** Whether everything that `narrow` matches is known to be matched by `wide`, whatever the request's context. */
  readonly covers: (wide: string, narrow: string) => boolean;
  /** Whether nothing is known to match both, whatever the request's context. */
  readonly areApart: (one: string, other: string) => boolean;
  /** One thing that is at the place and at none of the others. */
  readonly search: (place: Place, others: readonly Place[], context: RequestContext) => Search;
  /** Keys of policy variables in a pattern. */
  readonly variablesOf: (pattern: string) => readonly string[];
}
