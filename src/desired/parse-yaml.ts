import { parseDocument, type Document } from 'yaml';
import { hasErrors, type Diagnostic } from '../model/diagnostic.ts';
import { buildTree, type FunctionTags } from './build-tree.ts';
import { errorAt } from './diagnose.ts';
import { explainSyntax } from './explain-syntax.ts';
import { sourceText, withIndentedJson, type SourceText } from './source-text.ts';
import type { SourceMap } from './source-tree.ts';

/** Larger than any integration that fits a CloudFormation template (1 MB), small enough to parse in a second. */
const LONGEST = 1_048_576;

/** What leaves holes in the tree, about which everything else would complain. */
const UNREADABLE = ['alias-explosion', 'endless-alias', 'too-deep'];

export interface ParsedYaml {
  /** Absent when the text is no mapping or could not be read. */
  readonly root?: SourceMap;
  readonly diagnostics: readonly Diagnostic[];
}

/** YAML (and so JSON) text as a mapping with places; never throws. `what` names what the file should hold. */
export function parseYaml(
  text: string,
  file: string,
  what: string,
  example: string,
  functions: FunctionTags = 'refused',
): ParsedYaml {
  const start = { file, line: 1, column: 1 };
  if (text.length > LONGEST) {
    const message = `the file has ${text.length} characters; at most ${LONGEST} are read`;
    return { diagnostics: [errorAt(start, 'too-large', message, 'split it')] };
  }
  const { source, document } = parseText(sourceText(file, text));
  const syntax = explainSyntax(document.errors, source);
  if (document.errors.some((error) => error.code !== 'BAD_ALIAS')) return { diagnostics: syntax };
  if (document.directives.yaml.version !== '1.2') {
    const hint = 'remove the %YAML line: the file is read as YAML 1.2';
    return {
      diagnostics: [errorAt(start, 'yaml-version', 'the file asks for an old version of YAML', hint)],
    };
  }
  const { root, diagnostics } = buildTree(document, source, functions);
  if (diagnostics.some(({ code }) => UNREADABLE.includes(code)))
    return { diagnostics: [...syntax, ...diagnostics] };
  if (root.type === 'map') return { root, diagnostics: [...syntax, ...diagnostics] };
  if (hasErrors(syntax) || hasErrors(diagnostics)) return { diagnostics: [...syntax, ...diagnostics] };
  const empty = root.type === 'scalar' && root.value === null;
  const message = empty ? `the file is empty: it should hold ${what}` : `the file does not hold ${what}`;
  const diagnostic = errorAt(root.location, empty ? 'empty-file' : 'not-a-mapping', message, example);
  return { diagnostics: [...diagnostics, diagnostic] };
}

/** The document as the parser sees it; once more with its unindented JSON indented, where that is what is wrong. */
function parseText(source: SourceText): { readonly source: SourceText; readonly document: Document.Parsed } {
  const document = parseDocument(source.text, {
    prettyErrors: false,
    uniqueKeys: false, // duplicates are reported with both places
    logLevel: 'error', // 'silent' would also hide a second document
  });
  const broken = document.errors.some((error) => error.code !== 'BAD_ALIAS');
  const indented = broken && source.pasted.length === 0 ? withIndentedJson(source) : undefined;
  return indented === undefined ? { source, document } : parseText(indented);
}
