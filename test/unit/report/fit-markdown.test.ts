import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BODY_LIMIT } from '../../../src/review/comment-body.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import { itThorough, runsOf } from '../../helpers/thorough.ts';
import { GOLDEN_PLANS } from './golden-plans.ts';
import { manyIntegrations } from './many-integrations.ts';

const plan = manyIntegrations(40);
const render = (limit: number, command: 'plan' | 'drift' = 'plan'): string =>
  renderPlan(plan, 'markdown', { command, color: false, limit, fullReport: 'the job summary' });

/** Every fence and every <details> that is opened is closed. */
function expectWhole(markdown: string): void {
  expect(markdown.match(/^`{3,}\w+$/gm)?.length ?? 0).toBe(markdown.match(/^`{3,}$/gm)?.length ?? 0);
  expect(markdown.match(/^<details>/gm)?.length).toBe(markdown.match(/^<\/details>$/gm)?.length);
  expect(markdown.endsWith('\n')).toBe(true);
}

const cutOf = (text: string): string => /Too long for here.*/.exec(text)?.[0] ?? '';

describe('markdown with a limit', () => {
  it('is whole, and says nothing of being cut, when it fits', () => {
    const whole = render(1_000_000);
    expect(whole).not.toContain('Too long');
    expect(render(whole.length)).toBe(whole);
  });

  it('leaves out the documents first, and keeps every change', () => {
    const whole = render(1_000_000);
    const cut = render(whole.length - 1);
    expect(cut).toContain('20 document views.');
    expect(cut).not.toContain('The documents, as JSON');
    expect(cut.match(/Every change, field by field/g)).toEqual(whole.match(/Every change, field by field/g));
  });

  it('leaves out the details of the largest next, and keeps every verdict', () => {
    const withoutDocuments = render(render(1_000_000).length - 1);
    const withoutDigests = render(withoutDocuments.length - 1);
    expect(withoutDigests).toContain('40 digests.');
    const cut = render(withoutDigests.length - 1);
    expect(cut).toContain('1 folded detail');
    expect(cut.match(/^#### /gm)).toHaveLength(40);
  });

  it('keeps a row of the table for every integration when there is room for nothing else', () => {
    const cut = render(6_000);
    expect(cut.match(/^\| `integration-/gm)).toHaveLength(40);
    expect(cut).toContain('The whole report: `the job summary`.');
  });

  it('is the totals at the very least', () =>
    expect(render(200)).toBe(
      '## IAM plan: 20 to create, 20 to update, 4 to delete\n\n> [!CAUTION]\n> … and 6 more\n\nThe whole report: `the job summary`.\n',
    ));

  it('never exceeds the limit and never cuts inside a fence or a tag', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 70_000 }),
        fc.constantFrom('plan' as const, 'drift' as const),
        (limit, command) => {
          const markdown = render(limit, command);
          expect(markdown.length).toBeLessThanOrEqual(limit);
          expectWhole(markdown);
        },
      ),
      runsOf(5, 60),
    ));

  itThorough(
    'shows the worst of 300 changed stacks first in one comment, and says how much of the rest it leaves out',
    () => {
      const calm = manyIntegrations(300);
      // The last by name is the most dangerous.
      const many = {
        ...calm,
        integrations: calm.integrations.map((one, index) => {
          const [role] = one.entries;
          const letsIn = { anybody: false, strangers: ['999999999999'] };
          return index === 299 && role !== undefined ? { ...one, entries: [{ ...role, letsIn }] } : one;
        }),
      };
      const text = renderPlan(many, 'markdown', { command: 'plan', color: false, limit: BODY_LIMIT });
      expect(text.length).toBeLessThanOrEqual(BODY_LIMIT);
      expectWhole(text);
      expect(text.slice(0, text.indexOf('<details>'))).toContain('999999999999');
      const rows = text.match(/^\| `integration-\d+/gm) ?? [];
      const sections = text.match(/^#### .*/gm) ?? [];
      const left = (noun: string): number =>
        Number(new RegExp(`(\\d+) ${noun}s?\\b`).exec(cutOf(text))?.[1] ?? 0);
      expect(rows.length + left('table row')).toBe(300);
      expect(sections.length + left('section')).toBe(300);
      expect(sections[0]).toContain('integration-299');
    },
  );

  it('counts what breaking a workflow command adds to the text', () => {
    const loud = {
      ...plan,
      integrations: plan.integrations.map((item) => ({ ...item, description: '##[error]x' })),
    };
    const options = { command: 'plan', color: false } as const;
    const whole = renderPlan(loud, 'markdown', { ...options, limit: 1_000_000 });
    expect(whole).not.toContain('##[');
    for (let cut = 0; cut < 400; cut += 80)
      expect(
        renderPlan(loud, 'markdown', { ...options, limit: whole.length - cut }).length,
      ).toBeLessThanOrEqual(whole.length - cut);
  });

  it('keeps hostile data whole as well', () => {
    for (let limit = 400; limit < 2_400; limit += 100)
      expectWhole(renderPlan(GOLDEN_PLANS['hostile']!, 'markdown', { command: 'plan', color: false, limit }));
  });
});
