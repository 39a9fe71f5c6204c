import type { Diagnostic } from '../model/diagnostic.ts';
import { replaceFunctions } from './cloudformation-syntax.ts';
import { errorAt, show } from './diagnose.ts';
import { mapWithin, scalarsOf, type SourceMap, type SourceNode, type SourceScalar } from './source-tree.ts';

/**
 * Numbers that were meant as text. YAML reads 012345678901 as the number 12345678901, which is another account, and 1e5
 * as 100000: whatever has 11 or 12 digits, or is another text once it is read, must be in quotes wherever it stands.
 */
export function checkNumbers(root: SourceNode): readonly Diagnostic[] {
  return scalarsOf(root).flatMap((scalar) => {
    if (!isTextual(scalar)) return [];
    const { source, value, location } = scalar;
    if (!ACCOUNT_ID.test(source)) {
      const message = `${source} is not in quotes, so YAML reads the number ${show(value)}`;
      const number = Number.isSafeInteger(value) ? `, or the number ${show(value)}` : '';
      return [errorAt(location, 'unquoted-number', message, `write "${source}"${number}`)];
    }
    const [message, hint] =
      source.length === 12
        ? [
            `the account id ${source} is not in quotes, so YAML reads the number ${show(value)}`,
            `write "${source}"`,
          ]
        : [
            `${source} is a number of 11 digits; an account id has 12 and is in quotes`,
            `write "0${source}" if a leading zero got lost`,
          ];
    return [errorAt(location, 'unquoted-account-id', message, hint)];
  });
}

/** The same file with texts in place of functions and such numbers. What is one function as a whole declares nothing. */
export function inTexts(root: SourceMap): SourceMap {
  const replaced = quoteNumbers(replaceFunctions(root));
  return replaced.type === 'map' ? replaced : { type: 'map', entries: [], location: root.location };
}

/** The same tree in which such numbers are the text that was written, so that nothing else complains about them. */
function quoteNumbers(node: SourceNode): SourceNode {
  if (node.type !== 'scalar') return mapWithin(node, quoteNumbers);
  if (!isTextual(node)) return node;
  return { ...node, value: ACCOUNT_ID.test(node.source) ? node.source.padStart(12, '0') : node.source };
}

const ACCOUNT_ID = /^\d{11,12}$/;

function isTextual({ value, source }: SourceScalar): boolean {
  return typeof value === 'number' && (ACCOUNT_ID.test(source) || String(value) !== source);
}
