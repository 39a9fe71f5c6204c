import type { RunBudget } from '../access/step-budget.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Blocker } from '../model/assessment.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Integration, Scope } from '../model/integration.ts';
import type { OnJudged } from '../model/judged-tally.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanInput } from '../plan/input.ts';
import type { PolicyContentsByArn } from './access-sides.ts';
import { checkExpectations, policiesExpected, type IntegrationExpectations } from './check-expectations.ts';

export type { IntegrationExpectations };

interface ExpectationEvidence {
  readonly input: PlanInput;
  readonly catalogue: ActionCatalogue;
  readonly contents: PolicyContentsByArn;
  readonly onJudged?: OnJudged | undefined;
}

/** What became of the expectations of the integrations that a plan is about, by name. */
export function expectationsOf(
  plan: Plan,
  { input, catalogue, contents, onJudged }: ExpectationEvidence,
  budget?: RunBudget,
): ReadonlyMap<string, IntegrationExpectations> {
  const names = new Set(plan.integrations.map(({ integration }) => integration));
  const scope = expectingOnly(input.scope, names);
  if (scope.integrations.every((one) => one.expectations === undefined)) return new Map();
  return new Map(
    checkExpectations(scope, catalogue, { contents, budget, onJudged }).map((one) => [one.integration, one]),
  );
}

/** The policies without whose contents an expectation cannot be decided: most need nothing but the files. */
export function policiesForExpectations(
  plan: Plan,
  evidence: Omit<ExpectationEvidence, 'contents'>,
  budget?: RunBudget,
): readonly string[] {
  return policiesExpected([...expectationsOf(plan, { ...evidence, contents: new Map() }, budget).values()]);
}

/** A broken expectation blocks its integration. */
export function brokenBlockers(broken: readonly Diagnostic[]): readonly Blocker[] {
  return broken.map(({ message, hint = '', location }) => {
    const place = location === undefined ? '' : ` (${location.file}:${location.line})`;
    return { code: 'expectation-failed', message: `an expectation is broken${place}: ${message}`, hint };
  });
}

/** Everything that is declared, and the expectations of some integrations. */
function expectingOnly(scope: Scope, names: ReadonlySet<string>): Scope {
  const integrations = scope.integrations.map((integration): Integration => {
    const { expectations: _, ...rest } = integration;
    return names.has(integration.name) ? integration : rest;
  });
  return { ...scope, integrations };
}
