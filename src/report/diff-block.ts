import { visibleText } from './escape-terminal.ts';
import { fencedBlock } from './escape-markdown.ts';
import { wrapText } from './lay-out-text.ts';
import { SIGNS, type ReportLine } from './report-line.ts';

const WIDTH = 96;

const SUMMARIES = {
  plan: 'Every change, field by field',
  drift: 'Every difference, field by field',
} as const;

/** Report lines folded into a `diff` block, in which GitHub colours lines by their first character. */
export function foldedDiff(of: keyof typeof SUMMARIES, lines: readonly ReportLine[]): string {
  if (lines.length === 0) return '';
  // Markdown within <details> begins only after a blank line.
  return [
    `<details><summary>${SUMMARIES[of]}</summary>`,
    fencedBlock('diff', [`# ${SIGNS[of]}`, ...lines.flatMap(diffLines)]),
    '</details>',
  ].join('\n\n');
}

function diffLines({ symbol, depth, text, verbatim }: ReportLine): readonly string[] {
  const indent = '  '.repeat(depth);
  if (verbatim === true) return [`${symbol} ${indent}${visibleText(text)}`];
  return wrapText(visibleText(text), WIDTH - indent.length).map(
    (line, index) => `${symbol} ${indent}${index === 0 ? '' : '    '}${line}`,
  );
}
