import pLimit from 'p-limit';
import type { ApplyResult, IntegrationOutcome } from '../model/apply-result.ts';
import type { IntegrationPlan, Plan } from '../model/plan.ts';
import { addressKey } from '../model/address.ts';
import { addressOfResource } from '../model/resource.ts';
import { applyIntegration } from './apply-integration.ts';
import type { ApplyPorts, ReadPlan } from './ports.ts';
import { waitFor } from './wait.ts';

/** How long IAM may take until every endpoint tells the same (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). */
const CONSISTENCY_PATIENCE = 60_000;

export interface ApplyOptions {
  /** Stacks that are changed at the same time. */
  readonly parallel: number;
}

/**
 * Applies a plan, integration by integration, and proves it: reads everything that was touched again and plans again.
 *
 * @returns what became of each integration; an integration whose fresh plan is not empty has failed as `not-converged`
 */
export async function applyPlan(
  planned: ReadPlan,
  ports: ApplyPorts,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const limit = pLimit(options.parallel);
  const names = planned.plan.integrations.map((integration) => integration.integration);
  const outcomes = await Promise.all(
    names.map((name) => limit(() => applyIntegration(name, planned, ports))),
  );
  const touched = outcomes
    .filter((o) => o.outcome === 'applied' || o.outcome === 'failed')
    .map((o) => o.integration);
  if (touched.length === 0) return { outcomes, proof: planned.plan };
  const applied = outcomes.filter((o) => o.outcome === 'applied').map((o) => o.integration);
  const proof = await prove(planned.plan, touched, applied, ports);
  return { outcomes: outcomes.map((outcome) => judge(outcome, planned.plan, proof)), proof: proof.plan };
}

/** Reads until what was applied is seen, or patience runs out: IAM is eventually consistent. */
async function prove(
  plan: Plan,
  touched: readonly string[],
  applied: readonly string[],
  ports: ApplyPorts,
): Promise<ReadPlan> {
  let last = await ports.readAgain(touched);
  await waitFor(ports.clock, CONSISTENCY_PATIENCE, async () => {
    if (applied.every((name) => openEntries(name, plan, last).length === 0)) return true;
    last = await ports.readAgain(touched);
    return undefined;
  });
  return last;
}

function judge(outcome: IntegrationOutcome, plan: Plan, proof: ReadPlan): IntegrationOutcome {
  if (outcome.outcome !== 'applied') return outcome;
  const open = openEntries(outcome.integration, plan, proof);
  if (open.length === 0) return outcome;
  return {
    outcome: 'failed',
    integration: outcome.integration,
    reason: 'not-converged',
    message: `${outcome.integration} was applied, but IAM still differs: ${open.join(', ')}`,
    hint: 'run plan: it shows what differs; somebody may be changing the account at the same time',
  };
}

/** Addresses that are not yet as planned, in words: still to do, or planned for deletion and still there. */
function openEntries(name: string, before: Plan, { plan, input }: ReadPlan): readonly string[] {
  const after = integrationOf(plan, name);
  const pending = (after?.entries ?? [])
    .filter((entry) => entry.action !== 'none' || entry.unchecked.length > 0)
    .map((entry) => `${entry.address} (${entry.action === 'none' ? 'not read' : entry.action})`);
  const live = new Set(input.live.found.map((item) => addressKey(addressOfResource(item.resource))));
  const undead = (integrationOf(before, name)?.entries ?? [])
    .filter((entry) => entry.action === 'delete' && live.has(addressKey(entry.address)))
    .map((entry) => `${entry.address} (still exists)`);
  return [...pending, ...undead];
}

function integrationOf(plan: Plan, name: string): IntegrationPlan | undefined {
  return plan.integrations.find((integration) => integration.integration === name);
}
