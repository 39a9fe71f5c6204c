import type { Diagnostic } from '../model/diagnostic.ts';
import { findingsIn, type AssessedPlan } from '../model/assessment.ts';

/**
 * The plan as a drift report tells it: reviews that are overdue, which a plan has among its findings, are among the
 * warnings. What else the rules say of a file is the business of its pull request; a date comes without one.
 */
export function withOverdueReviews(plan: AssessedPlan): AssessedPlan {
  const overdue = overdueReviews(plan);
  return overdue.length === 0 ? plan : { ...plan, warnings: [...(plan.warnings ?? []), ...overdue] };
}

/** Reviews that are overdue and that no exception accepts. */
export function overdueReviews(plan: AssessedPlan): readonly Diagnostic[] {
  return findingsIn(plan)
    .filter(({ rule }) => rule === 'overdue-review')
    .map(({ rule, message, hint, location }) => ({
      severity: 'warning',
      code: rule,
      message,
      hint,
      ...(location === undefined ? {} : { location }),
    }));
}

const DUE = ['review-due', 'expires-soon', 'expired'];

/** All that the files say of time and that is due: it is told until a pull request answers it. */
export function dueIn(plan: AssessedPlan): readonly Diagnostic[] {
  const warnings = plan.integrations.flatMap((integration) => integration.warnings ?? []);
  return [...warnings.filter(({ code }) => DUE.includes(code)), ...overdueReviews(plan)];
}
