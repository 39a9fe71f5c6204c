import type { IntegrationPlan } from '../model/plan.ts';
import type { Style } from './say-statement.ts';

/** `review by 2027-01-31, expires 2027-06-30`; empty where the file says nothing of the sort. */
export function sayDates(
  { reviewBy, expires, expired }: Pick<IntegrationPlan, 'reviewBy' | 'expires' | 'expired'>,
  { quote }: Style,
): string {
  return [
    ...(reviewBy === undefined ? [] : [`review by ${quote(reviewBy)}`]),
    ...(expires === undefined
      ? []
      : expired === true
        ? [`expired ${quote(expires)}: planned as suspended`]
        : [`expires ${quote(expires)}`]),
  ].join(', ');
}
