import { describe, expect, it } from '@jest/globals';
import { cutText, layOutLine, paintFor, wrapText } from '../../../src/report/lay-out-text.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import { reportLine } from '../../../src/report/report-line.ts';
import stringWidth from 'fast-string-width';
import { GOLDEN_PLANS } from './golden-plans.ts';

describe('text for a terminal', () => {
  it('breaks between words, and keeps a word whole that is longer than a line', () => {
    const arn = 'arn:aws:iam::111122223333:role/a-role-with-a-long-name';
    expect(wrapText(`the role ${arn} is there`, 20)).toEqual(['the role', arn, 'is there']);
  });

  it('counts columns, of which a character of Chinese takes two', () => {
    expect(wrapText('你好 世界 朋友 大家 再见', 20)).toEqual(['你好 世界 朋友 大家', '再见']);
    expect(cutText('你好世界', 5)).toBe('你好…');
    expect(cutText('short', 5)).toBe('short');
  });

  it('keeps spaces at the beginning of what is wrapped', () => {
    expect(wrapText('  one two three four five six', 22)).toEqual(['  one two three four', '  five six']);
  });

  it('stays within the width with symbol and indentation, in every line', () => {
    const paint = paintFor({ color: false, width: 40 });
    const lines = layOutLine(reportLine('+', 1, 'word '.repeat(30).trim()), paint);
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.every((line) => line.length <= 40)).toBe(true);
  });
});

describe.each([40, 80, 200])('a report for a terminal of %i columns', (width) => {
  const words = (text: string): readonly string[] => text.split(/\s+/);

  it.each(Object.entries(GOLDEN_PLANS))('goes beyond the edge with single words alone: %s', (_, plan) => {
    for (const command of ['plan', 'drift'] as const) {
      const text = renderPlan(plan, 'text', { command, color: false, width });
      const wide = text.split('\n').filter((line) => stringWidth(line) > width);
      // The symbol of an entry stands before its first word.
      expect(wide.filter((line) => words(line.trim().replace(/^[-+~!?⇄.] /, '')).length > 1)).toEqual([]);
    }
  });

  it('has each ARN whole', () => {
    const arn = 'arn:aws:iam::111122223333:role/integrations/a-role-with-a-long-name';
    const lines = layOutLine(
      reportLine('+', 1, `the role ${arn} is there`),
      paintFor({ color: false, width }),
    );
    expect(words(lines.join('\n'))).toContain(arn);
  });
});
