import { awsManagedName } from '../model/arn.ts';
import type { UndecidedExpectation } from '../model/expectation.ts';
import type { AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import type { Style } from './say-statement.ts';
import { count } from './say-totals.ts';

const MOST_POLICIES = 6;

/**
 * Expectations that could not be decided, in one sentence without a full stop: no mistake, and no "kept" either.
 * Empty when there are none.
 */
export function sayUndecided(
  judged: readonly { readonly undecided: readonly UndecidedExpectation[] }[],
  { quote }: Style,
): string {
  const undecided = judged.flatMap((one) => one.undecided);
  if (undecided.length === 0) return '';
  const policies = [...new Set(undecided.flatMap((one) => one.policies))].sort().map(nameOf).map(quote);
  const rest = policies.length > MOST_POLICIES ? ` and ${policies.length - MOST_POLICIES} more` : '';
  const hang = undecided.length === 1 ? 'is undecided: it depends on' : 'are undecided: they depend on';
  return `${count(undecided.length, 'expectation')} ${hang} ${policies.slice(0, MOST_POLICIES).join(', ')}${rest}, whose contents were not read`;
}

/** The same of a plan. */
export function sayUndecidedOf({ integrations }: AssessedPlan, style: Style): string {
  return sayUndecided(
    integrations.flatMap(({ expectations }) => expectations ?? []),
    style,
  );
}

/** The integrations that break their own expectations. */
export function breakingIn({ integrations }: AssessedPlan): readonly AssessedIntegration[] {
  return integrations.filter(({ expectations }) => (expectations?.broken.length ?? 0) > 0);
}

/** AWS's own policies are known by name. */
function nameOf(policy: string): string {
  return awsManagedName(policy) ?? policy;
}
