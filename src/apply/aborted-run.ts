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
  return { outcome: 'failed', integration, reason, message, known: 'not-started' };
}

/** What is claimed of an integration of a run that ended before it was proved. */
export function ofAbortedRun(outcome: IntegrationOutcome): IntegrationOutcome {
  return outcome.outcome === 'applied' ? notReadAgain(outcome) : outcome;
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
    known: 'not-confirmed',
  };
}

function notReadAgain({ integration }: IntegrationOutcome): Failed {
  return {
    outcome: 'failed',
    integration,
    reason: 'unchecked',
    message: `${integration} was applied, and was not read again: the run ended early`,
    hint: 'run plan: it says whether IAM is as declared',
    known: 'not-confirmed',
  };
}
