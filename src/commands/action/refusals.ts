import { codeSpan, prose } from '../../report/escape-markdown.ts';
import type { ReviewVerdict } from '../../review/decide-review.ts';
import type { RunPart } from './run-outcome.ts';

/** Why an integration is not applied although somebody merged its change. */
export type Refusal = Exclude<ReviewVerdict, { verdict: 'approved' }>;

/** Markdown, a line each: the reason, the new digest and the way out. */
export function sayRefusals(refused: readonly Refusal[]): readonly string[] {
  return refused.map(sayRefusal);
}

export function sayRefusal({ integration, verdict, message, hint }: Refusal): string {
  return `**Not applied:** ${codeSpan(integration)} (${codeSpan(verdict)}): ${prose(message)}. _What to do:_ ${sayHint(hint)}`;
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

/** The run fails for the first of them, and names all. */
export function failedForRefusals(refused: readonly Refusal[]): RunPart {
  const [first] = refused;
  if (first === undefined) return {};
  const annotations = refused.map(({ integration, verdict, message, hint }) => ({
    level: 'error' as const,
    title: `rolekeeper: ${integration} is not applied (${verdict})`,
    message: `${message}. ${hint}`,
  }));
  const failure =
    refused.length === 1
      ? { reason: first.verdict, message: first.message, hint: first.hint }
      : {
          reason: first.verdict,
          message: `not what was reviewed: ${refused.map(({ integration }) => integration).join(', ')}`,
          hint: 'each reason, with its digest, stands in the summary',
        };
  return { annotations, failures: [failure] };
}
