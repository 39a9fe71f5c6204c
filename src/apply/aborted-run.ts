import type { IntegrationOutcome } from '../model/apply-result.ts';
import type { RolekeeperError } from '../model/failure.ts';

export type Failed = Extract<IntegrationOutcome, { readonly outcome: 'failed' }>;

export const CONTINUATION =
  'CloudFormation ends by itself what it has begun; the next run continues from there';

/** Whether a failure of one integration is one of the whole run: nothing more can be done after it. */
export function endsTheRun({ reason }: Failed): boolean {
  return reason === 'no-credentials' || reason === 'interrupted';
}

/** What is said of an integration that came after the end. */
export function notStarted(integration: string, { reason, message }: Failed): Failed {
  return { outcome: 'failed', integration, reason, message: `not started: ${message}` };
}

/** Says of what a run left in the middle that nothing is lost. */
export function withContinuationHint(
  outcome: IntegrationOutcome,
  notBegun: ReadonlySet<string>,
): IntegrationOutcome {
  if (outcome.outcome !== 'failed') return outcome.outcome === 'applied' ? notReadAgain(outcome) : outcome;
  // An interruption says it by itself, and of what was not begun nothing is left.
  if (!endsTheRun(outcome) || outcome.reason === 'interrupted' || notBegun.has(outcome.integration)) {
    return outcome;
  }
  const { hint } = outcome;
  return { ...outcome, hint: hint === undefined ? CONTINUATION : `${hint}; ${CONTINUATION}` };
}

/** What was applied is claimed only when it was seen. */
export function unproven(outcome: IntegrationOutcome, error: RolekeeperError): IntegrationOutcome {
  if (outcome.outcome !== 'applied') return outcome;
  return {
    outcome: 'failed',
    integration: outcome.integration,
    reason: error.reason,
    message: `${outcome.integration} was applied, and could not be read again: ${error.message}`,
    hint: error.hint ?? 'run plan: it says whether IAM is as declared',
  };
}

function notReadAgain({ integration }: IntegrationOutcome): Failed {
  return {
    outcome: 'failed',
    integration,
    reason: 'unchecked',
    message: `${integration} was applied, and was not read again: the run ended early`,
    hint: 'run plan: it says whether IAM is as declared',
  };
}
