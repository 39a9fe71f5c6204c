import type { ApplyResult } from '../model/apply-result.ts';
import type { AssessedPlan } from '../model/assessment.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import { waitForStacks } from '../apply/wait-for-stacks.ts';
import { fitLines } from '../report/lay-out-text.ts';
import { renderApplyResult, renderPlan } from '../report/registry.ts';
import { carryOut } from './carry-out.ts';
import { eachScope, failedScopes, failureOfScopes, valuesOf } from './each-scope.ts';
import { failedScopesText } from '../report/many-scopes.ts';
import { requireExpectations } from './check-scope-expectations.ts';
import type { Environment } from './environment.ts';
import { auditInClone } from './git-clone.ts';
import { failureOfBlockedDrift, failureOfOutcomes, failureOfUnchecked } from './failures.ts';
import { loadScopes, namesOf } from './load-scopes.ts';
import type { AccessOptions, AppliedOptions } from './options.ts';
import { hasSomethingToDo } from './plan.ts';
import { readAssessedPlan } from './read-plan.ts';
import type { OpenWritableSession } from './session.ts';
import { whileReading } from './show-reading.ts';
import { today } from './today.ts';
import { withSessions } from './with-sessions.ts';
import { layoutFor, writeReport } from './write-report.ts';
import { sayWaiting } from '../report/progress.ts';
import { showProgress } from './show-progress.ts';

export interface ApplyCommandOptions extends AppliedOptions, AccessOptions {
  /** Do not ask. */
  readonly autoApprove?: boolean;
  /** Stacks that are changed at the same time. */
  readonly parallel: number;
}

/**
 * Plans, asks when a person is there to answer, carries the plan out, and proves it by reading again. Exit code 0 when
 * everything that could be applied was and IAM is seen to be as declared; else 1 with the reason, or when the person
 * said no.
 */
export async function apply(
  options: ApplyCommandOptions,
  environment: Environment,
  open: OpenWritableSession,
): Promise<number> {
  const scopes = await loadScopes(options, environment, { open });
  await requireExpectations(scopes, environment);
  const reports: string[] = [];
  // One after the other: a person may be asked, and sees one plan at a time.
  const ends = await eachScope(
    scopes,
    async (scope) => {
      const only = namesOf(scope, options.only, scopes);
      const apply = (opening: OpenWritableSession) =>
        applyScope({ scope, only }, options, environment, opening, reports);
      const failure = await withSessions(open, apply);
      if (failure instanceof RolekeeperError && failure.reason === 'interrupted') throw failure;
      return failure;
    },
    1,
  );
  if (scopes.length > 1) environment.err(failedScopesText(failedScopes(ends)));
  const failure = failureOfScopes(ends) ?? valuesOf(ends).find((item) => item !== undefined);
  if (failure === 'cancelled') return 1;
  if (failure !== undefined) throw failure;
  return 0;
}

async function applyScope(
  { scope, only }: { readonly scope: Scope; readonly only: readonly string[] | undefined },
  options: ApplyCommandOptions,
  environment: Environment,
  open: OpenWritableSession,
  reports: string[],
) {
  const session = await open(scope.settings);
  const day = today(environment.clock);
  await waitForStacks(session.stacks, environment.clock, {
    prefix: scope.settings.stackPrefix,
    names: only,
    onWaiting: (stacks) => environment.err(`${fitLines(sayWaiting(stacks), environment.errWidth)}\n`),
  });
  const onJudged = environment.judged?.add;
  const request = { scope, session, live: 'wanted', today: day, onJudged } as const;
  const [planned, audit] = await Promise.all([
    whileReading(environment, [scope], () =>
      readAssessedPlan({ ...request, ...(only === undefined ? {} : { only }) }),
    ),
    auditInClone(scope, environment),
  ]);
  // No approval is asked for what was not shown.
  if (options.format === 'text' || mustAsk(options, environment)) {
    environment.out(
      renderPlan(planned.assessed, 'text', {
        command: 'apply',
        ...layoutFor(environment),
        details: options.details === true,
      }),
    );
  }
  if (hasSomethingToDo(planned.plan) && !(await isApproved(options, environment))) {
    // As with Terraform: what was asked for was not done.
    environment.err('Apply cancelled. Nothing was changed.\n');
    return 'cancelled';
  }
  const progress = await showProgress(environment);
  const recording = { ...environment, audit };
  const carried = { scope, session, planned, today: day, environment: recording, onProgress: progress.show };
  const result = await carryOut({ ...carried, parallel: options.parallel }).finally(progress.end);
  reports.push(renderApplyResult(result, options.format, layoutFor(environment, options.out)));
  // The file has every scope so far: a run that ends early leaves a true report.
  const shown = options.out === undefined ? reports.slice(-1) : reports;
  await writeReport(shown.join('\n'), options.out, environment);
  return failureOf(planned.assessed, result);
}

function failureOf(plan: AssessedPlan, result: ApplyResult) {
  return (
    failureOfOutcomes(plan, result.outcomes) ??
    failureOfBlockedDrift(plan, result.outcomes) ??
    failureOfUnchecked(result.proof)
  );
}

function mustAsk({ autoApprove }: ApplyCommandOptions, { interactive }: Environment): boolean {
  return autoApprove !== true && interactive;
}

async function isApproved(options: ApplyCommandOptions, environment: Environment): Promise<boolean> {
  if (options.autoApprove === true) return true;
  if (!environment.interactive) {
    // As with Terraform: a plan that no person has seen is not applied because its output went elsewhere.
    if (environment.inCi) return true;
    throw new RolekeeperError(
      'not-approved',
      'there is no terminal to approve the plan in, and nothing was changed',
      {
        hint: 'run it in a terminal, or with --auto-approve; a run of CI (CI=true) applies what was reviewed',
      },
    );
  }
  const question = 'Do you want to apply this plan? Only "yes" is accepted:';
  const answer = await environment.ask(`\n${fitLines(question, environment.errWidth)} `);
  return answer?.trim() === 'yes';
}
