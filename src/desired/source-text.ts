import type { Location } from '../model/diagnostic.ts';
import { findUnindentedJson, type UnindentedJson } from './pasted-json.ts';

/** The text that the parser reads, and the places in the user's file that its offsets stand for. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** JSON that stands unindented in the file and indented in `text`: so that its own mistakes are found as well. */
  readonly pasted: readonly UnindentedJson[];
  /** Offsets at which the lines begin. The parser's own LineCounter loses lines behind some errors. */
  readonly lineStarts: readonly number[];
}

export function sourceText(file: string, text: string): SourceText {
  return withLines(file, text.replace(/^\uFEFF/, ''), []);
}

/** The same file with its unindented JSON indented; undefined where there is none. */
export function withIndentedJson({ file, text }: SourceText): SourceText | undefined {
  const pasted = findUnindentedJson(text);
  if (pasted.length === 0) return undefined;
  const lines = text.split('\n').map((line, index) => ' '.repeat(addedAt(pasted, index + 1)) + line);
  return withLines(file, lines.join('\n'), pasted);
}

/** The place in the user's file. */
export function placeOfOffset({ file, lineStarts, pasted }: SourceText, offset: number): Location {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const column = offset - (lineStarts[low] ?? 0) + 1;
  return { file, line: low + 1, column: Math.max(1, column - addedAt(pasted, low + 1)) };
}

function withLines(file: string, text: string, pasted: readonly UnindentedJson[]): SourceText {
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  return { file, text, pasted, lineStarts };
}

function addedAt(pasted: readonly UnindentedJson[], line: number): number {
  return pasted.find((json) => line >= json.firstLine && line <= json.lastLine)?.missing ?? 0;
}
