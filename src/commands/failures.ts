import type { IntegrationOutcome } from '../model/apply-result.ts';
import { RolekeeperError } from '../model/failure.ts';
import { sayFailed } from '../report/apply-result.ts';
import {
  blockersOf,
  isBlocked,
  type AssessedIntegration,
  type AssessedPlan,
  type Blocker,
} from '../model/assessment.ts';
import { isActing, isChanged } from '../model/plan.ts';
import { failureOfFindings } from './review-plan.ts';

/**
 * Why a plan fails the run although it was made and printed: something in it was not read, what the YAML changes
 * cannot be applied, a review rule forbids something, or nothing can be applied to a stack until a person has
 * helped it. Drift alone fails nothing: the pull request did not cause it.
 */
export function failureOfPlan(plan: AssessedPlan): RolekeeperError | undefined {
  return failureOfBlocked(plan) ?? failureOfFindings(plan) ?? failureOfUnchecked(plan);
}

/** Expectations that only what was read of AWS could decide, and that are broken; whatever else the plan says. */
export function failureOfExpectations({ integrations }: AssessedPlan): RolekeeperError | undefined {
  const broken = integrations.flatMap(({ expectations }) => expectations?.broken ?? []);
  const [first] = broken;
  if (first === undefined) return undefined;
  const count = broken.length === 1 ? 'an expectation is broken' : `${broken.length} expectations are broken`;
  return new RolekeeperError('expectation-failed', count, {
    hint: 'the plan names each and the statement that decided it; nothing of its integration is applied',
    ...(first.location === undefined ? {} : { location: first.location }),
  });
}

export function failureOfBlocked(plan: AssessedPlan): RolekeeperError | undefined {
  const expectations = failureOfExpectations(plan);
  if (expectations !== undefined) return expectations;
  const blocked = plan.integrations.filter(
    (integration) => isBlockedChange(integration) || stackTroubleOf(integration) !== undefined,
  );
  if (blocked.length === 0) return undefined;
  if (blocked.every(isBlockedByFindings)) return failureOfFindings({ integrations: blocked });
  return new RolekeeperError(
    'blocked',
    `cannot be applied: ${blocked.map((integration) => integration.integration).join(', ')}`,
    {
      hint: 'the plan names each reason and what to do about it',
    },
  );
}

/** Drift that apply was to revert and did nothing about: what a person has to know is no success. */
export function failureOfBlockedDrift(
  { integrations }: AssessedPlan,
  outcomes: readonly IntegrationOutcome[],
): RolekeeperError | undefined {
  const blocked = outcomes
    .filter(({ outcome }) => outcome === 'blocked')
    .map(({ integration }) => integration)
    .filter((name) => integrations.some((one) => one.integration === name && one.entries.some(isActing)));
  if (blocked.length === 0) return undefined;
  return new RolekeeperError('blocked', `not reverted, because something blocks it: ${blocked.join(', ')}`, {
    hint: 'the plan names each reason and what to do about it; nothing of them was touched',
  });
}

/** The stacks that only a person can help; apply cannot revert what drifts in them. */
export function failureOfStacks({ integrations }: AssessedPlan): RolekeeperError | undefined {
  const troubles = integrations.flatMap((integration) => stackTroubleOf(integration) ?? []);
  const [first] = troubles;
  if (first === undefined) return undefined;
  if (troubles.length === 1) return new RolekeeperError('blocked', first.message, { hint: first.hint });
  return new RolekeeperError('blocked', troubles.map(({ message }) => message).join('; '), {
    hint: 'the report names for each what to do about it',
  });
}

/** What the user left out with `--live` is theirs to know; what could not be read of IAM is not. */
export function failureOfUnchecked(plan: AssessedPlan): RolekeeperError | undefined {
  if (plan.source.kind !== 'iam') return undefined;
  const unread = plan.integrations.flatMap((integration) =>
    integration.entries.filter((entry) => entry.unchecked.length > 0).map((entry) => entry.address),
  );
  const what = [...unread, ...plan.unchecked.map((item) => item.address ?? `every ${item.kind}`)];
  if (what.length === 0) return undefined;
  return new RolekeeperError('unchecked', `not everything could be read: ${[...new Set(what)].join(', ')}`, {
    hint: 'the report does not judge it; give the role the permission that the plan names, and run again',
  });
}

/** `failed: a, b; not confirmed: c` */
function byWord(failed: readonly Extract<IntegrationOutcome, { readonly outcome: 'failed' }>[]): string {
  const words = [...new Set(failed.map(sayFailed))];
  return words
    .map((word) => {
      const own = failed.filter((outcome) => sayFailed(outcome) === word);
      return `${word}: ${own.map(({ integration }) => integration).join(', ')}`;
    })
    .join('; ');
}

/** The first thing that went wrong in an apply; undefined when all went well. */
export function failureOfOutcomes(
  plan: AssessedPlan,
  outcomes: readonly IntegrationOutcome[],
): RolekeeperError | undefined {
  const failed = outcomes.filter((outcome) => outcome.outcome === 'failed');
  const [first] = failed;
  if (first === undefined) return failureOfBlocked(plan);
  if (failed.length === 1) {
    return new RolekeeperError(first.reason, first.message, {
      ...(first.hint === undefined ? {} : { hint: first.hint }),
      ...(first.location === undefined ? {} : { location: first.location }),
    });
  }
  return new RolekeeperError(first.reason, byWord(failed), {
    hint: 'the reasons are shown above',
  });
}

function stackTroubleOf({ blockers }: AssessedIntegration): Blocker | undefined {
  return blockers.find(({ code }) => code === 'stack-state' || code === 'foreign-stack');
}

function isBlockedChange(integration: AssessedIntegration): boolean {
  return isChanged(integration) && isBlocked(integration);
}

/** By nothing else: whatever else blocks is the graver reason. */
function isBlockedByFindings(integration: AssessedIntegration): boolean {
  return blockersOf(integration).every(({ code }) => code === 'findings');
}
