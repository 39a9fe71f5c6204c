import { describe, expect, it } from '@jest/globals';
import { cutText, layOutLine, paintFor, wrapText } from '../../../src/report/lay-out-text.ts';
import { reportLine } from '../../../src/report/report-line.ts';

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
