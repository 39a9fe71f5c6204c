import { visibleText } from './escape-terminal.ts';

/**
 * Data in GitHub's markdown. Everything that a plan carries is hostile: names, descriptions and documents come from
 * pull requests and from every principal that may write to IAM. In code nothing is an element, link, mention or
 * reference, so data goes there; what must read as prose is let through word by word.
 */

/** Data as a code span: fenced by one backtick more than its longest run, on one line. */
export function codeSpan(data: string): string {
  const text = withoutComments(visibleText(data));
  if (text === '') return '(empty)';
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/**
 * A table cell made of finished markdown. A pipe ends a cell even within code, unless a backslash stands before it; and
 * a backslash before that one would make the pipe live again, so such a pipe is spelled out.
 */
export function tableCell(markdown: string): string {
  const [first = '', ...rest] = markdown.split('|');
  return rest.reduce((cell, part) => `${cell}${cell.endsWith('\\') ? '\\u007c' : '\\|'}${part}`, first);
}

/** A fenced block of lines, in a fence longer than any run of backticks in it. Each line must hold no newline. */
export function fencedBlock(language: 'diff' | 'text', lines: readonly string[]): string {
  const body = lines.map((line) => withoutComments(visibleText(line)));
  const fence = '`'.repeat(Math.max(3, longestRun(body.join('\n')) + 1));
  return [`${fence}${language}`, ...body, fence].join('\n');
}

/**
 * A sentence with data in it, as prose: plain words stay as they are; anything else, with its neighbours of the same
 * sort, becomes a code span; so does what stands in double quotes, as JSON writes it. Must not stand at the start of a line.
 */
export function prose(sentence: string): string {
  const runs: { plain: boolean; words: string[] }[] = [];
  for (const word of visibleText(sentence).match(/"(?:[^"\\]|\\.)+"[.,;:]?(?= |$)|[^ ]+/g) ?? []) {
    // Words in quotes are those of others, however plain.
    const plain = !word.includes(' ') && isPlainWord(word);
    const last = runs.at(-1);
    if (last?.plain === plain && !word.includes(' ')) last.words.push(word);
    else runs.push({ plain, words: [word] });
  }
  return runs.map(({ plain, words }) => (plain ? words.join(' ') : codeWithTail(words.join(' ')))).join(' ');
}

/** Words that no renderer takes for anything else; hexadecimal ones could be commit ids. */
function isPlainWord(word: string): boolean {
  if (word === '→' || word === '…' || word === '·') return true;
  if (/^[("]?[0-9a-f]{7,}(?:[^a-z0-9][^a-z]*)?$/i.test(word)) return false;
  return /^[("]?[A-Za-z]+(?:['’-][A-Za-z]+)*[)"]?[.,;:?]?$/.test(word) || /^[0-9]{1,6},?$/.test(word);
}

/** The punctuation that ends a clause stays outside of the code, and so do the brackets of the sentence. */
function codeWithTail(text: string): string {
  const mark = /[^.,;:][.,;:]$/.test(text) ? text.slice(-1) : '';
  const within = text.slice(0, text.length - mark.length);
  const closing = !within.includes('(') && /[^)]\)$/.test(within) ? ')' : '';
  const head = !within.includes(')') && /^\([^(]/.test(within) ? '(' : '';
  const data = within.slice(head.length, within.length - closing.length);
  // The quotes say where it begins and ends, and so does the code span: what is copied out of it has none.
  const quoted = /^"((?:[^"\\]|\\.)+)"$/.exec(data)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
  return head + codeSpan(quoted ?? data) + closing + mark;
}

/** Comments carry rolekeeper's own marker: data must not look like one, not even in code. */
function withoutComments(text: string): string {
  return text.replaceAll('<!--', '<\\u0021--');
}

/** https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
export function alertBlock(kind: 'CAUTION' | 'NOTE' | 'TIP', lines: readonly string[]): string {
  return lines.length === 1 ? `> [!${kind}]\n> ${lines[0] ?? ''}` : alertList(kind, lines);
}

/** The same as a list, whatever there is. */
export function alertList(kind: 'CAUTION' | 'NOTE' | 'TIP', lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`> [!${kind}]`, ...lines.map((line) => `> - ${line}`)].join('\n');
}

/** The way out of a failure, a refusal or a warning, as the last sentence about it; empty where none is known. */
export function sayRemedy({ hint }: { readonly hint?: string | undefined }): string {
  return hint === undefined ? '' : `_What to do:_ ${sayHint(hint)}`;
}

/** The same behind what it is about, on one line; empty where none is known. */
export function besideRemedy(hint: string | undefined): string {
  return hint === undefined ? '' : ` · _what to do:_ ${prose(hint)}`;
}

/** Hints bring code spans of their own, for what is to be typed. */
function sayHint(hint: string): string {
  return hint
    .split('`')
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : spaced(part)))
    .join('');
}

/** Nothing of the white space gets through as it is: a line end would begin a line. */
function spaced(part: string): string {
  const text = part.trim();
  const before = /^\s/.test(part) ? ' ' : '';
  const after = text !== '' && /\s$/.test(part) ? ' ' : '';
  return before + (text === '' ? '' : prose(text)) + after;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), (match) => match[0].length));
}
