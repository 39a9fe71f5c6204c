import { createColors } from 'picocolors';
import { visibleText } from './escape-terminal.ts';
import type { LineSymbol, ReportLine } from './report-line.ts';

const WIDTH = 100;

/** Paints finished text; `plain` leaves it as it is. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly symbol: (symbol: LineSymbol, text: string) => string;
}

export function paintFor(color: boolean): Paint {
  const colors = createColors(color);
  const plain = (text: string): string => text;
  const bySymbol: Readonly<Record<LineSymbol, (text: string) => string>> = {
    '+': colors.green,
    '-': colors.red,
    '~': colors.yellow,
    '!': colors.magenta,
    '?': colors.cyan,
    '⇄': colors.blue,
    '.': colors.dim,
    ' ': plain,
  };
  return { bold: colors.bold, dim: colors.dim, symbol: (symbol, text) => bySymbol[symbol](text) };
}

/** A report line as lines of a terminal: symbol, indented text, wrapped between words, nothing invisible in it. */
export function layOutLine({ symbol, depth, text, verbatim }: ReportLine, paint: Paint): readonly string[] {
  const indent = '  '.repeat(1 + depth * 2);
  if (verbatim === true) return [paint.symbol(symbol, `${indent}  ${visibleText(text)}`)];
  const [first = '', ...rest] = wrapText(visibleText(text), WIDTH - indent.length - 2);
  const lines = [`${indent}${symbol} ${first}`, ...rest.map((line) => `${indent}      ${line}`)];
  return lines.map((line) => paint.symbol(symbol, line.trimEnd()));
}

/** A paragraph at the left edge. */
export function layOutParagraph(text: string, indent = ''): readonly string[] {
  return wrapText(visibleText(text), WIDTH - indent.length).map((line) => indent + line);
}

/** Breaks at spaces; a word longer than the width, such as an ARN, stays whole so that it can be copied. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
