import {
  hasDrifted,
  isEditedInStack,
  totalsOf,
  type AssessedEntry,
  type AssessedIntegration,
  type AssessedPlan,
  type PlanTotals,
} from '../model/assessment.ts';
import { driftClassOf } from './drift-items.ts';

/** What merging a pull request does about drift that it did not cause. */
export type MergeAnswer = 'reverted' | 'reverted-in-part' | 'untouched' | 'blocked' | 'observed' | 'held';

/** The same in words. */
export const MERGE_ANSWERS: Readonly<Record<MergeAnswer, string>> = {
  reverted: 'merging reverts it',
  'reverted-in-part': 'merging reverts it, except for what is held',
  untouched: 'merging does not touch it',
  blocked: 'merging does not revert it, it is blocked',
  observed: 'merging never touches it, it is only observed',
  held: 'merging leaves it, it is held',
};

export function mergeAnswer(entry: AssessedEntry, within: AssessedIntegration): MergeAnswer {
  if (driftClassOf(entry, within) === 'held') return 'held';
  if (within.observed) return 'observed';
  if (entry.blockers.length + within.blockers.length > 0) return 'blocked';
  if (!touches(within)) return 'untouched';
  return entry.changes.some(({ held }) => held !== undefined) ? 'reverted-in-part' : 'reverted';
}

/** What merging does of a plan: drift of an integration that the change is not about is told beside it. */
export function mergedTotals({
  integrations,
  unchecked,
}: Pick<AssessedPlan, 'integrations' | 'unchecked'>): PlanTotals {
  const acting = integrations.map((within) => ({
    ...within,
    entries: within.entries.filter(
      (entry) => entry.cause !== 'drift' || mergeAnswer(entry, within) !== 'untouched',
    ),
  }));
  return totalsOf({ integrations: acting, unchecked });
}

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

/**
 * The account was edited, whether a hold keeps it or not. What the change itself takes out of the YAML is no news when it
 * is missing.
 */
export function isEditedInAccount({ changes, drift, action }: AssessedEntry): boolean {
  return (
    changes.some(({ cause }) => cause === 'drift' || cause === 'both') ||
    (drift === 'missing' && action !== 'forget')
  );
}

/** The account was edited, or the stack, whose template then says what no file of its commit does. */
export function isEdited(within: AssessedIntegration, entry: AssessedEntry): boolean {
  return isEditedInAccount(entry) || isEditedInStack(within, entry);
}

/** Pure drift is applied only with an integration that the merge is about. */
function touches({ entries }: AssessedIntegration): boolean {
  return entries.some(({ cause }) => cause === 'change' || cause === 'both');
}
