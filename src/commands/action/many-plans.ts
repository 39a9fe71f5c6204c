import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { commentStoreOf } from '../../github/comment-store.ts';
import { publishPlan, readShownPlan, type PlanPublication } from '../../github/plan-comment.ts';
import { orWarning } from '../../github/publish-warning.ts';
import { type AssessedPlan, totalsOf } from '../../model/assessment.ts';
import type { Caution } from '../../model/caution.ts';
import { FAILURE_REASONS, RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import { VERSION } from '../../model/version.ts';
import { codeSpan, prose, tableCell } from '../../report/escape-markdown.ts';
import type { FailedScope, ScopeReport } from '../../report/many-scopes.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { renderScopes } from '../../report/registry.ts';
import { sayActions } from '../../report/say-totals.ts';
import { nameWithin } from '../../review/marker.ts';
import { failureOfPlan } from '../failures.ts';
import { sharedFile } from '../load-scopes.ts';
import { matrixOf } from '../scopes.ts';
import { chosenScopes, loadForAction } from './annotations.ts';
import { failureOfFindings } from '../review-plan.ts';
import type { ActionContext } from './context.ts';
import type { PullRequestTask } from './event.ts';
import { runUrlOf } from './github-run.ts';
import { commitLink, runLink, writePlanFiles } from './plan-text.ts';
import { type RunStep, failed, partOfComment } from './run-outcome.ts';

/** The scopes as the list that the matrix of other jobs is made of. */
export async function* listScopes(context: ActionContext): RunStep {
  const matrix = matrixOf(chosenScopes(yield* loadForAction(context), context.inputs), context.inputs.jobs);
  context.log(`${matrix.length} jobs:\n${matrix.map(({ name }) => `  ${name}\n`).join('')}`);
  yield { matrix: JSON.stringify(matrix), results: ['no-changes'] };
}

/** What a run made of one scope of a pull request. The plan file holds it, so that another job can put it with others. */
export interface PlannedScope {
  readonly directory: string;
  /** With what the change does to the guards. */
  readonly plan: AssessedPlan;
  readonly cautions: readonly string[];
  readonly notes: readonly string[];
  /** Of the integrations whose plan can be evidence for apply. */
  readonly digests: PlanPublication['digests'];
}

export interface ManyPlans {
  readonly planned: readonly PlannedScope[];
  readonly failed: readonly FailedScope[];
}

/** What a comment over several scopes is about. */
interface CommentedScopes {
  readonly scopes: readonly Scope[];
  readonly task: PullRequestTask;
  /** Folders that the pull request must not take away. */
  readonly vanished: readonly FailedScope[];
}

/** Puts the plans of several scopes into the plan file and into one comment, and fails for what each of them fails for. */
export async function* showTogether(
  many: ManyPlans,
  about: CommentedScopes,
  context: ActionContext,
): RunStep {
  const plans = many.planned.map(({ plan }) => plan);
  yield await writePlanFiles(plans, 'plan', context, many);
  yield* commentTogether(many, about, context);
  for (const { directory, plan } of many.planned) {
    const failure = failureOfPlan(plan);
    if (failure === undefined) continue;
    const { reason, message, hint } = failure;
    yield failed({ reason, message: `${directory}: ${message}`, hint });
  }
}

async function* commentTogether(
  many: ManyPlans,
  { scopes, task, vanished }: CommentedScopes,
  { connection, inputs, run, log }: ActionContext,
): RunStep {
  // A job with a part of the scopes would write over what the others say: the job that joins them comments.
  if (connection === undefined || inputs.comment === 'never' || inputs.scopes.length > 0) return;
  const { planned } = many;
  const broken = [...vanished, ...many.failed];
  const store = commentStoreOf(connection, task.number);
  const isEmpty = broken.length === 0 && planned.every(({ plan }) => plan.integrations.length === 0);
  const isQuiet = inputs.comment === 'on-change' && broken.length === 0 && planned.every(isCalm);
  if (isEmpty || isQuiet) {
    const shown = await orWarning(() => readShownPlan(store, inputs.desired));
    if ('warning' in shown) {
      yield { warnings: [shown.warning] };
      return;
    }
    if (shown.value === undefined || shown.value.marker.closed) return;
  }
  const reports = planned.map((one) => reportOf(one, scopes));
  const options = {
    command: 'plan',
    fullReport: runUrlOf(run),
    footer: [commitLink(run, task.head), runLink(run)],
  } as const;
  const outcome = await publishPlan(store, {
    scope: inputs.desired,
    run: run.run,
    head: task.head,
    base: task.base,
    baseRef: task.baseRef,
    tool: VERSION,
    digests: planned.flatMap(({ directory, digests }) =>
      digests.map((one) => ({
        ...one,
        integration: nameWithin(inputs.desired, directory, one.integration),
      })),
    ),
    plan: (limit) => renderScopes(reports, broken, { ...options, limit }),
  });
  yield partOfComment(outcome);
  if (outcome.outcome === 'overtaken') {
    log(`run ${outcome.by.run} is newer and has written the comment already: it stays as it is\n`);
  }
}

function isCalm({ plan, cautions }: PlannedScope): boolean {
  return outcomeOf(plan).clean && cautions.length === 0 && failureOfFindings(plan) === undefined;
}

function reportOf({ directory, plan, cautions, notes }: PlannedScope, scopes: readonly Scope[]): ScopeReport {
  const scope = scopes.find((one) => one.directory === directory);
  const includes = scope?.settings.include ?? [];
  const parameters = new Map(
    includes.map(({ file, parameters: given }) => [sharedFile(directory, file), given] as const),
  );
  return { directory, plan, cautions, notes, parameters };
}

/** A line for each scope, for the job that has no plans of its own. */
export function joinedSummary({ planned, failed: broken }: ManyPlans, limit: number): string {
  const rows = [
    ...broken.map(({ directory, account, reason, message }) => [
      codeSpan(directory),
      account,
      `**failed** (${codeSpan(reason)}): ${prose(message)}`,
    ]),
    ...planned.map(({ directory, plan }) => [codeSpan(directory), plan.account, sayActions(totalsOf(plan))]),
  ].map((cells) => `| ${cells.map(tableCell).join(' | ')} |`);
  const head = '| Scope | Account | Plan |\n|---|---|---|';
  const fitting = rows.filter(
    (_row, index) => rows.slice(0, index + 1).join('\n').length < limit - head.length - 100,
  );
  const left = rows.length - fitting.length;
  return `${[head, ...fitting].join('\n')}\n${left === 0 ? '' : `\n… and ${left} more.\n`}`;
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
      throw new RolekeeperError('invalid-config', `${file} is no plan file of rolekeeper ${VERSION}`, {
        hint: 'let each job upload the file that its output "plan-path" names, and download nothing else into the folder',
      });
    }
    if (part.data.commit !== commit) {
      throw new RolekeeperError(
        'invalid-config',
        `${file} is about the commit ${part.data.commit.slice(0, 7)}`,
        {
          hint: 'the jobs of one run have one commit: download the artifacts of this run alone',
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
