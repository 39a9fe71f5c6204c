import pLimit from 'p-limit';
import type { IntegrationOutcome } from '../model/apply-result.ts';
import type { IntegrationPlan, Plan } from '../model/plan.ts';
import { RolekeeperError } from '../model/failure.ts';
import { applyIntegration, failureOf, type Part } from './apply-integration.ts';
import { inOrder, type ApplyPart } from './in-order.ts';
import type { ApplyPorts, ReadPlan } from './ports.ts';
import { judgeOpen, openEntries, type OpenEntry } from './judge-proof.ts';
import { endsTheRun, notStarted, ofAbortedRun, unproven, type Failed } from './aborted-run.ts';
import { removeShells, tidying } from './tidy-plan.ts';
import { readUntil } from './poll.ts';
import { movedSince } from './still-planned.ts';

/** How long IAM may take until every endpoint tells the same (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). */
const CONSISTENCY_PATIENCE = 60_000;

export interface ApplyOptions {
  /** Stacks that are changed at the same time. */
  readonly parallel: number;
  /** The integrations that nothing forbids to touch; every other one is left alone as `blocked`. */
  readonly applicable: ReadonlySet<string>;
}

/** What apply did, and how the account was found after it. */
export interface AppliedPlan {
  readonly outcomes: readonly IntegrationOutcome[];
  /** Read after the last change; the plan that was to be applied, when nothing was read again. */
  readonly proof: ReadPlan;
}

/**
 * Applies a plan, integration by integration, and proves it: reads what was touched again and plans again.
 *
 * @returns what became of each integration; an integration whose fresh plan is not empty has failed as `not-converged`
 */
export async function applyPlan(
  planned: ReadPlan,
  ports: ApplyPorts,
  options: ApplyOptions,
): Promise<AppliedPlan> {
  const limit = pLimit(options.parallel);
  const names = planned.plan.integrations.map((integration) => integration.integration);
  const tidied = tidying(planned, ports);
  let ended: Failed | undefined;
  const run: ApplyPart = (name, read, part) =>
    limit(async () => {
      if (ended !== undefined && isToDo(name, planned.plan)) return notStarted(name, ended);
      const outcome = await applyOrLeave(name, read, tidied, options, part);
      if (outcome.outcome === 'failed' && endsTheRun(outcome)) ended ??= outcome;
      return outcome;
    });
  const outcomes = await inOrder(names, planned, tidied, run);
  if (ended !== undefined) return { outcomes: outcomes.map(ofAbortedRun), proof: planned };
  await removeShells(planned, ports, options.applicable);
  return proven(outcomes, planned, ports);
}

/** What is only observed is never applied, whatever else is said of it. */
async function applyOrLeave(
  name: string,
  planned: ReadPlan,
  ports: ApplyPorts,
  { applicable }: ApplyOptions,
  part: Part | undefined,
): Promise<IntegrationOutcome> {
  const isObserved = integrationOf(planned.plan, name)?.observed === true;
  if (!isObserved && !applicable.has(name)) return { outcome: 'blocked', integration: name };
  return applyIntegration(name, planned, ports, part);
}

/** What became of it, after having read again all that was touched. */
async function proven(
  outcomes: readonly IntegrationOutcome[],
  planned: ReadPlan,
  ports: ApplyPorts,
): Promise<AppliedPlan> {
  const touched = outcomes
    .filter((o) => o.outcome === 'applied' || o.outcome === 'failed')
    .map((o) => o.integration);
  if (touched.length === 0) return { outcomes, proof: planned };
  const applied = outcomes.filter((o) => o.outcome === 'applied').map((o) => o.integration);
  try {
    const proof = await prove(planned.plan, touched, applied, ports);
    const judged = outcomes.map(async (outcome) => {
      if (outcome.outcome !== 'applied') return outcome;
      const open = openEntries(outcome.integration, planned.plan, proof, ports.hasWritten);
      return (await overtaken(outcome.integration, open, proof, ports)) ?? judgeOpen(outcome, open);
    });
    return { outcomes: await Promise.all(judged), proof };
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
    return { outcomes: outcomes.map((outcome) => unproven(outcome, error)), proof: planned };
  }
}

/** Reads until what was applied is seen, or patience runs out: IAM is eventually consistent. */
async function prove(
  plan: Plan,
  touched: readonly string[],
  applied: readonly string[],
  ports: ApplyPorts,
): Promise<ReadPlan> {
  const openIn = (name: string, read: ReadPlan) =>
    applied.includes(name)
      ? openEntries(name, plan, read, ports.hasWritten)
          .filter(({ mayBeStale }) => mayBeStale)
          .map(({ address }) => address)
      : [];
  return readUntil<ReadPlan>(
    ports.clock,
    CONSISTENCY_PATIENCE,
    (before) =>
      ports.readState(touched, (known) =>
        before === undefined ? known.touched : openIn(known.integration, before),
      ),
    (now) => applied.every((name) => openIn(name, now).length === 0),
  );
}

/** What came up may be what another run has applied since then: its stack tells. */
async function overtaken(
  name: string,
  open: readonly OpenEntry[],
  { plan, input }: ReadPlan,
  ports: ApplyPorts,
): Promise<IntegrationOutcome | undefined> {
  const stackName = integrationOf(plan, name)?.stackName;
  if (stackName === undefined || !open.some(({ why }) => why === 'came-up' || why === 'otherwise'))
    return undefined;
  const stacks = input.applied.known ? input.applied.stacks : [];
  const startsFrom = stacks.find((stack) => stack.integration === name);
  const moved = await movedSince({ integration: name, stackName, startsFrom }, ports);
  return moved === undefined ? undefined : failureOf(name, moved);
}

function integrationOf(plan: Plan, name: string): IntegrationPlan | undefined {
  return plan.integrations.find((integration) => integration.integration === name);
}

function isToDo(name: string, plan: Plan): boolean {
  const entries = integrationOf(plan, name)?.entries ?? [];
  return entries.some((entry) => entry.action !== 'none');
}
