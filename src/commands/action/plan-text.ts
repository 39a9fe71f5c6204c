import type { Plan } from '../../model/plan.ts';
import { codeSpan } from '../../report/escape-markdown.ts';
import { renderPlan } from '../../report/registry.ts';
import type { Render } from '../../review/comment-body.ts';
import { runUrlOf, type GitHubRun } from './github-run.ts';

export interface PlanText {
  readonly plan: Plan;
  readonly command: 'plan' | 'apply' | 'drift';
  /** Must be seen before the plan itself: markdown, a line each. */
  readonly cautions?: readonly string[];
  readonly notes?: readonly string[];
  /** Small, at the end. */
  readonly footer: readonly string[];
}

/** The report of a plan with what only the run knows: first the totals, then the cautions, the plan, the footer. */
export function planText(text: PlanText, run: GitHubRun): Render {
  const cautions = withinRoom(text.cautions ?? []);
  const notes = alertBlock('NOTE', text.notes ?? []);
  const foot = text.footer.length === 0 ? '' : `\n<sub>${text.footer.join(' · ')}</sub>\n`;
  const extra = alertBlock('CAUTION', cautions).length + notes.length + foot.length + 100;
  return (limit) => {
    const report = reportWithin(limit - extra, text.plan, text.command, run);
    return withCautions(insertAfterTitle(report, notes), cautions) + foot;
  };
}

/** The report of a plan in at most so many UTF-16 units. */
export function reportWithin(
  limit: number,
  plan: Plan,
  command: PlanText['command'],
  run: GitHubRun,
): string {
  return renderPlan(plan, 'markdown', { command, color: false, fullReport: runUrlOf(run), limit });
}

/** What must be seen first must not push away the plan: of very many cautions the first, and how many more. */
const CAUTION_ROOM = 8_000;

function withinRoom(lines: readonly string[]): readonly string[] {
  const fitting = lines.filter((_line, index) => lines.slice(0, index + 1).join('\n').length <= CAUTION_ROOM);
  const left = lines.length - fitting.length;
  return left === 0 ? lines : [...fitting, `… and ${left} more; the plan file has everything`];
}

/** A commit, as a link to what GitHub shows of it. */
export function commitLink({ serverUrl, repository }: GitHubRun, commit: string): string {
  const short = commit.slice(0, 7);
  return `[${codeSpan(short)}](${serverUrl}/${repository.owner}/${repository.repo}/commit/${commit})`;
}

export function runLink(run: GitHubRun): string {
  return `[log and summary](${runUrlOf(run)})`;
}

/** https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
export function alertBlock(kind: 'CAUTION' | 'NOTE' | 'TIP', lines: readonly string[]): string {
  if (lines.length === 0) return '';
  if (lines.length === 1) return `> [!${kind}]\n> ${lines[0] ?? ''}`;
  return [`> [!${kind}]`, ...lines.map((line) => `> - ${line}`)].join('\n');
}

/** One block of cautions: those of the run before those of the plan. */
function withCautions(markdown: string, cautions: readonly string[]): string {
  if (cautions.length === 0) return markdown;
  const title = markdown.slice(0, markdown.indexOf('\n\n'));
  const block = '> [!CAUTION]\n';
  if (!markdown.startsWith(`${title}\n\n${block}> - `)) {
    return insertAfterTitle(markdown, alertBlock('CAUTION', cautions));
  }
  const start = title.length + 2 + block.length;
  const lines = cautions.map((line) => `> - ${line}\n`).join('');
  return markdown.slice(0, start) + lines + markdown.slice(start);
}

function insertAfterTitle(markdown: string, insert: string): string {
  if (insert === '') return markdown;
  const end = markdown.indexOf('\n\n');
  return end < 0
    ? `${markdown.trimEnd()}\n\n${insert}\n`
    : `${markdown.slice(0, end)}\n\n${insert}${markdown.slice(end)}`;
}
