import type { AssessedPlan } from '../model/assessment.ts';
import type { FailureReason } from '../model/failure.ts';
import { alertBlock, codeSpan, prose, sayRemedy } from './escape-markdown.ts';
import { visibleText } from './escape-terminal.ts';

/** A scope of which nothing can be said, and why. */
export interface FailedScope {
  readonly directory: string;
  readonly account: string;
  readonly reason: FailureReason;
  readonly message: string;
  readonly hint?: string;
}

/** What is said of one of several scopes. */
export interface ScopeReport {
  readonly directory: string;
  /** With what the change does to the guards. */
  readonly plan: AssessedPlan;
  /** Must be seen before the plan itself: markdown, a line each. */
  readonly cautions: readonly string[];
  readonly notes: readonly string[];
  /** What the scope gives to each file that it includes, by file. */
  readonly parameters: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** On top of a text report. */
export function failedScopesText(failed: readonly FailedScope[]): string {
  return failed
    .map(({ directory, account, reason, message, hint }) => {
      const remedy = hint === undefined ? '' : `\n  ${visibleText(hint)}`;
      return `! ${visibleText(directory)} (account ${account}) failed: ${visibleText(message)} (${reason})${remedy}\n`;
    })
    .join('');
}

/** Of very many the first: the run names the rest by their number. */
const MOST_FAILED = 20;

/** The same as lines of Markdown. */
export function failedScopeLines(failed: readonly FailedScope[]): readonly string[] {
  const lines = failed.slice(0, MOST_FAILED).map(({ directory, account, reason, message, hint }) => {
    const remedy = hint === undefined ? '' : ` ${sayRemedy({ hint })}`;
    return `**Failed:** ${codeSpan(directory)}, account ${codeSpan(account)} (${codeSpan(reason)}): ${prose(message)}.${remedy}`;
  });
  const left = failed.length - lines.length;
  return left === 0 ? lines : [...lines, `**Failed:** ${left} more; the table has all`];
}

export function failedScopesMarkdown(failed: readonly FailedScope[]): string {
  return failed.length === 0 ? '' : `${alertBlock('CAUTION', failedScopeLines(failed))}\n`;
}
