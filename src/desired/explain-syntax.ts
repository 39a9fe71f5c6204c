import type { YAMLError } from 'yaml';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { errorAt, listOf, show } from './diagnose.ts';
import type { UnindentedJson } from './pasted-json.ts';
import { type SourceText, placeOfOffset } from './source-text.ts';

/**
 * The parser's errors in the user's words, one for each mistake: behind its first error on a line or the next, the parser
 * mostly reports consequences.
 */
export function explainSyntax(errors: readonly YAMLError[], source: SourceText): readonly Diagnostic[] {
  const foreign = errors.length === 0 ? [] : findForeignLines(source);
  if (foreign.length > 0) return foreign;
  const tabs = tabDiagnostics(errors, source);
  const firstTab = tabs[0]?.location?.line ?? Infinity;
  const pasted = source.pasted.map((json) => pastedDiagnostic(json, source.file));
  const diagnostics: Diagnostic[] = [...pasted, ...tabs];
  let lastLine = 0;
  for (const error of errors) {
    const offset = offsetOf(error, source.text);
    const place = placeOfOffset(source, offset);
    const consequence = lastLine > 0 && place.line <= lastLine + 1;
    if ((consequence || place.line >= firstTab) && error.code !== 'BAD_ALIAS') continue;
    lastLine = Math.max(lastLine, placeOfOffset(source, error.pos[1]).line, place.line);
    diagnostics.push(explain(error, place, lineAt(source.text, offset)));
  }
  return diagnostics;
}

function pastedDiagnostic(json: UnindentedJson, file: string): Diagnostic {
  return errorAt(
    { file, line: json.line, column: json.column },
    'unindented-json',
    `the JSON of "${json.key}" is not indented under its key`,
    `indent the pasted JSON (lines ${json.firstLine} to ${json.lastLine}) with spaces, deeper than "${json.key}:"`,
  );
}

/** All lines that a tab indents, in one message: they are one mistake of one editor. */
function tabDiagnostics(errors: readonly YAMLError[], { file, text }: SourceText): readonly Diagnostic[] {
  if (!errors.some((error) => error.code === 'TAB_AS_INDENT' || error.code === 'BAD_INDENT')) return [];
  const tabbed = text.split('\n').flatMap((line, index) => (/^ *\t\s*\S/.test(line) ? [index + 1] : []));
  const [first, ...others] = tabbed;
  if (first === undefined) return [];
  const column = (text.split('\n')[first - 1] ?? '').indexOf('\t') + 1;
  const rest =
    others.length === 0 ? '' : ` (and ${others.length} more ${others.length === 1 ? 'line' : 'lines'})`;
  return [
    errorAt(
      { file, line: first, column },
      'tab',
      `line ${first}${rest} is indented with a tab, which YAML does not allow`,
      'indent with spaces: two for each level',
    ),
  ];
}

function explain(error: YAMLError, place: Location, { line, rest }: Line): Diagnostic {
  const [message, hint] = sentence(error, line.trim(), rest);
  return errorAt(place, error.code === 'MULTIPLE_DOCS' ? 'several-documents' : 'yaml-syntax', message, hint);
}

const QUOTED = 'put the value in quotes, as in key: "value"';

type Sentence = readonly [message: string, hint: string];

