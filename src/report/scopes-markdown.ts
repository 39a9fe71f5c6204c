import { blockersOf, findingsIn, totalsOf, type AssessedPlan } from '../model/assessment.ts';
import type { Caution } from '../model/caution.ts';
import { RULE_LEVELS } from '../model/finding.ts';
import { cautionLabel, cautionLines } from './caution-lines.ts';
import { compareRanks, type Rank, type RankedCaution } from './caution-order.ts';
import { cautionsOf, rankedCautions } from './cautions.ts';
import { alertBlock, alertList, codeSpan, tableCell } from './escape-markdown.ts';
import { withoutWorkflowCommands } from './escape-terminal.ts';
import { failedScopeLines, type FailedScope, type ScopeReport } from './many-scopes.ts';
import { outcomeOf } from './outcome.ts';
import type { ReportOptions } from './report-options.ts';
import { sameMarkdown } from './same-blocks.ts';
import { sameChanges, toldTogether, type SameChange } from './same-changes.ts';
import { spellAsWritten } from './spell-as-written.ts';
import { count, sayActionCounts, sayActionTotals, sayConcerns } from './say-totals.ts';

/** Draws the report on one scope within a limit. */
export type RenderScope = (plan: AssessedPlan, limit: number) => string;

export interface ScopesOptions extends Pick<ReportOptions, 'command' | 'fullReport'> {
  readonly limit: number;
  /** Small, at the end: finished markdown. */
  readonly footer: readonly string[];
  readonly renderScope: RenderScope;
}

/**
 * The plans of several scopes as one comment: totals, the scopes that failed and what must not be missed; a table, the worst
 * scope first; what is the same in many of them once; and each scope folded, for as many as there is room for.
 */
export function renderScopesMarkdown(
  reports: readonly ScopeReport[],
  failed: readonly FailedScope[],
  options: ScopesOptions,
): string {
  const sorted = [...reports].sort(compareScopes);
  const same = sameChanges(sorted.map((report) => ({ ...report, plan: spellAsWritten(report.plan) })));
  const foot = footOf(options);
  const top = topOf(sorted, failed, options);
  const table = tableOf(sorted, failed, share(options.limit, 4));
  const blocks = [top, table];
  const room = (): number => options.limit - foot.length - lengthOf(blocks) - CUT_ROOM;
  for (const change of same) {
    const block = sameMarkdown(change);
    if (block.length <= room()) blocks.push(block);
  }
  const shown = foldedScopes(sorted, same, { room: room(), renderScope: options.renderScope });
  blocks.push(...shown);
  const left = sorted.filter((one) => !isCalm(one)).length - shown.length;
  const cut = left === 0 ? '' : alertBlock('NOTE', [sayLeft(left, options.fullReport)]);
  return withoutWorkflowCommands(`${[...blocks, cut, foot].filter((block) => block !== '').join('\n\n')}\n`);
}

/** For the sentence about what was left out. */
const CUT_ROOM = 400;

function lengthOf(blocks: readonly string[]): number {
  return blocks.reduce((sum, block) => sum + block.length + 2, 0);
}

function share(limit: number, part: number): number {
  return Math.floor(limit / part);
}

/** The lower, the worse: what is blocked, the most dangerous caution, what the rules say, how much is to be done. */
function ranksOf({ plan, cautions }: ScopeReport): readonly Rank[] {
  const blockers = plan.integrations.flatMap(blockersOf).length;
  const [worst] = rankedCautions(plan).filter(({ caution }) => caution.kind !== 'blocked');
  const findings = findingsIn(plan);
  const { totals } = outcomeOf(plan);
  const work = totals.create + totals.update + totals.delete + totals.adopt + totals.release;
  return [
    [-Math.min(1, blockers)],
    worst?.rank ?? [],
    [-cautions.length, ...LEVELS.map((level) => -findings.filter((one) => one.level === level).length)],
    [-work, -totals.drift],
  ];
}

const LEVELS = RULE_LEVELS.filter((level) => level !== 'off');

function compareScopes(a: ScopeReport, b: ScopeReport): number {
  const others = ranksOf(b);
  return (
    ranksOf(a)
      .map((rank, place) => compareRanks(rank, others[place] ?? []))
      .find((difference) => difference !== 0) ?? 0
  );
}

