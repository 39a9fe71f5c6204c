import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../src/assess/assess.ts';
import { guardsOf, isSame, type Guards } from '../../../src/assess/guards.ts';
import { worst } from '../../../src/assess/worst.ts';
import {
  applicableIn,
  assessedPlan,
  blockersOf,
  type Assessment,
  type AssessedPlan,
} from '../../../src/model/assessment.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { bareEvidence } from '../../helpers/assessed.ts';
import { integration, live, planInput, role, scope, stack, trustOf } from '../../helpers/resources.ts';

const everybody = role('open', { AssumeRolePolicyDocument: trustOf('AWS', '*') });
const gone = role('gone');
const input = planInput({
  scope: scope([integration('deletes', [], { delete: ['role/gone'] }), integration('opens', [everybody])], {
    maxDeletes: 1,
  }),
  stacks: [stack('deletes', [gone])],
  live: live([gone]),
});
const plan = buildPlan(input);
const own: Guards = { ...guardsOf(input.scope.settings), rules: { 'trust-anybody': 'warning' } };
const strictRules: Guards = { ...own, rules: { 'trust-anybody': 'error' } };
const noDeletes: Guards = { ...own, maxDeletes: 0 };

function judged(guards: Guards, names: readonly string[] = ['deletes', 'opens']): Assessment {
  const integrations = plan.integrations.filter((one) => names.includes(one.integration));
  return assess({ ...plan, integrations }, bareEvidence(input), guards);
}

function codes(assessment: Assessment): Readonly<Record<string, readonly string[]>> {
  return codesIn(assessedPlan(plan, assessment));
}

function codesIn({ integrations }: AssessedPlan): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    integrations.map((one) => [one.integration, blockersOf(one).map(({ code }) => code)]),
  );
}

const BOTH = { deletes: ['too-many-deletions'], opens: ['findings'] };

describe('the worst of what several judges say of a plan', () => {
  it('has nothing to block where no judge blocks anything', () => {
    expect(codes(judged(own))).toEqual({ deletes: [], opens: [] });
  });

  it.each([
    ['the stricter rules first', [strictRules, noDeletes]],
    ['the lower limit first', [noDeletes, strictRules]],
    ['the lenient judge in between', [strictRules, own, noDeletes]],
    ['the lenient judge last', [noDeletes, strictRules, own]],
  ])('blocks what any of them blocks, %s', (_, guards) => {
    expect(codes(guards.map((one) => judged(one)).reduce(worst, judged(own)))).toEqual(BOTH);
  });

  it('says each blocker once, and of a finding the stricter level', () => {
    const twice = worst(worst(judged(own), judged(strictRules)), judged(strictRules));
    expect(codes(twice)).toEqual({ deletes: [], opens: ['findings'] });
    const [finding, ...more] = twice.integrations.get('opens')?.findings ?? [];
    expect(finding).toMatchObject({ rule: 'trust-anybody', level: 'error' });
    expect(more.filter(({ rule }) => rule === 'trust-anybody')).toEqual([]);
  });

  it('leaves an integration alone that the other judge did not see', () => {
    expect(codes(worst(judged(own), judged({ ...noDeletes, ...strictRules }, [])))).toEqual({
      deletes: [],
      opens: [],
    });
    expect(codes(worst(judged(own), judged(strictRules, ['deletes'])))).toEqual({ deletes: [], opens: [] });
  });
});

describe('the guards of two branches', () => {
  it('are the same when they come to the same levels, accounts and limit', () => {
    expect(isSame(own, { ...own, rules: { 'trust-anybody': 'warning', 'full-admin': 'error' } })).toBe(true);
    expect(isSame({ ...own, ownAccounts: ['1', '2'] }, { ...own, ownAccounts: ['2', '1'] })).toBe(true);
  });

  it.each([
    ['a level', strictRules],
    ['the limit', noDeletes],
    ['an own account', { ...own, ownAccounts: ['111122223333'] }],
  ])('differ in %s', (_, other) => {
    expect(isSame(own, other)).toBe(false);
  });
});

describe('an integration that was planned and not assessed', () => {
  const others: Plan = { ...plan, integrations: [] };

  it('is blocked, and apply may not touch it', () => {
    const joined = assessedPlan(plan, assess(others, bareEvidence(input), own));
    expect(new Set(Object.values(codesIn(joined)).flat())).toEqual(new Set(['unchecked']));
    expect(applicableIn(joined).size).toBe(0);
  });

  it('is not what one with an assessment is', () => {
    expect([...applicableIn(assessedPlan(plan, judged(own)))].sort()).toEqual(['deletes', 'opens']);
  });
});
