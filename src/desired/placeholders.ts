import type { Diagnostic } from '../model/diagnostic.ts';
import { errorAt } from './diagnose.ts';
import { scalarsOf, type SourceMap } from './source-tree.ts';

/** What belongs in the place of a placeholder. */
interface Remedy {
  readonly hint: string;
  /** A good name for a parameter that holds it. */
  readonly parameter?: string;
}

const BUCKET: Remedy = { hint: "write the bucket's name", parameter: 'BucketName' };
const ACCOUNT: Remedy = {
  hint: "write the account's own 12 digits, in quotes",
  parameter: 'VendorAccountId',
};
const OTHER: Remedy = { hint: 'write the real value', parameter: 'Name' };

/** What placeholders look like that the vendors' pages leave in their examples. */
interface Form {
  /**
   * Has one group, for what is between its signs. Takes one pass over the text, whatever an author writes: no two of its
   * parts match the same characters.
   */
  readonly pattern: RegExp;
  /** Undefined where what was found is none. */
  readonly remedyFor: (inner: string) => Remedy | undefined;
}

const FORMS: readonly Form[] = [
  { pattern: /<([^<>]*)>/g, remedyFor: remedyIn(/^[A-Za-z][\w .:/-]*$/) },
  // Bitbucket writes the ids of repositories and environments in braces: {3a7ec7bc-9b2f-4c7d-8e3a-0b4e5f6a7c8d}.
  {
    pattern: /(?<!\$)\{([^{}:,]*)\}/g,
    remedyFor: remedyIn(/^(?![\da-f]{8}-[\da-f-]{27}$)[A-Za-z][\w .-]*$/i),
  },
  {
    pattern: /\bYOUR[_-]([A-Z0-9_-]+)/g,
    remedyFor: (inner) => (inner.includes('BUCKET') ? BUCKET : OTHER),
  },
  { pattern: /\b([A-Z0-9_]*BUCKET_NAME)\b/g, remedyFor: () => BUCKET },
  { pattern: /\b(DOC-EXAMPLE-BUCKET\d*)/gi, remedyFor: () => BUCKET },
  {
    pattern: /\bamzn-s3-demo-([a-z-]*)\d*/gi,
    remedyFor: (inner) => (/bucket/i.test(inner) ? BUCKET : undefined),
  },
  {
    pattern: /\b(ROLENAME)\b/g,
    remedyFor: () => ({ hint: "write the role's name, or the whole ARN that the vendor gave you" }),
  },
  { pattern: /(?<!\d)(000000000000|111111111111|123456789012)(?!\d)/g, remedyFor: () => ACCOUNT },
  {
    pattern: /\b(example0nktixxe8q)\b/g,
    remedyFor: () => ({ hint: 'write the external id that the vendor shows you' }),
  },
  { pattern: /\b(CHANGE_?ME)\b/gi, remedyFor: () => OTHER },
];

/** Bitbucket's subjects have the ids of repository and environment in braces. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Of signs around words: a bucket and an account whatever else stands there, else what is like a name. */
function remedyIn(name: RegExp): Form['remedyFor'] {
  return (inner) => {
    if (ID.test(inner)) return undefined;
    if (/bucket/i.test(inner)) return BUCKET;
    if (/account/i.test(inner)) return ACCOUNT;
    return name.test(inner) ? OTHER : undefined;
  };
}

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
        .map(({ text, remedy }) =>
          errorAt(
            location,
            'placeholder',
            `the placeholder "${text}" was not replaced`,
            hintFor(remedy, literal),
          ),
        ),
    );
  });
}

function hintFor({ hint, parameter }: Remedy, literal: boolean): string {
  if (literal || parameter === undefined) return hint;
  return `${hint}, or \${${parameter}} with ${parameter} under "parameters:"`;
}

interface FoundPlaceholder {
  readonly text: string;
  readonly remedy: Remedy;
  readonly index: number;
}

/** One find for each stretch of the text, by the first form that knows it, in the order of the text. */
export function placeholdersIn(text: string): readonly FoundPlaceholder[] {
  const found = new Map<string, FoundPlaceholder>();
  let rest = text;
  for (const { pattern, remedyFor } of FORMS) {
    rest = rest.replace(pattern, (match: string, inner: string, index: number) => {
      const remedy = remedyFor(inner);
      if (remedy === undefined) return match;
      if (!found.has(match)) found.set(match, { text: match, remedy, index });
      return ' '.repeat(match.length);
    });
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}
