import type { AssessedEntry, AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { cautionLines } from './caution-lines.ts';
import { dangerOrder, type RankedCaution } from './caution-order.ts';
import { cautionsOf, rankedCautions } from './cautions.ts';
import { blockerLines, describeEntry, PENDING, type Detail } from './describe-entry.ts';
import { foldedDiff } from './diff-block.ts';
import { diffDocuments } from './document-diff.ts';
import { besideRemedy, fencedBlock, prose } from './escape-markdown.ts';
import { visibleText } from './escape-terminal.ts';
import { fitMarkdown } from './fit-markdown.ts';
import { driftSections, isDriftOnly } from './markdown-drift-section.ts';
import { FOOTER, factsOf, notSeenOf } from './markdown-notes.ts';
import { type MarkdownSection, composeBrief } from './markdown-parts.ts';
import { IN_BRIEF, codeOf } from './markdown-style.ts';
import { digestItems, integrationTable } from './markdown-table.ts';
import { verdictOf } from './markdown-verdict.ts';
import { isQuiet, isQuietEntry, outcomeOf } from './outcome.ts';
import { outsidePicture } from './outside-picture.ts';
import { mergedTotals, sayDriftAnswer } from './merge-answer.ts';
import type { ReportOptions, RunRemarks } from './report-options.ts';
import { sayUndecidedOf } from './say-expectations.ts';
import { findingItems, findingSections, sayFindingCount } from './say-findings.ts';
import { sayDates } from './say-dates.ts';
import { sayScope, saySource } from './say-scope.ts';
import { count, sayActionTotals, sayClean, sayConcerns, sayNotCompared } from './say-totals.ts';
import { warningItems } from './say-warnings.ts';
import { tellOnce, toldOfIntegration } from './tell-once.ts';

/**
 * The plan as the body of a comment: what a reviewer needs to decide in ten seconds first, then the details, folded;
 * drift that the pull request did not cause in a part of its own; what was not seen. One line when there is nothing.
 */
export function renderPlanMarkdown(plan: AssessedPlan, options: ReportOptions): string {
  const outcome = outcomeOf(plan);
  if (outcome.clean) return calmLine(plan, options);
  const answer = options.command === 'plan' ? sayDriftAnswer(plan) : '';
  const concerns = [sayConcerns(outcome.totals, outcome.held, answer), sayFindingCount(plan)]
    .filter((part) => part !== '')
    .join(', ');
  const cautions = rankedCautions(plan);
  const shown = byDanger(
    plan.integrations.filter((integration) => !isQuiet(integration)),
    cautions,
  );
  const lines = cautionLines(cautions.map(({ caution }) => caution));
  const parts = {
    title: `## IAM ${options.command}: ${sayActionTotals(options.command === 'plan' ? mergedTotals(plan) : outcome.totals)}${concerns === '' ? '' : ` · ${concerns}`}`,
    cautions: lines,
    remarks: options.remarks,
    facts: factsOf(plan),
    picture: outsidePicture(plan, cautions, lines.length),
    table: integrationTable(shown),
    sections: [
      ...findingSections(plan),
      ...tellOnce(
        shown.flatMap((integration) => {
          const section = integrationSection(integration);
          return section === undefined ? [] : [toldOfIntegration(integration, section)];
        }),
      ),
      ...driftSections(plan),
    ],
    notes: notSeenOf(plan),
    digests: digestItems(shown),
    footer: FOOTER,
  };
  return fitMarkdown(parts, options.limit, options.fullReport);
}

function withLines(remarks: RunRemarks | undefined, lines: readonly string[]): RunRemarks | undefined {
  if (lines.length === 0) return remarks;
  const { cautions = [], notes = [], footer = [] } = remarks ?? {};
  return { cautions: [...cautions, ...lines], notes, footer };
}

/** The worst first; so what is cut off for room is the least dangerous, whatever its name. */
function byDanger(
  integrations: readonly AssessedIntegration[],
  cautions: readonly RankedCaution[],
): readonly AssessedIntegration[] {
  const placeOf = dangerOrder(cautions, ({ caution }) => caution.integration);
  return [...integrations].sort((a, b) => placeOf(a.integration) - placeOf(b.integration));
}

function calmLine(plan: AssessedPlan, { command, remarks }: ReportOptions): string {
  const outcome = outcomeOf(plan);
  const notCompared = sayNotCompared(plan);
  const undecided = sayUndecidedOf(plan, IN_BRIEF);
  const sentences = [
    `**rolekeeper ${command}:** ${sayClean(plan, outcome)}`,
    `Compared ${count(plan.integrations.length, 'integration')}, ${count(outcome.resources, 'resource')}, in ${sayScope(plan, IN_BRIEF)}.`,
    ...(notCompared === '' ? [] : [`${notCompared}.`]),
    ...(undecided === '' ? [] : [`${undecided}.`]),
    ...saySource(plan, IN_BRIEF),
  ];
  const items = [...findingItems(plan), ...warningItems(plan)];
  return composeBrief(
    [sentences.join(' '), ...items.map((item) => `- ${item}`)].join('\n'),
    withLines(remarks, cautionLines(cautionsOf(plan))),
  );
}

/** A policy of AWS has thousands of actions: named one by one they would leave no room for anything else. */
const MOST_DETAIL = 30_000;

/** What the YAML's change does in one integration; undefined when all there is about it is drift. */
export function integrationSection(integration: AssessedIntegration): MarkdownSection | undefined {
  const entries = integration.entries
    .filter((entry) => !isQuietEntry(entry) && !isDriftOnly(entry))
    .map((entry) => ({ ...entry, changes: entry.changes.filter(({ cause }) => cause !== 'drift') }));
  if (entries.length === 0 && integration.blockers.length === 0) return undefined;
  const { vendor, description, expired } = integration;
  const dates = sayDates(integration, IN_BRIEF);
  const details = (detail: Detail): string =>
    foldedDiff('plan', [
      ...blockerLines(integration.blockers),
      ...entries.flatMap((entry) => describeEntry(entry, integration, detail)),
    ]);
  const exact = details('exact');
  return {
    group: '### What this changes',
    heading: codeOf(integration.integration) + (vendor === undefined ? '' : ` for ${codeOf(vendor)}`),
    items: [
      ...(description === undefined ? [] : [`what it is for: ${codeOf(description)}`]),
      ...(dates === '' ? [] : [expired === true ? `**${dates}**` : dates]),
      ...integration.blockers.map(({ message, hint }) => sayBlocker(message, hint)),
      ...(integration.blockers.length > 0 && entries.some(({ action }) => action !== 'none')
        ? ['**nothing of it is applied while that is so.** Without it:']
        : []),
      ...byOwnAccess(entries).flatMap((entry) => entryItems(entry, integration)),
    ],
    details: exact.length > MOST_DETAIL ? details('counted') : exact,
    documents: foldedDocuments(entries),
  };
}

/** What principals can do, and who can assume them, comes before the policies that say so. */
function byOwnAccess(entries: readonly AssessedEntry[]): readonly AssessedEntry[] {
  const isOwn = ({ access }: AssessedEntry): boolean => access !== undefined;
  return [...entries.filter(isOwn), ...entries.filter((entry) => !isOwn(entry))];
}

function entryItems(entry: AssessedEntry, { blockers, entries }: AssessedIntegration): readonly string[] {
  return [
    ...verdictOf(entry, blockers.length > 0, entries),
    ...(entry.pending === true ? [`${codeOf(entry.address)} is ${PENDING}`] : []),
    ...entry.blockers.map(({ message, hint }) => sayBlocker(message, hint)),
    ...(entry.unchecked.length === 0
      ? []
      : [`**unchecked:** ${codeOf(entry.address)}: ${sayNotRead(entry)}`]),
  ];
}

function sayNotRead({ unchecked }: AssessedEntry): string {
  return unchecked.includes('*') ? 'nothing of it could be read' : `${codeOf(unchecked.join(', '))} not read`;
}

function sayBlocker(message: string, hint: string): string {
  return `**blocked:** ${prose(message)}${besideRemedy(hint)}`;
}

/**
 * The texts of the policy documents that change, side by side in one folded block, for a reader who wants to see what
 * stands in them; what they mean is said above. Empty when no document changes from one text to another.
 */
function foldedDocuments(entries: readonly AssessedEntry[]): string {
  const lines = entries.flatMap(documentLines);
  if (lines.length === 0) return '';
  return [
    '<details><summary>The documents, as JSON</summary>',
    fencedBlock('diff', lines),
    '</details>',
  ].join('\n\n');
}

function documentLines({ address, changes }: AssessedEntry): readonly string[] {
  return changes.flatMap(({ field, member, before, after, statements }) => {
    if (statements === undefined || before === undefined || after === undefined) return [];
    const differences = diffDocuments(before, after);
    if (differences.length === 0) return [];
    const title = [address, field, ...(member === undefined ? [] : [member])].join(' ');
    return [
      `@@ ${visibleText(title)} @@`,
      ...differences.map(({ sign, text }) => `${sign} ${visibleText(text)}`),
    ];
  });
}
