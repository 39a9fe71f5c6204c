import type { AssessedPlan } from '../../../model/assessment.ts';
import type { Caution } from '../../../model/caution.ts';
import type { Scope } from '../../../model/integration.ts';
import { codeSpan } from '../../../report/escape-markdown.ts';
import type { FailedScope } from '../../../report/many-scopes.ts';
import { renderPlan, renderScopes } from '../../../report/registry.ts';
import type { RunRemarks } from '../../../report/report-options.ts';
import type { Render } from '../../../review/comment-body.ts';
import { includedBy } from '../../load-scopes.ts';
import { type GitHubRun, runUrlOf } from '../context.ts';
import type { ManyPlans, PlannedScope } from '../plan-file.ts';

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

export interface JointReport {
  /** All that the check-out declares. */
  readonly scopes: readonly Scope[];
  /** What is planned. */
  readonly commit: string;
  /** Folders that the change must not take away. */
  readonly vanished?: readonly FailedScope[];
}

/** The plans of several scopes as one report, with what is the same in several of them once: for the comment and the summary. */
export function jointReport(
  { planned, failed }: ManyPlans,
  { scopes, commit, vanished = [] }: JointReport,
  run: GitHubRun,
): Render {
  const reports = planned.map(({ directory, plan, cautions, notes }) => {
    const scope = scopes.find((one) => one.directory === directory);
    const parameters = scope === undefined ? new Map() : includedBy(scope).parameters;
    return { directory, plan, cautions, notes, parameters };
  });
  const options = {
    command: 'plan',
    fullReport: runUrlOf(run),
    footer: [commitLink(run, commit), runLink(run), ...lastChecks(planned)],
  } as const;
  return (limit) => renderScopes(reports, [...vanished, ...failed], { ...options, limit });
}

/** Of very many scopes the first: each has an issue of its own, and the others are told from the list of issues. */
const MOST_CHECKS = 5;

/** When drift was checked last in each of the scopes; once where it is the same in all. */
function lastChecks(planned: readonly PlannedScope[]): readonly string[] {
  const said = planned.flatMap(({ directory, checked }) =>
    checked === undefined ? [] : [{ directory, checked }],
  );
  const [first] = said;
  if (first !== undefined && said.every(({ checked }) => checked === first.checked)) return [first.checked];
  const shown = said
    .slice(0, MOST_CHECKS)
    .map(({ directory, checked }) => `${codeSpan(directory)}: ${checked}`);
  const rest = said.length - shown.length;
  return rest === 0 ? shown : [...shown, `and of ${rest} more folders in their issues`];
}
