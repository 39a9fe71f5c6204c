import type { AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { cautionLines } from './caution-lines.ts';
import { driftCautionsOf } from './drift-cautions.ts';
import { withOverdueReviews } from './due-dates.ts';
import { digestItems } from './markdown-table.ts';
import { describeDrift } from './describe-drift.ts';
import { foldedDiff } from './diff-block.ts';
import { driftItemsOf, type DriftItem } from './drift-items.ts';
import { prose, tableCell, besideRemedy } from './escape-markdown.ts';
import { fitMarkdown } from './fit-markdown.ts';
import { factsOf, FOOTER, notSeenOf } from './markdown-notes.ts';
import { undeclaredMarkdown, undeclaredOf } from './inventory/undeclared-report.ts';
import { movedItems } from './markdown-drift-section.ts';
import { composeBrief, type MarkdownSection } from './markdown-parts.ts';
import { codeOf, IN_BRIEF } from './markdown-style.ts';
import type { ReportOptions } from './report-options.ts';
import { breakingIn, sayUndecidedOf } from './say-expectations.ts';
import { sayDates } from './say-dates.ts';
import { sayScope, saySource, sayWorstStrangers, strangersIn } from './say-scope.ts';
import { warningItems } from './say-warnings.ts';
import { tellOnce, toldOfDrift } from './tell-once.ts';
import { sayDriftOutcome, sayIntegrationDrift, shownIntegrations } from './text-drift.ts';

/** The plan read as drift, for an issue or a job summary; one line when there is none. */
export function renderDriftMarkdown(read: AssessedPlan, options: ReportOptions): string {
  const plan = withOverdueReviews(read);
  const undeclared = undeclaredOf(plan);
  if (undeclared !== undefined) {
    const notes = composeBrief('', options.remarks);
    const room = options.limit === undefined ? undefined : options.limit - notes.length;
    return `${undeclaredMarkdown(undeclared, room)}${notes.trim() === '' ? '' : `\n${notes}`}`;
  }
  const items = driftItemsOf(plan);
  const outcome = sayDriftOutcome(plan, items);
  const breaking = breakingIn(plan);
  const strangers = sayWorstStrangers(plan, IN_BRIEF);
  const integrations = shownIntegrations(plan, items);
  const isCalm = integrations.length + plan.unchecked.length + strangersIn(plan).length === 0;
  if (isCalm) {
    const undecided = sayUndecidedOf(plan, IN_BRIEF);
    const rest = undecided === '' ? [] : [`${undecided}.`];
    const source = [...rest, ...saySource(plan, IN_BRIEF)].join(' ');
    const line = `**rolekeeper drift:** ${outcome} In ${sayScope(plan, IN_BRIEF)}. ${source}`.trimEnd();
    return composeBrief([line, ...warningItems(plan).map((item) => `- ${item}`)].join('\n'), options.remarks);
  }
  const parts = {
    title: `## IAM drift: ${outcome.replace(/^Drift: |\.$/g, '')}`,
    cautions: [
      ...cautionLines(driftCautionsOf(plan)),
      ...(strangers === '' ? [] : [`**Open to the outside, and in no file (critical):** ${strangers}`]),
      ...breaking.flatMap(sayBrokenIn),
    ],
    remarks: options.remarks,
    facts: factsOf(plan),
    table: {
      head: '| Integration | Drift |\n|---|---|',
      rows: integrations.map((integration) => tableRow(integration, items)),
    },
    sections: [
      ...integrations.flatMap(blockedSection),
      ...tellOnce(items.map((item) => toldOfDrift(item, itemSection(item)))),
    ],
    picture: '',
    digests: digestItems(integrations),
    notes: notSeenOf(plan),
    footer: FOOTER,
  };
  return fitMarkdown(parts, options.limit, options.fullReport);
}

function tableRow(integration: AssessedIntegration, items: readonly DriftItem[]): string {
  const dates = sayDates(integration, IN_BRIEF);
  const said = [sayIntegrationDrift(integration, items), dates].filter((part) => part !== '').join(' · ');
  const cells = [codeOf(integration.integration), said];
  return `| ${cells.map(tableCell).join(' | ')} |`;
}

/** Where nothing can be reverted before a person has helped. */
function blockedSection({ integration, blockers }: AssessedIntegration): readonly MarkdownSection[] {
  if (blockers.length === 0) return [];
  const items = blockers.map(
    ({ message, hint }) => `**blocked:** ${codeOf(integration)}: ${prose(message)}${besideRemedy(hint)}`,
  );
  return [{ group: '### Nothing can be applied to these', heading: '', items, details: '' }];
}

function itemSection(item: DriftItem): MarkdownSection {
  const { entry, integration, driftClass } = item;
  return {
    group: '### What differs',
    heading: '',
    items: [
      `**${driftClass}:** ${codeOf(entry.address)} in ${codeOf(integration.integration)}${movedItems(item)}`,
      ...entry.blockers.map(({ message, hint }) => `blocked: ${prose(message)}${besideRemedy(hint)}`),
    ],
    details: foldedDiff('drift', describeDrift(item, 'exact')),
  };
}

function sayBrokenIn({ integration, blockers }: AssessedIntegration): readonly string[] {
  return blockers
    .filter(({ code }) => code === 'expectation-failed')
    .map(({ message }) => `${codeOf(integration)}: ${prose(message)}`);
}
