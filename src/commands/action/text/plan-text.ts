import type { AssessedPlan } from '../../../model/assessment.ts';
import type { Caution } from '../../../model/caution.ts';
import { codeSpan } from '../../../report/escape-markdown.ts';
import { renderPlan } from '../../../report/registry.ts';
import type { RunRemarks } from '../../../report/report-options.ts';
import type { Render } from '../../../review/comment-body.ts';
import { type GitHubRun, runUrlOf } from '../context.ts';

export interface PlanText {
  readonly plan: AssessedPlan;
  readonly command: 'plan' | 'apply' | 'drift';
  /** What is not applied although it was merged, before all else: markdown, a line each. */
  readonly refusals?: readonly string[];
  /** What the change does to the guards. */
  readonly guards?: readonly Caution[];
  readonly notes?: readonly string[];
  /** Small, at the end. */
  readonly footer: readonly string[];
}

/** The report of a plan with what only the run knows. */
export function planText(
  { plan, command, refusals = [], guards = [], notes = [], footer }: PlanText,
  run: GitHubRun,
): Render {
  const remarks = { cautions: withinRoom(refusals), notes, footer };
  return (limit) => reportWithin(limit, { ...plan, cautions: guards }, command, run, remarks);
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

/** What must be seen first must not push away the plan: of very many refusals the first, and how many more. */
const REFUSAL_ROOM = 8_000;

function withinRoom(lines: readonly string[]): readonly string[] {
  const fitting = lines.filter((_line, index) => lines.slice(0, index + 1).join('\n').length <= REFUSAL_ROOM);
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

/** The plan with what the change does to the guards. */
export function shownPlan({ plan, guards }: PlanText): AssessedPlan {
  return { ...plan, ...(guards === undefined ? {} : { cautions: guards }) };
}
