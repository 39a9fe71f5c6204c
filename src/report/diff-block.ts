import { visibleText } from './escape-terminal.ts';
import { fencedBlock } from './escape-markdown.ts';
import { wrapText } from './lay-out-text.ts';
import type { ReportLine } from './report-line.ts';

const WIDTH = 96;

/** What signs mean: of a plan, what apply will do; of drift, what was done. */
const LEGENDS = {
  'Every change': '+ is what apply gives or adds, - what it takes or removes',
  'Every edit': '+ is what was given or added in the account, - what was taken or removed',
} as const;

/** Report lines folded into a `diff` block, in which GitHub colours lines by their first character. */
export function foldedDiff(summary: 'Every change' | 'Every edit', lines: readonly ReportLine[]): string {
  if (lines.length === 0) return '';
  // Markdown within <details> begins only after a blank line.
  return [
    `<details><summary>${summary}, field by field: ${LEGENDS[summary]}</summary>`,
    fencedBlock('diff', lines.flatMap(diffLines)),
    '</details>',
  ].join('\n\n');
}

function diffLines({ symbol, depth, text }: ReportLine): readonly string[] {
  // GitHub knows no colour for "~" but one for "!".
  const first = symbol === '~' ? '!' : symbol;
  const indent = '  '.repeat(depth);
  return wrapText(visibleText(text), WIDTH - indent.length).map(
    (line, index) => `${first} ${indent}${index === 0 ? '' : '    '}${line}`,
  );
}
