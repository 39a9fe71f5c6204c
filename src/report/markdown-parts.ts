import { alertBlock, alertList } from './escape-markdown.ts';
import { withoutWorkflowCommands } from './escape-terminal.ts';
import type { RunRemarks } from './report-options.ts';

/** One integration, or one drifted resource, in a report that must fit. */
export interface MarkdownSection {
  /** The heading over this and the following sections of the same group. */
  readonly group: string;
  /** Finished markdown, without the number signs; empty for a section that is only its items. */
  readonly heading: string;
  /** List items without the bullet. */
  readonly items: readonly string[];
  /** A folded list of the others that are told by this one; empty when there are none. */
  readonly alike?: string;
  /** A folded block with everything; empty when there is no more to say. */
  readonly details: string;
  /** A folded block with the documents themselves: the first that is left out. */
  readonly documents?: string;
}

/** A markdown report in pieces, most important first; `fitMarkdown` puts together as many as there is room for. */
export interface MarkdownParts {
  /** The first line: totals. */
  readonly title: string;
  /** What must be seen before anything else. */
  readonly cautions: readonly string[];
  /** What the run adds: at the top and at the very end, whatever is left out between. */
  readonly remarks: RunRemarks | undefined;
  readonly facts: readonly string[];
  readonly table: { readonly head: string; readonly rows: readonly string[] };
  readonly sections: readonly MarkdownSection[];
  /** What was not seen. */
  readonly notes: readonly string[];
  /** A drawing of who reaches what; empty where the words say as much. */
  readonly picture: string;
  /** List items for the fold of digests. */
  readonly digests: readonly string[];
  readonly footer: string;
}

/** How much of each piece is shown. */
export interface MarkdownView {
  readonly rows: number;
  readonly sections: number;
  /** List items in each section. */
  readonly items: number;
  /** Sections whose details are shown, by index. */
  readonly details: ReadonlySet<number>;
  readonly documents: boolean;
  readonly picture: boolean;
  readonly digests: boolean;
  readonly notes: number;
}

/**
 * Puts the shown pieces together, with nothing in them that a runner would take for a command: breaking one makes the text
 * longer, so that comes before the text is measured. `cut` says what was left out and where the whole is; empty when nothing
 * was.
 */
export function composeMarkdown(parts: MarkdownParts, view: MarkdownView, cut: string): string {
  const { title, facts, table, sections, notes, footer } = parts;
  const rows = table.rows.slice(0, view.rows);
  const blocks = [
    title,
    ...cautionBlocks(parts),
    alertList('NOTE', cut === '' ? [] : [cut]),
    facts.join('\n'),
    view.picture ? parts.picture : '',
    tableBlock(table.head, rows),
    ...sections
      .slice(0, view.sections)
      .flatMap((section, index) => [
        section.group === sections[index - 1]?.group ? '' : section.group,
        ...sectionBlocks(section, view.items, view.details.has(index), view.documents),
      ]),
    notes.length === 0 ? '' : '### Not checked, not declared',
    listOf(someOf(notes, view.notes)),
    view.digests ? digestBlock(parts.digests) : '',
    footer,
    footBlock(parts.remarks),
  ];
  return joinBlocks(blocks);
}

/** A report of a line or two, with what the run adds after the first of them. */
export function composeBrief(head: string, remarks: RunRemarks | undefined, rest = ''): string {
  return joinBlocks([
    head,
    alertBlock('CAUTION', remarks?.cautions ?? []),
    alertBlock('NOTE', remarks?.notes ?? []),
    rest,
    footBlock(remarks),
  ]);
}

function joinBlocks(blocks: readonly string[]): string {
  return withoutWorkflowCommands(`${blocks.filter((block) => block !== '').join('\n\n')}\n`);
}

/** The cautions of the run and those of the plan are one block, unless notes of the run stand between them. */
function cautionBlocks({ cautions, remarks }: MarkdownParts): readonly string[] {
  const { cautions: ofRun, notes } = remarks ?? NO_REMARKS;
  if (notes.length > 0) {
    return [alertBlock('CAUTION', ofRun), alertBlock('NOTE', notes), alertList('CAUTION', cautions)];
  }
  return [
    cautions.length === 0 ? alertBlock('CAUTION', ofRun) : alertList('CAUTION', [...ofRun, ...cautions]),
  ];
}

const NO_REMARKS: RunRemarks = { cautions: [], notes: [], footer: [] };

function footBlock(remarks: RunRemarks | undefined): string {
  return remarks === undefined || remarks.footer.length === 0
    ? ''
    : `<sub>${remarks.footer.join(' · ')}</sub>`;
}

/** Beyond this a reader would have to scroll past it. */
const LONGEST_TABLE = 15;

function tableBlock(head: string, rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const text = [head, ...rows].join('\n');
  if (rows.length <= LONGEST_TABLE) return text;
  return `<details><summary>${rows.length} integrations</summary>\n\n${text}\n\n</details>`;
}

function digestBlock(digests: readonly string[]): string {
  if (digests.length === 0) return '';
  return `<details><summary>${digests.length === 1 ? 'Digest' : 'Digests'}</summary>\n\n${listOf(digests)}\n\n</details>`;
}

function sectionBlocks(
  { heading, items, alike = '', details, documents }: MarkdownSection,
  most: number,
  open: boolean,
  withDocuments: boolean,
): readonly string[] {
  return [
    heading === '' ? '' : `#### ${heading}`,
    listOf(someOf(items, most)),
    alike,
    open ? details : '',
    withDocuments ? (documents ?? '') : '',
  ];
}

function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function someOf(items: readonly string[], most: number): readonly string[] {
  if (items.length <= most) return items;
  return [...items.slice(0, most), `… and ${items.length - most} more`];
}
