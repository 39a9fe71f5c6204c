import { hasDrifted, type AssessedPlan } from '../model/assessment.ts';
import { mergeAnswer } from './merge-answer.ts';

/** What merging does about the drift of a plan, for its first line; empty where nothing has drifted. */
export function sayDriftAnswer({ integrations }: AssessedPlan): string {
  const answers = integrations.flatMap((integration) =>
    integration.entries
      .filter((entry) => hasDrifted(integration, entry))
      .map((entry) => mergeAnswer(entry, integration)),
  );
  if (answers.length === 0) return '';
  const reverted = answers.filter((answer) => answer === 'reverted').length;
  const what = answers.length === 1 ? 'it' : 'all of it';
  if (reverted === answers.length) return `(merging reverts ${what})`;
  if (answers.includes('reverted-in-part'))
    return reverted === 0 ? '(merging reverts it in part)' : `(merging reverts ${reverted}, others in part)`;
  return reverted === 0 ? '(merging does not revert it)' : `(merging reverts ${reverted} of them)`;
}
