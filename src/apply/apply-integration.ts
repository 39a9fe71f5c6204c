import { addressKey } from '../model/address.ts';
import type { IntegrationOutcome } from '../model/apply-result.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { IntegrationPlan } from '../model/plan.ts';
import { readinessOf } from '../plan/stack-state.ts';
import { nextMove, restrictTo, type Move, type Road } from './next-move.ts';
import type { ApplyPorts, ReadPlan } from './ports.ts';
import { runStep } from './run-step.ts';
import { sidesOf, type Sides } from './sides.ts';
import { targetOf } from './target.ts';
import { waitFor } from './wait.ts';
import { waitWhileBusy } from './wait-while-busy.ts';

/** How long to wait until IAM's endpoints tell what was just written, before another road is tried. */
const SETTLING_PATIENCE = 15_000;

/** More moves than any repair takes: a guard against somebody who undoes what we do, for ever. */
const MOST_MOVES = 12;

/**
 * Carries out the plan of one integration, move by move: what to do next is told from a fresh read each time. What
 * fails is an outcome, not an exception: the other integrations go on. What is blocked is not touched.
 */
export async function applyIntegration(
  name: string,
  planned: ReadPlan,
  ports: ApplyPorts,
): Promise<IntegrationOutcome> {
  try {
    return await carryOut(name, planned, ports);
  } catch (error) {
    const outcome = failureOf(name, error);
    ports.onProgress({ progress: 'failed', integration: name, text: outcome.message });
    return outcome;
  }
}

export function isBlocked(plan: IntegrationPlan): boolean {
  return plan.blockers.length > 0 || plan.entries.some((entry) => entry.blockers.length > 0);
}

async function carryOut(name: string, planned: ReadPlan, ports: ApplyPorts): Promise<IntegrationOutcome> {
  const first = sidesOf(name, planned);
  if (first === undefined) return { outcome: 'unchanged', integration: name };
  if (first.plan.observed) return { outcome: 'observed', integration: name };
  if (isBlocked(first.plan)) return { outcome: 'blocked', integration: name };
  const approved = new Set(
    first.plan.entries.filter((entry) => entry.action !== 'none').map((entry) => addressKey(entry.address)),
  );
  if (nextMove(first, new Set()) === undefined) return { outcome: 'unchanged', integration: name };

  const waited = await waitWhileBusy(first.plan.stackName, name, ports);
  let sides = waited ? await sameAgain(name, first.plan.digest, ports) : first;
  const tried = new Map<string, Set<Road>>();
  let changeSets = 0;
  for (let count = 0; count < MOST_MOVES; count += 1) {
    const state = stateOf(sides);
    const roads = tried.get(state) ?? new Set();
    const next = nextMove(restrictTo(sides, approved), roads);
    if (next === undefined) break;
    tried.set(state, roads.add(next.road));
    const executed = await goRoad(next, sides, ports);
    changeSets += executed;
    if (executed > 0) sides = await settled(name, state, ports);
  }
  ports.onProgress({ progress: 'done', integration: name, text: 'applied' });
  return { outcome: 'applied', integration: name, changeSets };
}

/** How many change sets were executed. */
async function goRoad({ road, steps, mayFail }: Move, sides: Sides, ports: ApplyPorts): Promise<number> {
  try {
    for (const step of steps) await runStep(step, targetOf(sides), ports);
    return steps.filter((step) => step.step === 'change-set').length;
  } catch (error) {
    if (!mayFail || !(error instanceof RolekeeperError) || !isRefusal(error)) throw error;
    const { integration, stackName } = sides.plan;
    const stack = await ports.reader.stack(stackName);
    if (stack === undefined || readinessOf(stack.status) !== 'ready') throw error;
    ports.onProgress({
      progress: 'step',
      integration,
      text: `${road}: another way is needed: ${error.message}`,
    });
    return 0;
  }
}

/** CloudFormation could not, or would have done something else. */
function isRefusal({ reason }: RolekeeperError): boolean {
  return reason === 'change-set-failed' || reason === 'change-set-mismatch';
}

/** Reads again until the state has moved, or for a while: IAM is eventually consistent. */
async function settled(name: string, before: string, ports: ApplyPorts): Promise<Sides> {
  let last = await readSides(name, ports);
  await waitFor(ports.clock, SETTLING_PATIENCE, async () => {
    if (stateOf(last) !== before) return true;
    last = await readSides(name, ports);
    return undefined;
  });
  return last;
}

async function readSides(name: string, ports: ApplyPorts): Promise<Sides> {
  const sides = sidesOf(name, await ports.readAgain([name]));
  if (sides !== undefined) return sides;
  throw new RolekeeperError('internal', `the plan lost the integration ${name} while it was applied`);
}

/** What tells one state of an integration from another. */
function stateOf({ plan, stack }: Sides): string {
  return [plan.digest, ...(stack?.transient ?? [])].join(' ');
}

/** Whatever was waited for may have changed the stack: what is applied must still be what was planned. */
async function sameAgain(name: string, digest: string, ports: ApplyPorts): Promise<Sides> {
  const again = await readSides(name, ports);
  if (again.plan.digest === digest && !isBlocked(again.plan)) return again;
  throw new RolekeeperError(
    'plan-changed',
    `${name} was changed by somebody else while apply waited for its stack`,
    { hint: 'plan again and apply that' },
  );
}

function failureOf(name: string, error: unknown): Extract<IntegrationOutcome, { outcome: 'failed' }> {
  const failed = { outcome: 'failed', integration: name } as const;
  if (!(error instanceof RolekeeperError)) {
    return { ...failed, reason: 'internal', message: error instanceof Error ? error.message : String(error) };
  }
  return {
    ...failed,
    reason: error.reason,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.location === undefined ? {} : { location: error.location }),
  };
}