/** What is wrong, and what to write, by the parser's code; `rest` is the line from the error on. */
const SENTENCES: Readonly<Record<string, (message: string, line: string, rest: string) => Sentence>> = {
  MULTIPLE_DOCS: () => ['"---" begins a second YAML document', 'give each integration a file of its own'],
  BAD_ALIAS: () => ['a lone * is read as an alias without a name', 'put it in quotes: "*"'],
  BAD_SCALAR_START: (_, __, rest) => [`a value cannot begin with ${show(rest[0])} in YAML`, QUOTED],
  BLOCK_AS_IMPLICIT_KEY: (_, line, rest) =>
    /:(\s|$)/.test(rest)
      ? [`the value in ${show(line)} contains ": ", which begins another key`, QUOTED]
      : [`what follows ${show(line)} is indented deeper than it`, 'indent keys of one mapping alike'],
  BAD_INDENT: (message) =>
    message.startsWith('Flow')
      ? [
          'a { or [ is not closed, or what follows it is not indented under its key',
          'close it with } or ], and indent all of it deeper than its key',
        ]
      : ['this line is not indented like the keys beside it', 'indent keys of one mapping alike'],
  MULTILINE_IMPLICIT_KEY: missing,
  MISSING_CHAR: missing,
  UNEXPECTED_TOKEN: unexpected,
  RESOURCE_EXHAUSTION: () => ['this is nested too deeply to be read', 'write it flatter'],
};

function sentence({ code, message }: YAMLError, line: string, rest: string): Sentence {
  const known = SENTENCES[code];
  return known === undefined
    ? [`this is not valid YAML: ${message}`, 'see https://yaml.org/spec/1.2.2/, or write the value in quotes']
    : known(message, line, rest);
}

function missing(message: string, line: string): Sentence {
  if (message.includes('quote')) return ['a quote is opened and not closed', 'close the quote'];
  if (message.includes('Sequence item')) {
    return ['this line is in a list and does not begin with "- "', 'begin it with "- ", or indent it'];
  }
  if (message.includes(',')) return ['a comma is missing between two values', 'write a comma between them'];
  return [
    `${show(line)} has no ":" behind its key`,
    'write "key: value" with a space behind the colon; begin list items with "- "',
  ];
}

function unexpected(message: string, line: string): Sentence {
  if (line.includes('${')) {
    return ['a ${Name} between { } or [ ] ends the value there', 'put it in quotes: "${Name}"'];
  }
  if (message.includes('block-seq-ind')) {
    return ['a list item is on the line of its key', 'write each "- item" on a line of its own'];
  }
  if (message.includes('node end')) {
    return [`there is text behind the end of a value in ${show(line)}`, QUOTED];
  }
  const token = listOf([...message.matchAll(/"([^"]+)"$/g)].map((match) => show(match[1])));
  return [
    token === '' ? `this is not valid YAML: ${message}` : `${token} is not expected here`,
    'remove it, or put the value in quotes if it is text',
  ];
}

interface Line {
  readonly line: string;
  /** From the error on. */
  readonly rest: string;
}

function lineAt(text: string, offset: number): Line {
  const end = text.indexOf('\n', offset);
  const until = end === -1 ? text.length : end;
  return { line: text.slice(text.lastIndexOf('\n', offset - 1) + 1, until), rest: text.slice(offset, until) };
}

function offsetOf(error: YAMLError, text: string): number {
  const quote = /^Missing closing (["'])/.exec(error.message)?.[1];
  // An open quote runs to the end of the file: it is the last one. The end itself has no line of its own.
  return quote === undefined ? Math.min(error.pos[0], text.trimEnd().length) : text.lastIndexOf(quote);
}

/** Lines that other tools leave in a file, and that no YAML has. */
const FOREIGN_LINES = [
  {
    pattern: /^<{7} /,
    code: 'merge-conflict',
    message: 'a merge conflict that was not resolved begins here',
    hint: 'keep one of its two sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>',
  },
  {
    pattern: /^\s*```/,
    code: 'code-fence',
    message: '"```" is Markdown of the page that this was copied from',
    hint: 'remove the line',
  },
] as const;

/** Merge conflicts and Markdown fences; whatever else the parser says of such a file follows from them. */
function findForeignLines({ file, text }: SourceText): readonly Diagnostic[] {
  return text.split('\n').flatMap((line, index) =>
    FOREIGN_LINES.filter(({ pattern }) => pattern.test(line)).map(({ code, message, hint }) => {
      const location = { file, line: index + 1, column: line.search(/\S/) + 1 };
      return errorAt(location, code, message, hint);
    }),
  );
}
