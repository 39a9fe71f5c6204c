import { codeSpan, prose } from './escape-markdown.ts';
import type { Style } from './say-statement.ts';

const LONGEST = 160;

/** Data in a sentence of markdown: in code, cut when very long; the details have it whole. */
export function codeOf(data: string): string {
  return codeSpan(data.length > LONGEST ? `${Array.from(data).slice(0, LONGEST).join('')}…` : data);
}

/** Sentences that must be read in seconds. */
export const IN_BRIEF: Style = {
  quote: codeOf,
  operator: (name) => (name === 'StringEquals' ? 'is' : codeOf(name)),
  prose,
  most: 4,
};
