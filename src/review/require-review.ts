import type { RequireReview } from './decide-review.ts';

const STRICTEST_FIRST: readonly RequireReview[] = ['approval', 'plan', 'none'];

/** The strictest of several; what is not said is `plan`. */
export function strictestReview(...all: readonly (RequireReview | undefined)[]): RequireReview {
  const said = all.map((one) => one ?? 'plan');
  return STRICTEST_FIRST.find((one) => said.includes(one)) ?? 'plan';
}
