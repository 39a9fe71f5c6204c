import type { AssessedEntry } from '../model/assessment.ts';
import { diffDocuments } from './document-diff.ts';
import { fencedBlock } from './escape-markdown.ts';
import { visibleText } from './escape-terminal.ts';

/**
 * The texts of the policy documents that change, side by side in one folded block, for a reader who wants to see what
 * stands in them; what they mean is said above. Empty when no document changes from one text to another.
 */
export function foldedDocuments(entries: readonly AssessedEntry[]): string {
  const lines = entries.flatMap(documentLines);
  if (lines.length === 0) return '';
  return [
    '<details><summary>The documents, as JSON</summary>',
    fencedBlock('diff', lines),
    '</details>',
  ].join('\n\n');
}

function documentLines({ address, changes }: AssessedEntry): readonly string[] {
  return changes.flatMap(({ field, member, before, after, statements }) => {
    if (statements === undefined || before === undefined || after === undefined) return [];
    const differences = diffDocuments(before, after);
    if (differences.length === 0) return [];
    const title = [address, field, ...(member === undefined ? [] : [member])].join(' ');
    return [
      `@@ ${visibleText(title)} @@`,
      ...differences.map(({ sign, text }) => `${sign} ${visibleText(text)}`),
    ];
  });
}
