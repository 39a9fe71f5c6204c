import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { LONGEST_DOCUMENT, oversize } from './document-size.ts';
import { errorAt, quoted, type DocumentPath, type GrammarIssue } from './grammar-issue.ts';

// The IAM API takes [\t\n\r\x20-\xFF] in a document.
// oxlint-disable-next-line no-control-regex -- it is the range that IAM documents
const FOREIGN_CHARACTER = /[^\t\n\r\x20-\xFF]/;

/** Checks a document's size, depth and characters; of the characters, the first wrong one. */
export function checkText(document: Json): readonly GrammarIssue[] {
  const limit = oversize(document);
  if (limit === 'too-deep') {
    return [
      errorAt([], 'too-deep', 'the document is nested far deeper than any policy', 'remove what is nested'),
    ];
  }
  if (limit === 'too-long') {
    const message = `the document is longer than ${LONGEST_DOCUMENT} characters, far more than IAM takes`;
    return [errorAt([], 'too-long', message, 'split it into several policies')];
  }
  const issue = firstForeignCharacter(document, []);
  return issue ? [issue] : [];
}

function firstForeignCharacter(value: Json, path: DocumentPath): GrammarIssue | undefined {
  if (typeof value === 'string') return foreignCharacter(value, path);
  const members = isJsonArray(value)
    ? [...value.entries()]
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  for (const [key, member] of members) {
    const at = [...path, key];
    const issue =
      (typeof key === 'string' ? foreignCharacter(key, at) : undefined) ?? firstForeignCharacter(member, at);
    if (issue) return issue;
  }
  return undefined;
}

function foreignCharacter(text: string, path: DocumentPath): GrammarIssue | undefined {
  const at = text.search(FOREIGN_CHARACTER);
  if (at === -1) return undefined;
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = `${quoted(text)} holds the character U+${code}; IAM takes no character above U+00FF in a policy`;
  return errorAt(path, 'character', message, 'replace it, for instance "–" by "-"');
}
