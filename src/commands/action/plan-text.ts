import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunResult } from '../../github/outputs.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Caution } from '../../model/caution.ts';
import { withCautions } from '../../report/cautions.ts';
import { codeSpan } from '../../report/escape-markdown.ts';
import { visibleText } from '../../report/escape-terminal.ts';
import { maskExternalIds, maskExternalIdsIn } from '../../report/external-id.ts';
import { renderJson } from '../../report/json-report.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { renderPlan, renderPlansPage } from '../../report/registry.ts';
import type { RunRemarks } from '../../report/report-options.ts';
import { DIGEST_LENGTH } from '../../review/marker.ts';
import type { Render } from '../../review/comment-body.ts';
import { readPageAssets } from '../read-page-assets.ts';
import { annotationsOfPlan } from './annotations.ts';
import { VERSION } from '../../model/version.ts';
import type { ActionContext } from './context.ts';
import { type GitHubRun, runUrlOf } from './github-run.ts';
import type { ManyPlans } from './many-plans.ts';
import type { RunPart, RunStep } from './run-outcome.ts';

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

/** Puts a plan into the log, the annotations, the summary and the outputs; {@link writePlanFiles} writes those of a run. */
export async function* showPlan(text: PlanText, { run, logGroup }: ActionContext): RunStep {
  const { command } = text;
  const plan = shownPlan(text);
  yield {
    plans: [plan],
    digests: digestsOf(plan),
    annotations: annotationsOfPlan(plan),
    summary: [planText(text, run)],
  };
  logGroup(`${command} for account ${plan.account}`, renderPlan(plan, 'text', { command, color: false }));
}

/** The plan with what the change does to the guards. */
export function shownPlan({ plan, guards }: PlanText): AssessedPlan {
  return { ...plan, ...(guards === undefined ? {} : { cautions: guards }) };
}

/** What a plan that is not applied comes to. */
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

/**
 * All plans of the run, never cut, and the same as one HTML file, for an artifact of the job.
 *
 * @param many the scopes of the plans, in their order, and those that failed: what a job that joins them needs besides
 */
export async function writePlanFiles(
  plans: readonly AssessedPlan[],
  command: PlanText['command'],
  context: ActionContext,
  many?: ManyPlans,
): Promise<RunPart> {
  return {
    planPath: await writePlanFile(plans, context, many),
    reportPath: await writePage(plans, command === 'drift' ? 'drift' : 'plan', context, many),
  };
}

/** Without the page's script the run goes on: all of it is in the plan file. */
async function writePage(
  plans: readonly AssessedPlan[],
  command: 'plan' | 'drift',
  { run, log }: ActionContext,
  many: ManyPlans | undefined,
): Promise<string | undefined> {
  const path = join(run.temporary, 'rolekeeper-report.html');
  try {
    await writeFile(path, renderPlansPage(plans, command, await readPageAssets(), many?.failed));
    return path;
  } catch (error) {
    log(
      `the HTML report was not written: ${error instanceof Error ? visibleText(error.message) : 'unknown'}\n`,
    );
    return undefined;
  }
}

async function writePlanFile(
  plans: readonly AssessedPlan[],
  { inputs, run }: ActionContext,
  many?: ManyPlans,
): Promise<string> {
  const path = inputs.planPath ?? join(run.temporary, 'rolekeeper-plan.json');
  try {
    await writeFile(
      path,
      renderJson({
        format: 1,
        tool: VERSION,
        commit: run.commit,
        plans: plans.map((plan) => withCautions(maskExternalIds(plan))),
        ...(many === undefined ? {} : partOf(many)),
      }),
    );
  } catch (cause) {
    throw new RolekeeperError('invalid-config', `plan-path: ${path} cannot be written`, {
      cause,
      hint: 'name a file in a folder that exists and may be written to',
    });
  }
  return path;
}

/** What the plan file says of its scopes beside their plans. */
function partOf({ planned, failed }: ManyPlans) {
  return {
    scopes: planned.map(({ plan, ...said }) =>
      maskExternalIdsIn({ ...said, guards: plan.cautions ?? [] }, 'ends'),
    ),
    failed,
  };
}
