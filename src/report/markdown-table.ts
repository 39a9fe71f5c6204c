import { shownDigest } from '../model/digest.ts';
import { type AssessedIntegration, totalsOf } from '../model/assessment.ts';
import { tableCell } from './escape-markdown.ts';
import type { MarkdownParts } from './markdown-parts.ts';
import { mergedTotals } from './merge-answer.ts';
import { codeOf } from './markdown-style.ts';
import { sayActionCounts } from './say-totals.ts';

interface Column {
  readonly title: string;
  readonly cell: (integration: AssessedIntegration) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'Integration', cell: ({ integration }) => codeOf(integration) },
  { title: 'Plan', cell: sayPlan },
  { title: 'Drift', cell: (integration) => sayCount(totals(integration).drift) },
  { title: 'Blocked', cell: (integration) => sayCount(totals(integration).blocked) },
];

/**
 * A row for each integration, without the columns that have nothing in them: a phone shows three. One integration needs
 * no table. The digests are folded: no reader needs them to decide.
 */
export function integrationTable(integrations: readonly AssessedIntegration[]): MarkdownParts['table'] {
  if (integrations.length < 2) return { head: '', rows: [] };
  const columns = COLUMNS.filter(({ cell }) => integrations.some((integration) => cell(integration) !== ''));
  return {
    head: `${rowOf(columns.map(({ title }) => title))}\n|${'---|'.repeat(columns.length)}`,
    rows: integrations.map((integration) => rowOf(columns.map(({ cell }) => tableCell(cell(integration))))),
  };
}

/** The digests, for those who compare them with what apply shows. */
export function digestItems(integrations: readonly AssessedIntegration[]): readonly string[] {
  return integrations.map(
    ({ integration, digest }) => `${codeOf(integration)}: ${codeOf(shownDigest(digest))}`,
  );
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function totals(integration: AssessedIntegration): ReturnType<typeof totalsOf> {
  return totalsOf({ integrations: [integration], unchecked: [] });
}

function sayPlan(integration: AssessedIntegration): string {
  return sayActionCounts(mergedTotals({ integrations: [integration], unchecked: [] }));
}

function sayCount(number: number): string {
  return number === 0 ? '' : String(number);
}
