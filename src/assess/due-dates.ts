import { isNear } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { SUSPENSION_POLICY, type Integration } from '../model/integration.ts';
import type { PlanEntry } from '../model/plan.ts';

/**
 * Dates of a file that come soon, and access that has run out and is not suspended yet. A message moves with the dates,
 * not with the clock: it is the same each day. What of reviews is overdue, a review rule says.
 */
export function dueDates(
  integration: Integration,
  entries: readonly PlanEntry[],
  today: string,
): readonly Diagnostic[] {
  const { name, file, reviewBy, expires, expired, suspended, datesAt = {} } = integration;
  const due = (key: 'reviewBy' | 'expires', code: string, message: string, hint: string): Diagnostic => {
    const location = datesAt[key];
    return { severity: 'warning', code, message, hint, ...(location === undefined ? {} : { location }) };
  };
  return [
    ...(reviewBy !== undefined && isNear(reviewBy, today)
      ? [
          due(
            'reviewBy',
            'review-due',
            `the access of ${name} is to be reviewed by ${reviewBy}`,
            `read whether it is still needed as it is, and move "reviewBy:" in ${file}`,
          ),
        ]
      : []),
    ...(expires !== undefined && suspended !== true && isNear(expires, today)
      ? [
          due(
            'expires',
            'expires-soon',
            `the access of ${name} expires on ${expires}: from that day on it is planned as suspended`,
            `where it is needed for longer, move "expires:" in ${file}, in a pull request`,
          ),
        ]
      : []),
    ...(expires !== undefined && expired === true && entries.some(suspends)
      ? [
          due(
            'expires',
            'expired',
            `the access of ${name} expired on ${expires}, and it is not suspended yet`,
            `write "suspend: true" into ${file} in a pull request and merge it, or apply this plan; ` +
              'where the access is still needed, move "expires:"',
          ),
        ]
      : []),
  ];
}

/** What apply, or the owner of what is only observed, has still to do. */
function suspends({ changes }: PlanEntry): boolean {
  return changes.some(
    ({ field, member, after }) => field === 'Policies' && member === SUSPENSION_POLICY && after !== undefined,
  );
}
