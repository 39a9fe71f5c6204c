import { codeSpan } from './escape-markdown.ts';
import { composeBrief, composeMarkdown, type MarkdownParts, type MarkdownView } from './markdown-parts.ts';
import { count } from './say-totals.ts';

/** Enough for a reader, also when there is room: whole lists stand in the details. */
const MOST_ITEMS = 24;
const MOST_NOTES = 25;

/** So many digests take no room from the details. */
const FEW_DIGESTS = 10;

/**
 * The report in at most `limit` UTF-16 units (what GitHub counts; 65,536 in a comment). Whole pieces are left out, so
 * nothing is cut inside a fence or a tag: first the documents and long lists of digests, then the details of the largest
 * integrations, then the picture and list items, then sections from the end, then rows of the table, at last all but the totals. What
 * was left out is said.
 */
export function fitMarkdown(
  parts: MarkdownParts,
  limit: number | undefined,
  fullReport: string | undefined,
): string {
  const all = fullView(parts);
  const whole = composeMarkdown(parts, all, '');
  if (limit === undefined || whole.length <= limit) return whole;
  const bySize = parts.sections
    .map(({ details }, index) => ({ index, size: details.length }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => a.size - b.size);
  const saidOnly = { ...all, documents: false, digests: parts.digests.length <= FEW_DIGESTS };
  const bare = { ...saidOnly, digests: false, picture: false, details: new Set<number>() };
  const short = { ...bare, items: 4, notes: 5 };
  const steps: readonly [number, (size: number) => MarkdownView][] = [
    [0, () => ({ ...all, documents: false })],
    [
      bySize.length,
      (size) => ({ ...saidOnly, details: new Set(bySize.slice(0, size).map(({ index }) => index)) }),
    ],
    [0, () => short],
    [parts.sections.length, (size) => ({ ...short, sections: size })],
    [parts.table.rows.length, (size) => ({ ...short, sections: 0, rows: size })],
  ];
  for (const [most, viewOf] of steps) {
    const render = (size: number): string => {
      const view = viewOf(size);
      return composeMarkdown(parts, view, sayCut(parts, view, fullReport));
    };
    const fitting = largest(most, (size) => render(size).length <= limit);
    if (fitting !== undefined) return render(fitting);
  }
  const { notes = [], footer = [], cautions: ofRun = [] } = parts.remarks ?? {};
  const brief = (size: number): string => {
    const left = parts.cautions.length - size;
    const rest = left === 0 ? [] : [`… and ${left} more`];
    const cautions = [...ofRun, ...parts.cautions.slice(0, size), ...rest];
    return composeBrief(parts.title, { cautions, notes, footer }, sayWhere(fullReport));
  };
  const fitting = largest(parts.cautions.length, (size) => brief(size).length <= limit);
  return fitting === undefined
    ? composeBrief(parts.title, parts.remarks, sayWhere(fullReport))
    : brief(fitting);
}

function fullView({ table, sections }: MarkdownParts): MarkdownView {
  return {
    rows: table.rows.length,
    sections: sections.length,
    items: MOST_ITEMS,
    details: new Set(sections.keys()),
    documents: true,
    picture: true,
    digests: true,
    notes: MOST_NOTES,
  };
}

/** The largest size from 0 to `most` that fits, given that a smaller one fits when a larger one does. */
function largest(most: number, fits: (size: number) => boolean): number | undefined {
  if (!fits(0)) return undefined;
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function sayCut(parts: MarkdownParts, view: MarkdownView, fullReport: string | undefined): string {
  const { sections, table } = parts;
  const withDetails = sections.filter(({ details }) => details !== '').length;
  const shown = sections.filter(({ details }, index) => details !== '' && view.details.has(index)).length;
  const clipped = sections.slice(0, view.sections).filter(({ items }) => items.length > view.items).length;
  const documents = view.documents
    ? 0
    : sections.filter((section) => (section.documents ?? '') !== '').length;
  const left: readonly [number, string][] = [
    [documents, 'document view'],
    [view.picture || parts.picture === '' ? 0 : 1, 'picture'],
    [view.digests ? 0 : parts.digests.length, 'digest'],
    [withDetails - Math.min(shown, withDetails), 'folded detail'],
    [clipped, 'shortened list'],
    [sections.length - Math.min(view.sections, sections.length), 'section'],
    [table.rows.length - view.rows, 'table row'],
  ];
  const what = left.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun));
  const said = what.length === 0 ? 'long lists' : what.join(', ');
  return `Too long for here; left out or shortened: ${said}. ${sayWhere(fullReport)}`;
}

function sayWhere(fullReport: string | undefined): string {
  if (fullReport === undefined) return 'Nothing is left out of `rolekeeper plan --format json`.';
  if (/^https:\/\/[\w.-]+(?:\/[\w./?=&%#-]*)?$/.test(fullReport)) return `[The whole report](${fullReport}).`;
  return `The whole report: ${codeSpan(fullReport)}.`;
}