function topOf(
  reports: readonly ScopeReport[],
  failed: readonly FailedScope[],
  { command, limit }: ScopesOptions,
): string {
  const plans = reports.map(({ plan }) => plan);
  const all = totalsOf({
    integrations: plans.flatMap(({ integrations }) => integrations),
    unchecked: plans.flatMap(({ unchecked }) => unchecked),
  });
  const held = plans.reduce((sum, plan) => sum + outcomeOf(plan).held, 0);
  const concerns = [failed.length === 0 ? '' : `**${failed.length} failed**`, sayConcerns(all, held)]
    .filter((part) => part !== '')
    .join(', ');
  const scopes = count(reports.length + failed.length, 'scope');
  const title = `## IAM ${command} of ${scopes}: ${sayActionTotals(all)}${concerns === '' ? '' : ` · ${concerns}`}`;
  const most = limit === Number.POSITIVE_INFINITY ? limit : MOST_LINES;
  const lines = [...failedScopeLines(failed), ...jointCautions(reports, most)];
  const alert = lines.length === 0 ? '' : alertList('CAUTION', lines);
  return [title, alert].filter((block) => block !== '').join('\n\n');
}

/** Lines of the caution block; the rest are counted, and stand in the part of their scope and in the plan file. */
const MOST_LINES = 40;

/** What is the same in several scopes has one line, with the number of them. */
function jointCautions(reports: readonly ScopeReport[], most: number): readonly string[] {
  const places = new Map<
    string,
    Pick<RankedCaution, 'caution' | 'rank'> & { readonly directories: string[] }
  >();
  for (const { directory, plan } of reports) {
    for (const { caution, rank } of rankedCautions(plan)) {
      const key = JSON.stringify(caution).replaceAll(plan.account, '${AWS::AccountId}');
      const known = places.get(key) ?? { caution, rank, directories: [] };
      known.directories.push(directory);
      places.set(key, known);
    }
  }
  const worstFirst = [...places.values()].sort((a, b) => compareRanks(a.rank, b.rank));
  const joint = worstFirst.map(({ caution, directories }): Caution => {
    const [first = ''] = directories;
    const where =
      directories.length === 1 ? [' · ', { text: first }] : [` · in ${directories.length} scopes`];
    return { ...caution, words: [...caution.words, ...where] };
  });
  const ofRun = reports.flatMap(({ cautions }) => cautions);
  const lines = [...ofRun, ...cautionLines(joint)];
  const left = lines.length - most;
  return left <= 0 ? lines : [...lines.slice(0, most), `… and ${left} more lines; the plan file has all`];
}

/** Beyond this a reader would have to scroll past it. */
const LONGEST_TABLE = 15;

/** As many rows as there is room for, the worst first; calm scopes in one line. */
function tableOf(reports: readonly ScopeReport[], failed: readonly FailedScope[], room: number): string {
  const busy = reports.filter((report) => !isCalm(report));
  const columns = COLUMNS.filter(
    ({ isKept, cell }) => isKept === true || busy.some((one) => cell(one) !== ''),
  );
  const head = `${tableRow(columns.map(({ title }) => title))}\n|${'---|'.repeat(columns.length)}`;
  const rows = [
    ...failed.map((scope) => failedRow(scope, columns.length)),
    ...busy.map((report) => tableRow(columns.map(({ cell }) => tableCell(cell(report))))),
  ];
  const calm = reports.length - busy.length;
  const kept: string[] = [];
  let size = head.length;
  for (const row of rows) {
    size += row.length + 1;
    if (size > room) break;
    kept.push(row);
  }
  const left = rows.length - kept.length;
  const notes = [
    ...(left === 0 ? [] : [`${left} more scopes with something to report have no room here.`]),
    ...(calm === 0 ? [] : [`${count(calm, 'scope')} with nothing to do.`]),
  ].join(' ');
  if (kept.length === 0) return notes;
  const table = `${head}\n${kept.join('\n')}`;
  const shown = left === 0 ? `${kept.length} scopes` : `${kept.length} of ${rows.length} scopes`;
  const whole =
    kept.length <= LONGEST_TABLE
      ? table
      : `<details><summary>${shown}, the worst first</summary>\n\n${table}\n\n</details>`;
  return notes === '' ? whole : `${whole}\n\n${notes}`;
}

interface Column {
  readonly title: string;
  readonly cell: (report: ScopeReport) => string;
  /** Stands there also where nothing is in it. */
  readonly isKept?: true;
}

