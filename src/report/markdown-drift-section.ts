import type { AssessedEntry, AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { movesNothing } from './access-gained.ts';
import { describeDrift } from './describe-drift.ts';
import { foldedDiff } from './diff-block.ts';
import { driftItemsOf, type DriftItem } from './drift-items.ts';
import { prose } from './escape-markdown.ts';
import type { MarkdownSection } from './markdown-parts.ts';
import { codeOf, IN_BRIEF } from './markdown-style.ts';
import { rollUpAccess } from './roll-up.ts';
import { sayHeld } from './say-cause.ts';

/** Drift that the pull request did not cause, each with whether merging reverts it. */
export function driftSections(plan: AssessedPlan): readonly MarkdownSection[] {
  return driftItemsOf(plan)
    .filter(({ entry }) => hasDrift(entry))
    .map((item) => ({ ...item, edits: item.edits.filter(({ cause }) => cause !== 'change') }))
    .map((item) => ({
      group: '### Drift that this pull request did not cause',
      heading: '',
      items: [
        `${codeOf(item.entry.address)} in ${codeOf(item.integration.integration)}: ${item.driftClass} · ${sayMerge(item)}` +
          movedItems(item),
      ],
      details: foldedDiff('Every edit', describeDrift(item, 'exact')),
    }));
}

/** What the edits gave and took, as a list within the list; empty when nobody compared. */
export function movedItems({ moved }: DriftItem): string {
  const sentences = moved.flatMap(({ address, access }) => [
    ...(movesNothing(access) ? ['no access moved'] : []),
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
  return entry.cause === 'drift' || (entry.action === 'none' && hasDrift(entry));
}

function hasDrift(entry: AssessedEntry): boolean {
  return entry.changes.some(({ cause }) => cause === 'drift' || cause === 'both') || isMissing(entry);
}

/** What the pull request itself takes out of the YAML is no news when it is missing. */
function isMissing({ drift, action }: AssessedEntry): boolean {
  return drift === 'missing' && action !== 'forget';
}

function sayMerge({ integration, entry, driftClass }: DriftItem): string {
  if (driftClass === 'held') return sayHolds(entry);
  if (integration.observed) return 'only observed: merging never touches it';
  const blocker = entry.blockers[0] ?? integration.blockers[0];
  if (blocker !== undefined) return `**merging does not revert it:** ${prose(blocker.message)}`;
  return touches(integration) ? '**merging reverts it**' : 'merging does not touch it';
}

function sayHolds({ changes }: AssessedEntry): string {
  const reasons = changes.flatMap(({ held }) => (held === undefined ? [] : [sayHeld(held, IN_BRIEF)]));
  return [...new Set(reasons)].join('; ');
}

/** Pure drift is applied only with an integration that the merge is about. */
function touches({ entries }: AssessedIntegration): boolean {
  return entries.some(({ cause }) => cause === 'change' || cause === 'both');
}
