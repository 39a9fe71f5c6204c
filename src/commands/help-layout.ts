import { Help, type HelpConfiguration } from 'commander';

/** What a description needs beside its option; where a terminal has less, it stands below. */
const NARROWEST = 24;

const INDENT = 6;

/** Help that fits the terminal: commander itself wraps nothing where less than 40 columns are left. */
export const helpLayout: HelpConfiguration = {
  minWidthToWrap: NARROWEST,
  formatItem(term, termWidth, description, helper) {
    const width = helper.helpWidth ?? 80;
    if (description === '' || width - termWidth - 4 >= NARROWEST)
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    const lines = fitted(description, width - INDENT).map((line) => ' '.repeat(INDENT) + line);
    return [`  ${term}`, ...lines].join('\n');
  },
};

/** A paragraph at the left edge of help. */
export function helpParagraph(text: string, width: number): string {
  return `\n${fitted(text, width).join('\n')}`;
}

/** Command lines, each with what it does beside it, or below where the terminal has no room; no line is broken. */
export function exampleLines(
  examples: readonly (readonly [line: string, does: string])[],
  width: number,
): readonly string[] {
  const longest = Math.max(...examples.map(([line]) => line.length));
  const isBeside = examples.every(([, does]) => longest + does.length + 4 <= width);
  return examples.flatMap(([line, does]) =>
    isBeside
      ? [`  ${line.padEnd(longest)}  ${does}`.trimEnd()]
      : [
          `  ${line}`,
          ...(does === '' ? [] : fitted(does, width - INDENT).map((part) => ' '.repeat(INDENT) + part)),
        ],
  );
}

function fitted(text: string, width: number): readonly string[] {
  const help = new Help();
  help.minWidthToWrap = 1;
  return help.boxWrap(text, Math.max(width, NARROWEST)).split('\n');
}
