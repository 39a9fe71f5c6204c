import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { planPage } from '../../../src/report/page/plan-page.ts';
import { renderPlansPage } from '../../../src/report/registry.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { GOLDEN_PLANS } from './golden-plans.ts';
import { hostilePlan } from './hostile-plans.ts';
import { EXTERNAL_ID } from './plan-builders.ts';

const ASSETS = { script: 'void 0', style: 'main{}' };
const tagsOf = (html: string) => html.match(/<[/!]?[a-z]+/gi);
const OWN_TAGS = tagsOf(renderPlansPage([GOLDEN_PLANS['empty']!], 'plan', ASSETS));
const golden = (name: string) => GOLDEN_PLANS[name]!;

describe('the page of a plan', () => {
  it('has a row for each resource that is not in sync, with who comes in and what that reaches', () => {
    const { rows, title } = planPage([golden('create')], 'plan');
    expect(title).toBe('IAM plan of account 111122223333');
    expect(rows.map(({ name, left, right }) => [name, left, right])).toEqual([
      ['role/logzio-s3-fetcher', ['Logz.io'], ['reads data', 'reads']],
    ]);
    expect(rows[0]?.cells['who']).toEqual([
      'new: Logz.io (AWS account 406095609952), with external id #239ab9',
    ]);
  });

  it('has the documents on both sides, folded', () => {
    const { rows, texts } = planPage([golden('update-statements')], 'plan');
    const titles = rows[0]?.sections.filter(({ text }) => text !== undefined).map((one) => one.title);
    expect(titles).toEqual([
      'AssumeRolePolicyDocument is',
      'AssumeRolePolicyDocument is declared as',
      'Policies s3-read is',
      'Policies s3-read is declared as',
    ]);
    expect(texts).toHaveLength(4);
  });

  it('puts first what the cautions put first', () => {
    const { rows } = planPage([golden('drift-and-change')], 'drift');
    expect(rows.map(({ grade }) => grade)).toEqual(['critical', 'critical', 'low']);
  });

  it('has what is to be handed over to the third party, once', () => {
    const plan = golden('create');
    const [only, ...others] = plan.integrations;
    const handover = 'The role is ready.\nIts external id is the one of your console.';
    const told = { ...plan, integrations: [{ ...only!, handover }, ...others] };
    const sections = planPage([told], 'plan').rows.flatMap((row) => row.sections);
    expect(sections.filter(({ title }) => title.startsWith('To hand over'))).toEqual([
      {
        title: 'To hand over to Logz.io, once this is applied',
        lines: ['The role is ready.', 'Its external id is the one of your console.'],
      },
    ]);
  });

  it('has the plans of all scopes', () =>
    expect(planPage([golden('create'), golden('blocked-deletion')], 'plan').rows.length).toBeGreaterThan(1));

  it('says what was not read', () =>
    expect(planPage([golden('unchecked')], 'plan').unchecked.length).toBeGreaterThan(0));

  it('has the dates that are due, with what to do', () => {
    const [only, ...others] = golden('create').integrations;
    const warnings = [
      {
        severity: 'warning' as const,
        code: 'expires-soon',
        message: 'a expires soon',
        hint: 'move "expires:"',
      },
      { severity: 'warning' as const, code: 'other', message: 'no date' },
    ];
    const dated = { ...golden('create'), integrations: [{ ...only!, warnings }, ...others] };
    expect(planPage([dated], 'plan').dates).toEqual(['a expires soon: move "expires:"']);
  });

  it('shows no external id', () =>
    expect(renderPlansPage([golden('create')], 'plan', ASSETS)).not.toContain(EXTERNAL_ID));

  it('has nothing in it but its own markup, whatever stands in the plan', () =>
    fc.assert(
      fc.property(hostilePlan, fc.constantFrom('plan' as const, 'drift' as const), (plan, command) => {
        const html = renderPlansPage([plan], command, ASSETS);
        expect(tagsOf(html)).toEqual(OWN_TAGS);
        expect(html.match(/<\/?script/g)).toHaveLength(4);
        expect(html).toContain("default-src 'none'");
        expect(html).not.toMatch(/[\u2028\u2029\u202e]/);
      }),
      runsOf(10, 500),
    ));
});
