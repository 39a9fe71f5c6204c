import type { ApplyResult } from '../model/apply-result.ts';
import type { Plan } from '../model/plan.ts';
import type { Scope } from '../model/integration.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import { renderApplyResult } from '../report/apply-result.ts';
import { renderPlan } from '../report/registry.ts';
import { applyPorts } from './apply-ports.ts';
import type { Environment } from './environment.ts';
import { failureOfOutcomes, failureOfUnchecked } from './failures.ts';
import { loadScopes } from './load-scopes.ts';
import type { CommonOptions } from './options.ts';
import { showProgress } from './show-progress.ts';
import { hasSomethingToDo } from './plan.ts';
import { readPlan } from './read-plan.ts';
import type { OpenWritableSession } from './session.ts';
import { today } from './today.ts';
import { writeReport } from './write-report.ts';

export interface ApplyCommandOptions extends CommonOptions {
  /** Do not ask. */
  readonly autoApprove?: boolean;
  /** Stacks that are changed at the same time. */
  readonly parallel: number;
}

/**
 * Plans, asks when a person is there to answer, carries the plan out, and proves it by reading again. Exit code 0 when
 * everything that could be applied was and IAM is seen to be as declared; else 1 with the reason.
 */
export async function apply(
  options: ApplyCommandOptions,
  environment: Environment,
  open: OpenWritableSession,
): Promise<number> {
  const scopes = await loadScopes(options, environment);
  const failures = [];
  for (const scope of scopes) failures.push(await applyScope(scope, options, environment, open));
  const failure = failures.find((item) => item !== undefined);
  if (failure !== undefined) throw failure;
  return 0;
}

async function applyScope(
  scope: Scope,
  options: ApplyCommandOptions,
  environment: Environment,
  open: OpenWritableSession,
) {
  const session = await open(scope.settings);
  const only = options.only?.filter((name) =>
    scope.integrations.some((integration) => integration.name === name),
  );
  const day = today(environment.clock);
  const planned = await readPlan({
    scope,
    session,
    ...(only === undefined ? {} : { only }),
    live: 'wanted',
    today: day,
  });
  if (options.format === 'text') {
    environment.out(renderPlan(planned.plan, 'text', { command: 'apply', color: environment.color }));
  }
  if (hasSomethingToDo(planned.plan) && !(await isApproved(options, environment))) {
    environment.out('Apply cancelled. Nothing was changed.\n');
    return undefined;
  }
  const progress = showProgress(environment);
  const ports = applyPorts({ scope, session, planned, today: day, environment, onProgress: progress.show });
  const result = await applyPlan(planned, ports, { parallel: options.parallel });
  progress.end();
  const color = environment.color && options.out === undefined;
  await writeReport(renderApplyResult(result, options.format, { color }), options.out, environment);
  return failureOf(planned.plan, result);
}

function failureOf(plan: Plan, result: ApplyResult) {
  return failureOfOutcomes(plan, result.outcomes) ?? failureOfUnchecked(result.proof);
}

async function isApproved({ autoApprove }: ApplyCommandOptions, environment: Environment): Promise<boolean> {
  if (autoApprove === true || !environment.interactive) return true;
  const answer = await environment.ask('\nDo you want to apply this plan? Only "yes" is accepted: ');
  return answer.trim() === 'yes';
}
