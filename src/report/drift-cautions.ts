import type { AssessedEntry, AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { aboutEntry, type Caution, type CautionWord } from '../model/caution.ts';
import { opennessOf } from '../model/openness.ts';
import type { OutsideView, OutsideWay } from '../model/outside.ts';
import { gainedBy } from './access-gained.ts';
import { rankCautions } from './caution-order.ts';
import { isEditedInAccount, mergeAnswer, MERGE_ANSWERS } from './merge-answer.ts';
import { sayNewWay } from './say-outsider.ts';

/** What an edit of the account opened, whatever the change is about, with what merging does about it. */
export function driftCautions(entry: AssessedEntry, within: AssessedIntegration): readonly Caution[] {
  // Whether the account was edited or the file is not known.
  if (entry.changes.some(({ cause }) => cause === 'unknown')) return [];
  // What another resource moves by its drift is told there.
  return cautionsOf(
    entry,
    within,
    isEditedInAccount(entry) ? [`: ${MERGE_ANSWERS[mergeAnswer(entry, within)]}`] : [],
  );
}

/** The same for the report on drift, in which nothing is merged. */
export function driftCautionsOf({ integrations }: AssessedPlan): readonly Caution[] {
  const cautions = integrations.flatMap((one) =>
    one.entries.flatMap((entry) => cautionsOf(entry, one, []).map((caution) => ({ caution, entry }))),
  );
  return rankCautions(cautions).map(({ caution }) => caution);
}

/** The ways by which a request newly gets in, the most open first. */
export function newWaysOf(view: OutsideView | undefined): readonly OutsideWay[] {
  return (view?.ways ?? [])
    .filter(({ becomes, opensNothing }) => becomes === 'new' && opensNothing !== true)
    .sort((a, b) => opennessOf([b]) - opennessOf([a]));
}

const DRIFT_EVERYTHING = { certain: 'drift-everything', possible: 'drift-perhaps-everything' } as const;

function cautionsOf(
  { address, drifted, outsideByDrift }: AssessedEntry,
  { integration }: AssessedIntegration,
  answer: readonly CautionWord[],
): readonly Caution[] {
  if (drifted === undefined) return [];
  const { everything, entries } = gainedBy(drifted);
  const ways = entries === 0 ? [] : newWaysOf(outsideByDrift);
  return [
    ...ways.map((way): Caution => ({
      kind: 'drift-trust',
      subject: address,
      integration,
      words: [...sayNewWay(way, address, outsideByDrift?.ways), ', in ', { text: integration }, ...answer],
    })),
    ...(everything === 'no' ? [] : [aboutEntry(DRIFT_EVERYTHING[everything], address, integration, answer)]),
  ];
}
