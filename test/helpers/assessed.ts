import { RunBudget } from '../../src/access/step-budget.ts';
import { assess, type Evidence } from '../../src/assess/assess.ts';
import { guardsOf } from '../../src/assess/guards.ts';
import { assessedPlan, type AssessedPlan } from '../../src/model/assessment.ts';
import { RULE_NAMES, type RuleLevels } from '../../src/model/finding.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { PlanInput } from '../../src/plan/input.ts';

/** No rule at all: what is tested is said whatever the rules find. */
const RULES_OFF = Object.fromEntries(RULE_NAMES.map((name) => [name, 'off'])) as RuleLevels;

/** Nothing was read besides the two sides, and no action of AWS is known. */
export function bareEvidence(input: PlanInput, parts: Partial<Evidence> = {}): Evidence {
  return {
    input,
    answers: {},
    contents: new Map(),
    uses: new Map(),
    catalogue: { source: '', services: {} },
    templates: new Map(),
    budget: new RunBudget(),
    ...parts,
  };
}

/** The plan of three sides with its assessment; no review rule is asked. */
export function assessedOf(input: PlanInput, parts: Partial<Evidence> = {}): AssessedPlan {
  const plan = buildPlan(input);
  const guards = { ...guardsOf(input.scope.settings), rules: RULES_OFF };
  return assessedPlan(plan, assess(plan, bareEvidence(input, parts), guards));
}
