import { describe, expect, it } from '@jest/globals';
import type { AppliedStack } from '../../../src/model/applied.ts';
import type { Settings } from '../../../src/model/integration.ts';
import { assessedOf } from '../../helpers/assessed.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { outcomeOf } from '../../../src/report/outcome.ts';
import { integration, live, planInput, role, scope, stack } from '../../helpers/resources.ts';

const declared = [integration('i', [role('r')])];
const observed = [integration('i', [role('r')], { observe: true })];

function planOf(
  integrations: typeof declared,
  trouble: Partial<AppliedStack>,
  overrides: Partial<Settings> = {},
) {
  const resources = trouble.ownership === undefined ? [role('r')] : [];
  const plan = assessedOf(
    planInput({
      scope: scope(integrations, overrides),
      stacks: [stack('i', resources, trouble)],
      live: live([role('r')]),
    }),
    {},
  );
  const [own] = plan.integrations;
  return {
    blockers: own?.blockers.map(({ code }) => code),
    warnings: own?.warnings?.map(({ code }) => code),
    isClean: outcomeOf(plan).clean,
    digest: own?.digest,
  };
}

const stuck = { status: 'IMPORT_ROLLBACK_FAILED' };
const foreign = { ownership: { owner: 'foreign', why: 'was not made by rolekeeper' } } as const;
const edited = {
  ownership: { owner: 'edited', why: 'was edited outside rolekeeper', isRetained: false },
} as const;

describe('a stack to which nothing can be applied', () => {
  it('is said although nothing is to be done, and moves no digest', () => {
    expect(planOf(declared, stuck)).toEqual({
      blockers: ['stack-state'],
      warnings: undefined,
      isClean: false,
      digest: planOf(declared, {}).digest,
    });
    expect(planOf(declared, {})).toMatchObject({ blockers: [], isClean: true });
  });

  it('is a warning where nothing is ever applied: the integration is only observed', () => {
    expect(planOf(observed, stuck)).toMatchObject({ blockers: [], warnings: ['stack-state'] });
    expect(planOf(observed, foreign)).toMatchObject({ blockers: [], warnings: ['foreign-stack'] });
  });

  it('is a warning where no file is about it, unless the settings want it gone', () => {
    expect(planOf([], foreign)).toMatchObject({ blockers: [], warnings: ['foreign-stack'] });
    expect(planOf([], foreign, { delete: ['i'] })).toMatchObject({ blockers: ['foreign-stack'] });
    expect(planOf([], foreign, { release: ['i'] })).toMatchObject({ blockers: ['foreign-stack'] });
    expect(planOf([], edited)).toMatchObject({ blockers: ['foreign-stack'] });
    expect(planOf([], stuck).blockers).toContain('stack-state');
  });
});

describe('a stack with termination protection', () => {
  const isProtected = { isProtected: true } as const;
  const empty = [integration('i', [], { delete: ['role/r'] })];
  it.each<[string, typeof declared, Partial<AppliedStack>, Partial<Settings>, readonly string[]]>([
    ['stays with a resource in it', declared, {}, {}, []],
    ['goes with its last resource', empty, {}, {}, ['stack-state']],
    ['is deleted by the settings', [], {}, { delete: ['i'] }, ['stack-state']],
    ['is released by the settings', [], {}, { release: ['i'] }, ['stack-state']],
    ['goes with its whole folder', [], {}, { retire: 'delete' }, ['stack-state']],
    ['is released with its whole folder', [], {}, { retire: 'release' }, ['stack-state']],
    ['could not be created', declared, { status: 'ROLLBACK_COMPLETE' }, {}, ['stack-state']],
    ['is only observed', observed, { status: 'ROLLBACK_COMPLETE' }, {}, []],
  ])('blocks in the plan where it %s, and nowhere else', (_, integrations, state, settings, blockers) => {
    expect(planOf(integrations, { ...isProtected, ...state }, settings).blockers).toEqual(blockers);
    expect(planOf(integrations, state, settings).blockers).toEqual([]);
  });
});

it.each([
  ['UPDATE_IN_PROGRESS', undefined],
  ['UPDATE_COMPLETE', [{ field: 'Description' }]],
])('what the file has as IAM does is an edit that it took over, but in a stack in %s', (status, accepted) => {
  const changed = role('r', { Description: 'x' });
  const plan = buildPlan(
    planInput({
      scope: scope([integration('i', [changed])]),
      stacks: [stack('i', [role('r')], { status })],
      live: live([changed]),
    }),
  );
  expect(plan.integrations[0]?.entries[0]?.accepted).toEqual(accepted);
});
