import type { Diagnostic } from '../model/diagnostic.ts';
import type { Blocker, Plan } from '../model/plan.ts';
import type { IntegrationExpectations } from './check-expectations.ts';

/**
 * The plan with what became of the expectations of the integrations that it is about. A broken one blocks its
 * integration: nothing of it is applied. Nothing of it is in the digest.
 */
export function attachExpectations(plan: Plan, judged: readonly IntegrationExpectations[]): Plan {
  const byName = new Map(judged.map(({ integration, ...expectations }) => [integration, expectations]));
  return {
    ...plan,
    integrations: plan.integrations.map((integration) => {
      const expectations = byName.get(integration.integration);
      if (expectations === undefined) return integration;
      const blockers = [...integration.blockers, ...expectations.broken.map(blockerOf)];
      return { ...integration, blockers, expectations };
    }),
  };
}

function blockerOf({ message, hint = '', location }: Diagnostic): Blocker {
  const place = location === undefined ? '' : ` (${location.file}:${location.line})`;
  return { code: 'expectation-failed', message: `an expectation is broken${place}: ${message}`, hint };
}
