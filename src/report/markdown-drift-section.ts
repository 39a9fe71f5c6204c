import type { AssessedEntry, AssessedPlan } from '../model/assessment.ts';
import type { FieldChange } from '../model/plan.ts';
import { movesNothing } from './access-gained.ts';
import { describeDrift } from './describe-drift.ts';
import { foldedDiff } from './diff-block.ts';
import { driftItemsOf, type DriftItem } from './drift-items.ts';
import { prose } from './escape-markdown.ts';
import type { MarkdownSection } from './markdown-parts.ts';
import { isEdited, isEditedInAccount, mergeAnswer, MERGE_ANSWERS } from './merge-answer.ts';
import { codeOf, IN_BRIEF } from './markdown-style.ts';
import { rollUpAccess } from './roll-up.ts';
import { sayHeld } from './say-cause.ts';
import { tellOnce, toldOfDrift } from './tell-once.ts';

/** Drift that the pull request did not cause, each with whether merging reverts it. */
export function driftSections(plan: AssessedPlan): readonly MarkdownSection[] {
  const items = driftItemsOf(plan)
    .filter(({ integration, entry }) => isEdited(integration, entry))
    .map(withoutOwnChanges);
  return tellOnce(items.map((item) => toldOfDrift(item, sectionOf(item))));
}

function sectionOf(item: DriftItem): MarkdownSection {
  const { entry, integration, driftClass } = item;
  return {
    group: '### Drift that this pull request did not cause',
    heading: '',
    items: [
      `${codeOf(entry.address)} in ${codeOf(integration.integration)}: ${driftClass} · ${sayMerge(item)}` +
        movedItems(item),
    ],
    details: foldedDiff('drift', describeDrift(item, 'exact')),
  };
}

/** What the pull request changes is told in its own part; of an edited stack nothing tells the two apart. */
function withoutOwnChanges(item: DriftItem): DriftItem {
  if (item.driftClass === 'edited') return item;
  const isEdit = ({ cause }: FieldChange): boolean => cause !== 'change';
  return { ...item, edits: item.edits.filter(isEdit), shown: item.shown.filter(isEdit) };
}

/** What the edits gave and took, as a list within the list; empty where that was not compared. */
export function movedItems({ moved }: DriftItem): string {
  const sentences = moved.flatMap(({ address, access }) => [
    ...(movesNothing(access) ? ['access did not change'] : []),
    ...rollUpAccess(access, codeOf(address), IN_BRIEF).map(({ text }) => text),
  ]);
  if (sentences.length === 0) return '';
  return [' · by what was done in the account:', ...sentences.map((text) => `  - ${text}`)].join('\n');
}

/** The account was edited and the YAML was not: nothing for the part about the pull request. */
export function isDriftOnly(entry: AssessedEntry): boolean {
  if (entry.unchecked.length > 0) return false;
  // Its own part says nothing: what moves it is there for drift, or for a change.
  if (entry.action === 'none' && entry.movedBy !== undefined) {
    return entry.movedBy.every(({ cause }) => cause === 'drift');
  }
  return entry.cause === 'drift' || (entry.action === 'none' && isEditedInAccount(entry));
}

function sayMerge({ integration, entry }: DriftItem): string {
  const answer = mergeAnswer(entry, integration);
  if (answer === 'held') return sayHolds(entry);
  const blocker = entry.blockers[0] ?? integration.blockers[0];
  if (answer === 'blocked' && blocker !== undefined)
    return `**merging does not revert it:** ${prose(blocker.message)}`;
  return `**${MERGE_ANSWERS[answer]}**`;
}

function sayHolds({ changes }: AssessedEntry): string {
  const reasons = changes.flatMap(({ held }) => (held === undefined ? [] : [sayHeld(held, IN_BRIEF)]));
  return [...new Set(reasons)].join('; ');
}
