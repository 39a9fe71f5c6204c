import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunResult } from '../../github/outputs.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Caution } from '../../model/caution.ts';
import { withCautions } from '../../report/cautions.ts';
import { codeSpan } from '../../report/escape-markdown.ts';
import { maskExternalIds } from '../../report/external-id.ts';
import { renderJson } from '../../report/json-report.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { renderPlan } from '../../report/registry.ts';
import type { RunRemarks } from '../../report/report-options.ts';
import { DIGEST_LENGTH } from '../../review/marker.ts';
import type { Render } from '../../review/comment-body.ts';
import { annotationsOfPlan } from './annotations.ts';
import type { ActionContext } from './context.ts';
import { type GitHubRun, runUrlOf } from './github-run.ts';
import type { RunStep } from './run-outcome.ts';

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

/**
 * Puts a plan into the log, the annotations, the summary, the outputs and the plan file.
 *
 * @param before the plans that the run has shown already: the file has all of them
 */
export async function* showPlan(
  text: PlanText,
  before: readonly AssessedPlan[],
  context: ActionContext,
): RunStep {
  const { run, logGroup } = context;
  const { command } = text;
  const plan = { ...text.plan, ...(text.guards === undefined ? {} : { cautions: text.guards }) };
  yield {
    plans: [plan],
    digests: digestsOf(plan),
    annotations: annotationsOfPlan(plan),
    summary: [planText(text, run)],
  };
  logGroup(`${command} for account ${plan.account}`, renderPlan(plan, 'text', { command, color: false }));
  yield { planPath: await writePlanFile([...before, plan], context) };
}

/** What a plan that nobody applies comes to. */
export function resultOf(plan: AssessedPlan): RunResult {
  const { clean, totals } = outcomeOf(plan);
  if (clean) return 'no-changes';
  return totals.create + totals.update + totals.delete + totals.adopt + totals.release + totals.forget > 0
    ? 'changes'
    : totals.drift > 0
      ? 'drift'
      : 'no-changes';
}

/** The digests of what apply would do, as a workflow takes them: 32 digits each. */
export function digestsOf({ integrations }: AssessedPlan): readonly string[] {
  return integrations
    .filter(({ entries }) => entries.some(({ action }) => action !== 'none'))
    .map(({ digest }) => digest.slice(0, DIGEST_LENGTH));
}

/** All plans of the run, never cut. */
async function writePlanFile(
  plans: readonly AssessedPlan[],
  { inputs, run }: ActionContext,
): Promise<string> {
  const path = inputs.planPath ?? join(run.temporary, 'rolekeeper-plan.json');
  try {
    await writeFile(
      path,
      renderJson({ format: 1, plans: plans.map((plan) => maskExternalIds(withCautions(plan))) }),
    );
  } catch (cause) {
    throw new RolekeeperError('invalid-config', `plan-path: ${path} cannot be written`, {
      cause,
      hint: 'name a file in a folder that exists and may be written to',
    });
  }
  return path;
}
