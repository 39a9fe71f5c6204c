import { describe, expect, it } from '@jest/globals';
import { describeDrift } from '../../../src/report/describe-drift.ts';
import { describeEntry } from '../../../src/report/describe-entry.ts';
import { driftItemsOf } from '../../../src/report/drift-items.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import type { ReportLine } from '../../../src/report/report-line.ts';
import { sayField } from '../../../src/report/say-field.ts';
import { GOLDEN_PLANS } from './golden-plans.ts';

/** The signs of the lines of one field, in order, with what stands below it. */
function signsOf(lines: readonly ReportLine[], name: string): readonly string[] {
  const from = lines.findIndex(({ depth, text }) => depth === 1 && text.includes(name));
  const rest = lines.slice(from + 1);
  const until = rest.findIndex(({ depth }) => depth <= 1);
  return [lines[from], ...rest.slice(0, until < 0 ? rest.length : until)].map((line) => line?.symbol ?? '');
}

describe('a sign means one thing', () => {
  const items = driftItemsOf(GOLDEN_PLANS['drift-and-change']!);

  it.each(items.flatMap((item) => item.entry.changes.map((change) => [sayField(change), item] as const)))(
    '%s has the sign in drift that it has in the plan',
    (name, item) => {
      const signs = signsOf(describeDrift(item, 'brief'), name);
      expect(signs).not.toEqual(['']);
      expect(signs).toEqual(signsOf(describeEntry(item.entry, { blockers: [] }, 'brief'), name));
    },
  );

  it.each([
    ['plan', 'text', 'Signs: + apply adds, - apply removes, ~ apply changes.'],
    ['drift', 'text', 'Signs: + apply would add, - apply would remove, ~ apply would change.'],
    ['plan', 'markdown', '# + apply adds, - apply removes, ~ apply changes'],
    ['drift', 'markdown', '# + apply would add, - apply would remove, ~ apply would change'],
  ] as const)('a legend of %s in %s says which', (command, format, legend) => {
    const text = renderPlan(GOLDEN_PLANS['drift-and-change']!, format, { command, color: false });
    expect(text.split('\n')).toContain(legend);
  });
});
