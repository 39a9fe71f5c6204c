import { expect, it } from '@jest/globals';
import { RunBudget } from '../../../src/access/step-budget.ts';
import { assess } from '../../../src/assess/assess.ts';
import { checkExpectations } from '../../../src/assess/check-expectations.ts';
import { guardsOf } from '../../../src/assess/guards.ts';
import { assessedPlan, blockersOf } from '../../../src/model/assessment.ts';
import type { Expectation } from '../../../src/model/expectation.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { bareEvidence } from '../../helpers/assessed.ts';
import { integration, live, planInput, role, scope } from '../../helpers/resources.ts';

const PLENTY = 1_000_000_000;

const wide = role('wide', {
  Policies: (['Allow', 'Deny'] as const).map((Effect) => ({
    PolicyName: Effect,
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: Array.from({ length: 12 }, (_, n) => ({
        Effect,
        Action: 's3:*',
        Resource: `arn:aws:s3:::*${Effect}${n}*`,
      })),
    },
  })),
});
const expectation: Expectation = {
  expects: 'access',
  principal: 'role/wide',
  verdict: 'deny',
  action: 's3:DeleteObject',
  on: ['arn:aws:s3:::other'],
  location: { file: 'desired/i.yaml', line: 1, column: 1 },
};
const one = { ...integration('i', [wide]), expectations: [expectation] };
const input = planInput({ scope: scope([one]), live: live([]) });
const plan = buildPlan(input);

/** What is taken of the pool beyond the share of the file. */
function spentBy(judges: number): number {
  const budget = new RunBudget(PLENTY);
  budget.of('i').spend(250_000);
  const evidence = bareEvidence(input, { budget });
  const guards = guardsOf(input.scope.settings);
  for (let judge = 0; judge < judges; judge += 1) assess(plan, evidence, { ...guards, maxDeletes: judge });
  return PLENTY - budget.left;
}

it('all judges of a run draw from one budget', () => {
  expect(spentBy(1)).toBeGreaterThan(1_000);
  expect(spentBy(2)).toBeGreaterThan(1.5 * spentBy(1));
});

it('what the first judge left too little for is said to be too complex by the next', () => {
  const budget = new RunBudget(spentBy(1));
  budget.of('i').spend(250_000);
  const evidence = bareEvidence(input, { budget });
  const [first, second] = [0, 1].map((maxDeletes) =>
    assessedPlan(plan, assess(plan, evidence, { ...guardsOf(input.scope.settings), maxDeletes })),
  );
  const complex = (assessed: typeof first) =>
    assessed?.integrations
      .flatMap(blockersOf)
      .some(({ message }) => message.includes('too complex to compare exactly'));
  expect([complex(first), complex(second)]).toEqual([false, true]);
});

it('an expectation is judged once in a run, however many steps of it ask', () => {
  const budget = new RunBudget(PLENTY);
  budget.of('i').spend(250_000);
  const catalogue = { source: '', services: {} };
  const fresh = scope([{ ...one, expectations: [{ ...expectation }] }]);
  const first = checkExpectations(fresh, catalogue, { budget });
  const { left } = budget;
  expect(left).toBeLessThan(PLENTY);
  expect(checkExpectations(fresh, catalogue, { budget })).toEqual(first);
  expect(budget.left).toBe(left);
});

it('each of many scopes has an equal part of the pool, and each file its share all the same', () => {
  const [alone, among] = [RunBudget.ofScopes(1), RunBudget.ofScopes(300)];
  expect(among.left).toBe(Math.floor(alone.left / 300));
  expect(among.of('a').spend(250_000)).toBe(true);
});
