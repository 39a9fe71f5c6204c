import { createColors } from 'picocolors';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import { visibleText } from './escape-terminal.ts';
import type { LineSymbol, ReportLine } from './report-line.ts';
import type { ReportOptions } from './report-options.ts';

/** Where no terminal says how wide it is. */
const WIDTH = 100;

/** Narrower than this, words stand one below the other. */
const NARROWEST = 20;

/** Paints finished text, and says how wide a line of it may be. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly symbol: (symbol: LineSymbol, text: string) => string;
  /** Columns of a terminal. */
  readonly width: number;
}

export function paintFor({ color, width = WIDTH }: Pick<ReportOptions, 'color' | 'width'>): Paint {
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
  return { bold: colors.bold, dim: colors.dim, symbol: (symbol, text) => bySymbol[symbol](text), width };
}

/** Before the further lines of one that was wrapped. */
export const HANGING = '      ';

/** A report line as lines of a terminal: symbol, indented text, wrapped between words, nothing invisible in it. */
export function layOutLine({ symbol, depth, text, verbatim }: ReportLine, paint: Paint): readonly string[] {
  const indent = '  '.repeat(1 + depth * 2);
  if (verbatim === true) return [paint.symbol(symbol, `${indent}  ${visibleText(text)}`)];
  const [first = '', ...rest] = wrapText(visibleText(text), paint.width - indent.length - HANGING.length);
  const lines = [`${indent}${symbol} ${first}`, ...rest.map((line) => `${indent}${HANGING}${line}`)];
  return lines.map((line) => paint.symbol(symbol, line.trimEnd()));
}

/** A paragraph at the left edge. */
export function layOutParagraph(
  text: string,
  { width }: Pick<Paint, 'width'>,
  indent = '',
): readonly string[] {
  return wrapText(visibleText(text), width - indent.length).map((line) => indent + line);
}

/** More blanks than a line has, which end one: of a run of them, the package measures what is left at each. */
const BLANKS = / {200,}/;

/**
 * Breaks at spaces alone. A word longer than the width, such as an ARN or the path of a file, stands whole on a line of its
 * own and goes beyond the edge: what is selected in a terminal must be what is copied, and a line break of ours would be
 * in it. Terraform breaks its diagnostics at white space alone, too (https://pkg.go.dev/github.com/mitchellh/go-wordwrap).
 * What counts is columns, of which a character of Chinese takes two.
 */
export function wrapText(text: string, width: number): readonly string[] {
  if (isNarrow(text, width)) return [text];
  const indent = /^ */.exec(text)?.[0] ?? '';
  const columns = Math.max(width - indent.length, NARROWEST);
  const lines = text
    .slice(indent.length)
    .split(BLANKS)
    .flatMap((part) => wrapAnsi(part, columns, { hard: false }).split('\n'));
  return lines.map((line) => indent + line);
}

/** Lines as they are where no terminal says how wide it is; else broken between words, each at its own indentation. */
export function fitLines(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  return text
    .split('\n')
    .flatMap((line) => wrapText(line, width))
    .join('\n');
}

/** The text cut at the right to so many columns. */
export function cutText(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  // No character that is shown has more than eight code units.
  const shown = Array.from(text.slice(0, width * 8));
  while (shown.length > 0 && stringWidth(shown.join('')) >= width) shown.pop();
  return `${shown.join('')}…`;
}

/** Seen without measuring each character. */
function isNarrow(text: string, width: number): boolean {
  return text.length <= width && /^[\x20-\x7e]*$/.test(text);
}
