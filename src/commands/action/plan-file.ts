import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { PlanPublication } from '../../github/plan-comment.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import type { Caution } from '../../model/caution.ts';
import { FAILURE_REASONS, RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import { VERSION } from '../../model/version.ts';
import { withCautions } from '../../report/cautions.ts';
import { visibleText } from '../../report/escape-terminal.ts';
import { maskExternalIds, maskExternalIdsIn } from '../../report/external-id.ts';
import { renderJson } from '../../report/json-report.ts';
import type { FailedScope } from '../../report/many-scopes.ts';
import { type ReportOptions, renderPlansPage } from '../../report/registry.ts';
import { readPageAssets } from '../read-page-assets.ts';
import type { ActionContext } from './context.ts';
import type { RunPart } from './run-outcome.ts';
import { writeOutput } from './write-output.ts';

/** What a run made of one scope of a pull request. The plan file holds it, so that another job can put it with others. */
export interface PlannedScope {
  readonly directory: string;
  /** With what the change does to the guards. */
  readonly plan: AssessedPlan;
  readonly cautions: readonly string[];
  readonly notes: readonly string[];
  /** When drift was checked last, as finished markdown; absent where GitHub does not say. */
  readonly checked?: string;
  /** Of the integrations whose plan can be evidence for apply. */
  readonly digests: PlanPublication['digests'];
}

export interface ManyPlans {
  readonly planned: readonly PlannedScope[];
  readonly failed: readonly FailedScope[];
}

/**
 * All plans of the run, never cut, and the same as one HTML file, for an artifact of the job.
 *
 * @param many the scopes of the plans, in their order, and those that failed: what a job that joins them needs besides
 */
export async function writePlanFiles(
  plans: readonly AssessedPlan[],
  command: ReportOptions['command'],
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
  const { planPath } = inputs;
  const place =
    planPath === undefined
      ? { temporary: run.temporary, name: 'rolekeeper-plan.json' }
      : { chosen: planPath };
  const text = renderJson({
    format: 1,
    tool: VERSION,
    commit: run.commit,
    plans: plans.map((plan) => withCautions(maskExternalIds(plan))),
    ...(many === undefined ? {} : partOf(many)),
  });
  return writeOutput('plan-path', place, text);
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

const ITEM = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{8}$/), text: z.string() });

const DIGEST = z.object({
  integration: z.string(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  verdict: z.object({
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    items: z.array(ITEM),
    kept: z.array(ITEM),
  }),
});

const FAILED = z.object({
  directory: z.string(),
  account: z.string(),
  reason: z.enum(FAILURE_REASONS),
  message: z.string(),
  hint: z.string().exactOptional(),
});

/** What this version writes into a plan file beside the plans. The plans themselves are its own, and are not checked. */
const PART = z.object({
  format: z.literal(1),
  tool: z.literal(VERSION),
  commit: z.string(),
  plans: z.array(z.custom<AssessedPlan>((plan) => typeof plan === 'object' && plan !== null)),
  scopes: z.array(
    z.object({
      directory: z.string(),
      guards: z.array(z.custom<Caution>((caution) => typeof caution === 'object' && caution !== null)),
      cautions: z.array(z.string()),
      notes: z.array(z.string()),
      checked: z.string().exactOptional(),
      digests: z.array(DIGEST),
    }),
  ),
  failed: z.array(FAILED),
});

/**
 * The plans that the jobs of a matrix made, out of their plan files in a folder. A scope of which no file says anything has
 * failed: its job ended without a plan.
 *
 * @throws RolekeeperError `invalid-config` where a file is none of this commit and version, or two speak of one scope
 */
export async function readParts(
  folder: string,
  scopes: readonly Scope[],
  commit: string,
): Promise<ManyPlans> {
  const planned: PlannedScope[] = [];
  const broken: FailedScope[] = [];
  for (const file of await jsonFilesIn(folder)) {
    const part = PART.safeParse(await jsonOf(file));
    if (!part.success || part.data.plans.length !== part.data.scopes.length) {
      throw new RolekeeperError('invalid-config', `${file} is not a plan file of rolekeeper ${VERSION}`, {
        hint: 'let each job upload the file that its output "plan-path" names, and download nothing else into the folder',
      });
    }
    if (part.data.commit !== commit) {
      throw new RolekeeperError(
        'invalid-config',
        `${file} is about the commit ${part.data.commit.slice(0, 7)}`,
        {
          hint: 'the jobs of one run have one commit: download the artifacts of this run only',
        },
      );
    }
    const { plans } = part.data;
    for (const [index, { guards, ...said }] of part.data.scopes.entries()) {
      const plan = plans[index];
      if (plan !== undefined) planned.push({ ...said, plan: { ...plan, cautions: guards } });
    }
    broken.push(...part.data.failed);
  }
  const known = new Set([...planned, ...broken].map(({ directory }) => directory));
  if (known.size < planned.length + broken.length) {
    throw new RolekeeperError('invalid-config', `two plan files in ${folder} speak of one scope`, {
      hint: 'give each job of the matrix scopes of its own, as `command: scopes` shares them out',
    });
  }
  const missing = scopes.filter(({ directory }) => !known.has(directory));
  const declared = new Set(scopes.map(({ directory }) => directory));
  return {
    planned: planned.filter(({ directory }) => declared.has(directory)),
    failed: [...broken.filter(({ directory }) => declared.has(directory)), ...missing.map(missingPart)],
  };
}

function missingPart({ directory, settings }: Scope): FailedScope {
  return {
    directory,
    account: settings.account,
    reason: 'unchecked',
    message: 'no job of this run has a plan of it',
    hint: 'look at the log of its job',
  };
}

async function jsonFilesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (cause) {
    throw new RolekeeperError('invalid-config', `the folder ${folder} of the plan files cannot be read`, {
      cause,
      hint: 'download the artifacts of the jobs into it, and name it under `plans:`',
    });
  }
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
