import type { Scope } from '../../model/integration.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { codeSpan, prose } from '../../report/escape-markdown.ts';
import { isDrift, type DriftItem } from '../../report/drift-items.ts';
import { reportDrift, type DriftReport } from '../../github/drift-issue.ts';
import { issueStoreOf } from '../../github/issue-store.ts';
import { readOpenPulls, type OpenPull } from '../../github/open-pulls.ts';
import { orWarning } from '../../github/publish-warning.ts';
import { failureOfExpectations, failureOfStacks, failureOfUnchecked } from '../failures.ts';
import { readAssessedPlan } from '../read-plan.ts';
import { failureOfStrangers } from '../review-plan.ts';
import { today } from '../today.ts';
import { VERSION } from '../version.ts';
import type { ActionContext } from './action-context.ts';
import { lastCheckedLine, minuteOf } from './drift-check.ts';
import {
  blockedStacks,
  driftBody,
  driftDigest,
  driftTitle,
  forbiddenStrangers,
  openItems,
} from './drift-text.ts';
import { loadForAction } from './load-for-action.ts';
import { commitLink, runLink } from './plan-text.ts';
import type { RunFailure } from './record.ts';
import { repairComments } from './repair-comments.ts';
import { showPlan } from './show-plan.ts';

/** Reads the whole account, says what somebody edited there, and keeps the drift issue up to date. */
export async function driftOnSchedule(context: ActionContext): Promise<void> {
  const { record, inputs } = context;
  const sayFailed = (directories: readonly string[]): void => {
    record.sayFailure = async (failure) => {
      for (const directory of directories) await sayCheckFailed(directory, failure, context);
    };
  };
  sayFailed([inputs.desired]);
  const plans = new Map<string, AssessedPlan>();
  for (const scope of await loadForAction(context, ({ directories }) => sayFailed(directories))) {
    sayFailed([scope.directory]);
    plans.set(scope.directory, await checkScope(scope, context));
  }
  await repairComments(plans, context);
}

async function checkScope(scope: Scope, context: ActionContext): Promise<AssessedPlan> {
  const { record, run, inputs } = context;
  const session = await context.open(scope.settings);
  const { assessed: plan } = await readAssessedPlan({
    scope,
    session,
    live: 'all',
    today: today(context.environment.clock),
  });
  await showPlan({ plan, command: 'drift', footer: [commitLink(run, run.commit), runLink(run)] }, context);
  const items = openItems(plan);
  const drifted = items.filter(isDrift);
  record.results.push(drifted.length > 0 ? 'drift' : items.length > 0 ? 'changes' : 'no-changes');
  const stuck = failureOfStacks(plan);
  const unchecked = failureOfUnchecked(plan);
  for (const failure of [failureOfExpectations(plan), stuck, unchecked]) {
    if (failure !== undefined) record.fail(failure);
  }
  const strangers = failureOfStrangers(plan);
  if (items.length === 0 && (stuck ?? strangers) === undefined && unchecked !== undefined) {
    await sayCheckFailed(scope.directory, unchecked, context);
  } else {
    await report(scope, plan, items, context);
  }
  if (strangers !== undefined) record.fail(strangers);
  if (drifted.length > 0 && inputs.failOnDrift) {
    record.fail({
      reason: undefined,
      message: `drift in ${[...new Set(drifted.map(({ integration }) => integration.integration))].join(', ')}`,
      hint: 'revert it, accept it in the YAML, or hold it; the job fails because of fail-on-drift',
    });
  }
  return plan;
}

async function report(
  { directory }: Scope,
  plan: AssessedPlan,
  items: readonly DriftItem[],
  context: ActionContext,
): Promise<void> {
  const { environment, run } = context;
  const now = environment.clock.now();
  const at = minuteOf(now);
  const openPulls = await openPullsOn(items, context);
  const body = driftBody({ plan, at, run, openPulls });
  const isClean = items.length + blockedStacks(plan).length + forbiddenStrangers(plan).length === 0;
  await write(
    {
      scope: directory,
      tool: VERSION,
      run: run.run,
      state: isClean ? 'clean' : 'drift',
      checkedAt: `${now.toISOString().slice(0, 19)}Z`,
      digest: isClean ? '' : driftDigest(plan, items),
      title: isClean ? `IAM drift in account ${plan.account}: none` : driftTitle(plan, items),
      body,
      comment: isClean
        ? () => `The account is as declared again. ${lastCheckedLine(at)} · ${runLink(run)}\n`
        : body,
    },
    context,
  );
}

async function sayCheckFailed(
  directory: string,
  { reason, message, hint }: Pick<RunFailure, 'reason' | 'message' | 'hint'>,
  context: ActionContext,
): Promise<void> {
  const { run, environment } = context;
  const text = [
    `**The drift check failed** (${codeSpan(reason ?? 'failed')}): ${prose(message)}. Nobody knows whether the account is as declared.`,
    ...(hint === undefined ? [] : [`_What to do:_ ${prose(hint)}`]),
    `<sub>${minuteOf(environment.clock.now())} · ${runLink(run)}</sub>`,
    '',
  ].join('\n\n');
  await write(
    {
      scope: directory,
      tool: VERSION,
      run: run.run,
      state: 'check-failed',
      checkedAt: undefined,
      digest: '',
      title: `IAM drift check of ${directory} failed`,
      body: () => text,
      comment: () => text,
    },
    context,
  );
}

async function write(issue: DriftReport, { connection, inputs, record }: ActionContext): Promise<void> {
  if (connection === undefined || !inputs.driftIssue) return;
  const outcome = await reportDrift(issueStoreOf(connection), issue);
  record.warnings.push(...outcome.warnings);
  if (outcome.outcome === 'written' || outcome.outcome === 'overtaken') record.issueNumber ??= outcome.number;
}

/** Who is at work on the drift already; what GitHub does not tell is left out. */
async function openPullsOn(
  items: readonly DriftItem[],
  { connection, run, inputs }: ActionContext,
): Promise<readonly OpenPull[]> {
  const files = items.flatMap(({ integration }) => integration.file ?? []);
  if (connection === undefined || !inputs.driftIssue || files.length === 0) return [];
  const branch = run.ref.replace(/^refs\/heads\//, '');
  const found = await orWarning(() => readOpenPulls(connection, branch, files));
  return 'value' in found ? found.value : [];
}
