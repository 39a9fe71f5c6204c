import type { Diagnostic } from '../model/diagnostic.ts';
import { errorAt } from './diagnose.ts';
import { scalarsOf, type SourceMap } from './source-tree.ts';

/** A placeholder that the vendors' pages leave in their examples, and what belongs in its place. */
interface Placeholder {
  readonly pattern: RegExp;
  readonly hint: string;
  /** A good name for a parameter that holds it. */
  readonly parameter?: string;
}

const BUCKET = { hint: "write the bucket's name", parameter: 'BucketName' };
const ACCOUNT = { hint: "write the account's own 12 digits, in quotes", parameter: 'VendorAccountId' };
const OTHER = { hint: 'write the real value', parameter: 'Name' };

const PLACEHOLDERS: readonly Placeholder[] = [
  { pattern: /<[^<>]*bucket[^<>]*>/i, ...BUCKET },
  { pattern: /<[^<>]*account[^<>]*>/i, ...ACCOUNT },
  { pattern: /<[A-Za-z][\w .:/-]*>/, ...OTHER },
  { pattern: /(?<![$])\{[^{}:,]*bucket[^{}:,]*\}/i, ...BUCKET },
  { pattern: /(?<![$])\{[^{}:,]*account[^{}:,]*\}/i, ...ACCOUNT },
  { pattern: /(?<![$])\{[A-Za-z][\w .-]*\}/, ...OTHER },
  { pattern: /\bYOUR[_-][A-Z0-9_-]*BUCKET[A-Z0-9_-]*/, ...BUCKET },
  { pattern: /\bYOUR[_-][A-Z0-9_-]+/, ...OTHER },
  { pattern: /\b[A-Z0-9_]*BUCKET_NAME\b/, ...BUCKET },
  { pattern: /\bDOC-EXAMPLE-BUCKET\d*|\bamzn-s3-demo-[a-z-]*bucket\d*/i, ...BUCKET },
  {
    pattern: /\bROLENAME\b/,
    hint: "write the role's name, or the whole ARN that the vendor gave you",
  },
  { pattern: /(?<!\d)(000000000000|111111111111|123456789012)(?!\d)/, ...ACCOUNT },
  { pattern: /\bexample0nktixxe8q\b/, hint: 'write the external id that the vendor shows you' },
  { pattern: /\bCHANGE_?ME\b/i, ...OTHER },
];

/**
 * Placeholders that were pasted and not replaced, in any key or value below a mapping. The hint offers a parameter
 * where one can stand: outside `parameters` itself, and nowhere in a file that is `literal`.
 *
 * @param rehearsed the account of an emulator, which may be one that stands in examples
 */
export function checkPlaceholders(
  root: SourceMap,
  file: 'parameters' | 'literal',
  rehearsed?: string,
): readonly Diagnostic[] {
  // Most texts of a file stand in it many times: keys, effects, actions.
  const clean = new Set<string>();
  const foundIn = (text: string): ReturnType<typeof placeholdersIn> => {
    if (clean.has(text)) return [];
    const found = placeholdersIn(text);
    if (found.length === 0) clean.add(text);
    return found;
  };
  return root.entries.flatMap((entry) => {
    const literal = file === 'literal' || entry.key === 'parameters';
    return scalarsOf(entry.value).flatMap(({ value, source, location }) =>
      foundIn(typeof value === 'string' ? value : source)
        .filter(({ text }) => text !== rehearsed)
        .map(({ text, placeholder }) =>
          errorAt(
            location,
            'placeholder',
            `the placeholder "${text}" was not replaced`,
            hintFor(placeholder, literal),
          ),
        ),
    );
  });
}

function hintFor({ hint, parameter }: Placeholder, literal: boolean): string {
  if (literal || parameter === undefined) return hint;
  return `${hint}, or \${${parameter}} with ${parameter} under "parameters:"`;
}

/** One find for each stretch of the text, by the first pattern that knows it, in the order of the text. */
export function placeholdersIn(
  text: string,
): readonly { readonly text: string; readonly placeholder: Placeholder; readonly index: number }[] {
  const found = new Map<
    string,
    { readonly text: string; readonly placeholder: Placeholder; readonly index: number }
  >();
  let rest = text;
  for (const placeholder of PLACEHOLDERS) {
    for (let match = placeholder.pattern.exec(rest); match !== null; match = placeholder.pattern.exec(rest)) {
      const known = found.get(match[0]);
      if (known === undefined) found.set(match[0], { text: match[0], placeholder, index: match.index });
      rest =
        rest.slice(0, match.index) + ' '.repeat(match[0].length) + rest.slice(match.index + match[0].length);
    }
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}
