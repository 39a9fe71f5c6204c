import {
  type AssessedIntegration,
  type AssessedPlan,
  type PlanTotals,
  totalsOf,
} from '../model/assessment.ts';
import { heldIn, outcomeOf, type Outcome } from './outcome.ts';

/** `2 to create, 1 to update, 0 to delete`: these three always, other actions when there are any. */
export function sayActionTotals(totals: PlanTotals): string {
  return [
    `${totals.create} to create`,
    `${totals.update} to update`,
    `${totals.delete} to delete`,
    ...others(totals),
  ].join(', ');
}

/** `1 to create`: what is not 0, in words, for a reader who sees this for the first time knows no symbols. */
export function sayActionCounts(totals: PlanTotals): string {
  return COUNTED.filter((action) => totals[action] > 0)
    .map((action) => `${totals[action]} to ${action}`)
    .join(', ');
}

const COUNTED = ['create', 'update', 'delete', 'adopt', 'release', 'forget'] as const;

/**
 * `1 drifted, 2 blocked, 1 unchecked, 1 held`; empty when there is none.
 *
 * @param answer what is done about the drift: `(merging reverts it)`
 */
export function sayConcerns(totals: PlanTotals, held: number, answer = ''): string {
  const concerns: readonly [number, string][] = [
    [totals.drift, answer === '' ? 'drifted' : `drifted ${answer}`],
    [totals.blocked, 'blocked'],
    [totals.unchecked, 'unchecked'],
    [held, 'held'],
  ];
  return counted(concerns).join(', ');
}

/** One integration in a few words: `1 to create; 1 drifted`. */
export function sayIntegration(integration: AssessedIntegration): string {
  const totals = totalsOf({ integrations: [integration], unchecked: [] });
  const actions = [
    ...counted([
      [totals.create, 'to create'],
      [totals.update, 'to update'],
      [totals.delete, 'to delete'],
    ]),
    ...others(totals),
  ].join(', ');
  const concerns = sayConcerns(totals, heldIn([integration]));
  const said = [actions, concerns].filter((part) => part !== '').join('; ');
  const observed = integration.observed ? ' (observed only, never applied)' : '';
  return (said === '' ? 'nothing to do' : said) + observed;
}

/** The sentence for a plan with nothing to do; it claims no more than was compared. */
export function sayClean(plan: AssessedPlan, outcome: Outcome): string {
  const subject = SUBJECTS[plan.source.kind];
  if (plan.integrations.length === 0) return 'Nothing was compared.';
  if (outcome.complete) return `No changes. ${subject} matches the desired state.`;
  return `No changes in what was compared: ${count(plan.integrations.length, 'integration')}.`;
}

const SUBJECTS: Readonly<Record<AssessedPlan['source']['kind'], string>> = {
  iam: 'IAM',
  files: 'What the --live files show of IAM',
  base: 'What the base branch declares',
};

/** `9 others not compared`, `1 field not compared, as the files say`; empty when all were. */
export function sayNotCompared(plan: AssessedPlan): string {
  const { ignored } = outcomeOf(plan);
  const fields = ignored === 0 ? '' : `${count(ignored, 'field')} not compared, as the files say`;
  return [sayOthers(plan), fields].filter((part) => part !== '').join('; ');
}

function sayOthers({ notCompared, integrations }: AssessedPlan): string {
  if (notCompared.length === 0) return '';
  const others =
    integrations.length === 0 ? count(notCompared.length, 'integration') : count(notCompared.length, 'other');
  return `${others} not compared`;
}

/** `1 resource`, `2 resources`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function others(totals: PlanTotals): readonly string[] {
  return counted([
    [totals.adopt, 'to adopt'],
    [totals.release, 'to release'],
    [totals.forget, 'to forget'],
  ]);
}

function counted(counts: readonly (readonly [number, string])[]): readonly string[] {
  return counts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
}
