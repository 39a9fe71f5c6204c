import type { ApplyResult } from '../model/apply-result.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Progress } from '../model/progress.ts';
import { applicableIn } from '../model/assessment.ts';
import { CONTINUATION, unproven } from '../apply/aborted-run.ts';
import { applyPlan, type AppliedPlan } from '../apply/apply-plan.ts';
import { applyPorts, type ApplyRequest } from './apply-ports.ts';
import type { Environment } from './environment.ts';
import { judgedReading } from './read-plan.ts';
import { runLookups } from './run-lookups.ts';

export interface CarryOutRequest extends ApplyRequest {
  /** Stacks that are changed at the same time. */
  readonly parallel: number;
  /** Awaited just before the first change of each integration's stack; what it throws is why that one is not changed. */
  readonly beforeFirstMutation?: (integration: string) => Promise<void>;
  readonly environment: Pick<Environment, 'clock' | 'newId' | 'err' | 'stopped' | 'audit'>;
}

/** What a stopped run takes back is waited for so long. GitHub kills a cancelled step after 7.5 seconds. */
const GRACE = 5_000;

/**
 * Applies a plan. When the process is asked to stop (SIGINT, SIGTERM) it says at once what is still running, stops the
 * session, and ends as soon as change sets that were not executed are deleted: CloudFormation goes on by itself, and
 * the next run continues from wherever it ends.
 *
 * @throws RolekeeperError `interrupted` when what was under way did not come to a stop
 */
export async function carryOut(request: CarryOutRequest): Promise<ApplyResult> {
  const { environment, planned, parallel, session } = request;
  const ended = new AbortController();
  const running = new Map<string, string>();
  const onProgress = (progress: Progress): void => {
    note(running, progress);
    request.onProgress(progress);
  };
  const audit = request.audit ?? environment.audit;
  const audited = audit === undefined ? request : { ...request, audit };
  const ports = applyPorts({ ...audited, onProgress });
  const interruption = async (): Promise<never> => {
    const signal = await environment.stopped();
    const failure = interrupted(signal, [...running.values()]);
    environment.err(`\n${failure.message}\n`);
    session.stop(new RolekeeperError('interrupted', `stopped by ${signal}`, { hint: CONTINUATION }));
    await environment.clock.sleep(GRACE, ended.signal);
    throw failure;
  };
  const applicable = applicableIn(planned.assessed);
  const done = applyPlan(planned, ports, { parallel, applicable }).then((end) => proven(end, request));
  try {
    return await Promise.race([done, interruption()]);
  } finally {
    ended.abort();
  }
}

/**
 * What was found after the last change, judged by what was read for the plan before it. Owners and uses of what is left
 * to do are looked up again: another stack may have it by now.
 */
async function proven(
  { outcomes, proof }: AppliedPlan,
  { planned, session }: CarryOutRequest,
): Promise<ApplyResult> {
  if (proof.plan === planned.plan) return { outcomes, proof: planned.assessed };
  try {
    const answers = await runLookups(proof.input, session, planned.evidence.answers);
    const evidence = { ...planned.evidence, input: proof.input, answers };
    return { outcomes, proof: judgedReading(proof, evidence).assessed };
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
    return { outcomes: outcomes.map((outcome) => unproven(outcome, error)), proof: planned.assessed };
  }
}

function note(running: Map<string, string>, progress: Progress): void {
  if (progress.progress === 'done' || progress.progress === 'failed') running.delete(progress.integration);
  if (progress.progress === 'step')
    running.set(progress.integration, `${progress.integration} (${progress.text})`);
}

function interrupted(signal: string, running: readonly string[]): RolekeeperError {
  const what =
    running.length === 0 ? 'nothing was under way' : `under way: ${[...running].sort().join(', ')}`;
  return new RolekeeperError('interrupted', `stopped by ${signal}; ${what}`, {
    hint: CONTINUATION,
  });
}