/** A phone shows three or four: the others are there where they say something. */
const COLUMNS: readonly Column[] = [
  { title: 'Scope', cell: ({ directory }) => codeSpan(directory), isKept: true },
  { title: 'Account', cell: ({ plan }) => plan.account, isKept: true },
  { title: 'Plan', cell: ({ plan }) => sayActionCounts(outcomeOf(plan).totals), isKept: true },
  { title: 'Caution', cell: worstOf },
  { title: 'Drift', cell: ({ plan }) => sayNumber(outcomeOf(plan).totals.drift) },
  { title: 'Blocked', cell: ({ plan }) => sayNumber(outcomeOf(plan).totals.blocked) },
];

/** What the caution block has of the scope, in as few words as there are. */
function worstOf({ plan }: ScopeReport): string {
  const worst = cautionsOf(plan).find(({ kind }) => kind !== 'blocked');
  return worst === undefined ? '' : cautionLabel(worst.kind);
}

function sayNumber(number: number): string {
  return number === 0 ? '' : String(number);
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function failedRow({ directory, account, reason }: FailedScope, columns: number): string {
  const cells = [codeSpan(directory), account, `**failed** (${codeSpan(reason)})`].map(tableCell);
  return tableRow([...cells, ...Array<string>(columns - cells.length).fill('')]);
}

/** Nothing of it asks for a reader. */
function isCalm({ plan, cautions, notes }: ScopeReport): boolean {
  return outcomeOf(plan).clean && cautionsOf(plan).length + cautions.length + notes.length === 0;
}

/** With less a part would say nothing. */
const LEAST_ROOM = 700;
/** One scope does not take the room of all others, unless there is room for all. */
const MOST_ROOM = 20_000;

function foldedScopes(
  reports: readonly ScopeReport[],
  same: readonly SameChange[],
  { room, renderScope }: { readonly room: number; readonly renderScope: RenderScope },
): readonly string[] {
  const busy = reports.filter((report) => !isCalm(report));
  const parts: string[] = [];
  let left = room;
  for (const [index, report] of busy.entries()) {
    const others = busy.length - index;
    const most = Math.max(MOST_ROOM, Math.floor(left / others));
    const fair = Math.max(LEAST_ROOM, Math.min(most, Math.floor(left / Math.min(8, others))));
    if (left < LEAST_ROOM) break;
    const part = foldedScope(report, same, Math.min(fair, left), renderScope);
    if (part.length + 2 > left) break;
    parts.push(part);
    left -= part.length + 2;
  }
  return parts;
}

function foldedScope(
  report: ScopeReport,
  same: readonly SameChange[],
  room: number,
  renderScope: RenderScope,
): string {
  const { directory, plan, notes } = report;
  const told = toldTogether(same, report);
  const rest = { ...plan, integrations: plan.integrations.filter((one) => !told.has(one.integration)) };
  const { totals } = outcomeOf(plan);
  const summary = `<details><summary>${htmlOf(directory)} · ${plan.account} · ${sayActionTotals(totals)}</summary>`;
  const above = [...told].map(
    ([integration, scopes]) => `${codeSpan(integration)} is the same in ${scopes} scopes: see above.`,
  );
  const head = [summary, alertBlock('NOTE', notes), ...above].filter((block) => block !== '').join('\n\n');
  // Of what stands above, a part of its own would say that there are no changes.
  const isRestCalm = isCalm({ ...report, plan: rest, cautions: [], notes: [] });
  const own = told.size > 0 && isRestCalm ? '' : renderScope(rest, room - head.length - 20);
  const end = '</details>';
  return [head, own.trimEnd(), end].filter((block) => block !== '').join('\n\n');
}

function htmlOf(text: string): string {
  return codeTag(text.replace(/[^\x20-\x7e]/g, '?'));
}

function codeTag(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;');
  return `<code>${escaped}</code>`;
}

function sayLeft(left: number, fullReport: string | undefined): string {
  const where = fullReport === undefined ? 'the plan file has all' : `[the whole report](${fullReport})`;
  return `The parts of ${count(left, 'scope')} have no room here: ${where}.`;
}

function footOf({ footer }: ScopesOptions): string {
  return footer.length === 0 ? '' : `<sub>${footer.join(' · ')}</sub>`;
}
