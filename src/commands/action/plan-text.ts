import type { AssessedPlan } from '../../model/assessment.ts';
import { codeSpan } from '../../report/escape-markdown.ts';
import { renderPlan } from '../../report/registry.ts';
import type { RunRemarks } from '../../report/report-options.ts';
import type { Render } from '../../review/comment-body.ts';
import { runUrlOf, type GitHubRun } from './github-run.ts';

export interface PlanText {
  readonly plan: AssessedPlan;
  readonly command: 'plan' | 'apply' | 'drift';
  /** Must be seen before the plan itself: markdown, a line each. */
  readonly cautions?: readonly string[];
  readonly notes?: readonly string[];
  /** Small, at the end. */
  readonly footer: readonly string[];
}

/** The report of a plan with what only the run knows. */
export function planText(
  { plan, command, cautions = [], notes = [], footer }: PlanText,
  run: GitHubRun,
): Render {
  const remarks = { cautions: withinRoom(cautions), notes, footer };
  return (limit) => reportWithin(limit, plan, command, run, remarks);
}

/** The report of a plan in at most so many UTF-16 units. */
export function reportWithin(
  limit: number,
  plan: AssessedPlan,
  command: PlanText['command'],
  run: GitHubRun,
  remarks?: RunRemarks,
): string {
  return renderPlan(plan, 'markdown', {
    command,
    color: false,
    fullReport: runUrlOf(run),
    limit,
    ...(remarks === undefined ? {} : { remarks }),
  });
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
