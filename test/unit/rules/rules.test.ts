import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { RULE_NAMES, type RuleName } from '../../../src/model/finding.ts';
import { reviewScope } from '../../../src/rules/review.ts';
import { onlyWith, scopeOfRow, type Row } from './file-of-row.ts';

function rowsOf(rule: RuleName): readonly Row[] {
  return JSON.parse(readFileSync(`test/cases/rules/${rule}.json`, 'utf8')) as readonly Row[];
}

const DECLARED = RULE_NAMES.filter((rule) => rule !== 'undeclared-outside-trust');

describe.each(DECLARED)('the rule %s', (rule) => {
  const rows = rowsOf(rule);

  it.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const catalogue = await readCatalogue();
    const reviews = reviewScope({ scope: onlyWith(scopeOfRow(row), rule), catalogue, today: '2026-11-22' });
    const found = [...reviews.values()].flatMap(({ findings }) =>
      findings.filter((one) => one.rule === rule),
    );
    expect(found.map(({ message }) => message)).toEqual(
      row.finds.map((part) => expect.stringContaining(part)),
    );
    if (row.hints !== undefined) expect(found.map(({ hint }) => hint)).toEqual(row.hints);
    for (const { location, hint } of found) {
      expect(location?.file).toBe('desired/case-of-rule.yaml');
      expect(hint).not.toBe('');
    }
  });

  it('has cases that look like one and are none', () => {
    expect(rows.filter(({ finds }) => finds.length === 0).length).toBeGreaterThanOrEqual(3);
    expect(rows.filter(({ finds }) => finds.length > 0).length).toBeGreaterThanOrEqual(3);
  });
});
