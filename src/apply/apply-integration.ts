import type { Address } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { IntegrationOutcome } from '../model/apply-result.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { JsonObject } from '../model/json.ts';
import { isActing, type Plan, type PlanEntry } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import { readinessOf } from '../plan/stack-state.ts';
import type { Stage } from './order.ts';
import { approvalOf, type Approval } from './approval.ts';
import { nextMove, restrictTo, type MayFail, type Move, type Strategy } from './next-move.ts';
import type { ApplyPorts, KnownState, ReadPlan } from './ports.ts';
import { removesMissingMembers } from './let-go-step.ts';
import { refusesOwnPrincipal, refusesPrincipal } from './creations-first.ts';
import { isDrifted } from './repair-steps.ts';
import { runStep } from './run-change-set.ts';
import { waitWhileBusy } from './wait-for-stacks.ts';
import { integrationStateOf, type IntegrationState } from './integration-state.ts';
import { changeSetContextOf } from './change-set-context.ts';
import { readUntil } from './poll.ts';
import { requireSameTemplate, requireSentTemplate, stillPlanned } from './still-planned.ts';
/** How long to wait until IAM's endpoints tell what was just written, before another road is tried. */
const SETTLING_PATIENCE = 15_000;

/** How long a new principal is given until it is known everywhere. */
const PRINCIPAL_PAUSE = 10_000;

/** More moves than any repair takes: a guard against edits that undo ours, for ever. */
const MOST_MOVES = 12;

/** How a part of an integration is applied: it and others need each other. */
export interface Part {
  /** What is made now; without it all the rest. */
  readonly stage?: Stage;
  /** What was planned at first, where the plan at hand is a later one: that was shown. */
  readonly shown?: Plan;
}

/**
 * Carries out the plan of one integration, move by move: what to do next is told from a fresh read each time. What
 * fails is an outcome, not an exception: the other integrations go on.
 */
export async function applyIntegration(
  name: string,
  planned: ReadPlan,
  ports: ApplyPorts,
  part?: Part,
): Promise<IntegrationOutcome> {
  try {
    return await applyMoves(name, planned, ports, part);
  } catch (error) {
    const outcome = failureOf(name, error);
    ports.onProgress({ progress: 'failed', integration: name, text: outcome.message });
    return outcome;
  }
}

async function applyMoves(
  name: string,
  planned: ReadPlan,
  ports: ApplyPorts,
  part: Part | undefined,
): Promise<IntegrationOutcome> {
  const first = integrationStateOf(name, planned);
  if (first === undefined) return { outcome: 'unchanged', integration: name };
  if (first.plan.observed) return { outcome: 'observed', integration: name };
  const shown = part?.shown;
  const approval = approvalOf(shown ?? planned.plan, name, first.settings);
  if (nextMove(first, new Map()) === undefined) {
    // What differs and no change set can reach is not the same as nothing to do: the proof will name it.
    if (first.plan.entries.some(isActing)) return { outcome: 'applied', integration: name, changeSets: 0 };
    return { outcome: 'unchanged', integration: name };
  }

  const waited = await waitWhileBusy(first.plan.stackName, name, ports);
  const known = waited ? await sameAgain(name, first.plan.digest, ports) : first;
  await ports.beforeFirstMutation?.(name);
  let sides = shown === undefined ? await stillPlanned(known, approval, ports) : known;
  const tried = new Map<string, Map<Strategy, 'done' | 'refused'>>();
  let changeSets = 0;
  for (let count = 0; count < MOST_MOVES; count += 1) {
    const state = stateOf(sides);
    const roads = tried.get(state) ?? new Map<Strategy, 'done' | 'refused'>();
    const now = sides;
    // What was taken out of the stack in order to delete it is gone, though a read may still see it.
    const isGone = (entry: PlanEntry): boolean =>
      count > 0 && entry.action === 'delete' && now.appliedAt(entry) === undefined;
    const isMeant = count === 0 && shown === undefined ? approval.isSame : approval.covers;
    const isApproved = (entry: PlanEntry): boolean => !isGone(entry) && isMeant(entry);
    const restricted = partOf(sides, isApproved, part);
    const next = nextMove(restricted, roads);
    if (next === undefined) break;
    const { executed, isRefused, sent } = await runStrategy(next, restricted, ports);
    tried.set(state, roads.set(next.road, isRefused ? 'refused' : 'done'));
    changeSets += executed;
    const moved = await settled(restricted, isRefused, approval, ports);
    if (isRefused && executed === 0) requireSameTemplate(restricted, moved);
    if (!isRefused && sent !== undefined) requireSentTemplate(sent, restricted, moved);
    // Neither a file nor a stack is left of it: nothing more can be to do.
    if (moved === undefined) break;
    sides = moved;
  }
  ports.onProgress({ progress: 'done', integration: name, text: 'applied' });
  return { outcome: 'applied', integration: name, changeSets };
}

function partOf(
  sides: IntegrationState,
  isApproved: (entry: PlanEntry) => boolean,
  part: Part | undefined,
): IntegrationState {
  const stage = part?.stage;
  if (stage === undefined) return restrictTo(sides, isApproved);
  const restricted = restrictTo(sides, (entry) => stage.isIn(entry) && isApproved(entry));
  return { ...restricted, absentElsewhere: stage.absent };
}

interface Executed {
  /** How many change sets were executed to their end. */
  readonly executed: number;
  /** CloudFormation could not go on, and another road may lead there. */
  readonly isRefused: boolean;
  /** The template of the last one; absent where the stack was deleted. */
  readonly sent?: JsonObject;
}

async function runStrategy(
  { road, steps, mayFail }: Move,
  sides: IntegrationState,
  ports: ApplyPorts,
): Promise<Executed> {
  let executed = 0;
  try {
    for (const step of steps) {
      const context = changeSetContextOf(sides);
      await runStep(step, executed === 0 ? context : { ...context, startsFrom: undefined }, ports);
      if (step.step === 'change-set') executed += 1;
    }
    const last = steps.at(-1);
    return {
      executed,
      isRefused: false,
      ...(last?.step === 'change-set' ? { sent: last.template } : {}),
    };
  } catch (error) {
    if (!(error instanceof RolekeeperError) || !isForeseen(error, mayFail, sides)) throw error;
    const { integration, stackName } = sides.plan;
    const stack = await ports.reader.stack(stackName);
    const readiness = stack === undefined ? 'absent' : readinessOf(stack.status);
    if (readiness !== 'ready' && (readiness !== 'absent' || mayFail === 'any')) throw error;
    ports.onProgress({
      progress: 'step',
      integration,
      text: `CloudFormation cannot go this way, trying the next one (${road}: ${error.message})`,
    });
    if (mayFail !== 'any') await ports.clock.sleep(PRINCIPAL_PAUSE);
    return { executed, isRefused: true };
  }
}

function isForeseen(error: RolekeeperError, mayFail: MayFail, sides: IntegrationState): boolean {
  switch (mayFail) {
    case 'any':
      return isRefusal(error);
    case 'once':
      return (
        refusesPrincipal(error) || (error.reason === 'change-set-failed' && removesMissingMembers(sides))
      );
    case 'own-principal':
      return refusesOwnPrincipal(error, sides);
    case 'no':
      return false;
  }
}

/** CloudFormation could not, or would have done something else. */
function isRefusal({ reason }: RolekeeperError): boolean {
  return reason === 'change-set-failed' || reason === 'change-set-mismatch';
}

/**
 * Reads again until what was written is seen, or for a while: IAM and DescribeStacks are eventually consistent. A read
 * may see one resource as it is and another as it was; acting on that would make what exists, or remove what is wanted.
 * While stand-ins are in the template the next step does not follow from what is live, and nothing is waited for.
 */
async function settled(
  before: IntegrationState,
  isRefused: boolean,
  approval: Approval,
  ports: ApplyPorts,
): Promise<IntegrationState | undefined> {
  const isOurs = (entry: PlanEntry): boolean => isDrifted(entry) && approval.has(entry.address);
  const name = before.plan.integration;
  const patience = isRefused ? 0 : SETTLING_PATIENCE;
  // The next road is to lead from what is there: until CloudFormation refused, another edit may have taken one too.
  const refused = isRefused ? addressesOf(before, isActing) : [];
  return readUntil<IntegrationState | undefined>(
    ports.clock,
    patience,
    async (last) => {
      const wanted = ({ stack, touched }: KnownState): readonly Address[] =>
        last === undefined ? (underRepair(stack) ?? [...touched, ...refused]) : addressesOf(last, isOurs);
      return integrationStateOf(name, await ports.readState([name], wanted));
    },
    (now) => now === undefined || isSettled(now, isOurs),
  );
}

function addressesOf({ plan }: IntegrationState, isMeant: (entry: PlanEntry) => boolean): readonly Address[] {
  return plan.entries.filter(isMeant).map(({ address }) => address);
}

/** While stand-ins are in the template: what they make again, should another have made it meanwhile. */
function underRepair(stack: AppliedStack | undefined): readonly Address[] | undefined {
  if (stack === undefined || stack.transient.length === 0) return undefined;
  const left = stack.resources.filter((item) => item.leftForRepair === true);
  return left.map(({ resource }) => addressOfResource(resource));
}

function isSettled({ plan, stack }: IntegrationState, isOpen: (entry: PlanEntry) => boolean): boolean {
  if (stack?.status === 'REVIEW_IN_PROGRESS') return false;
  if (stack !== undefined && stack.transient.length > 0) return true;
  return !plan.entries.some(isOpen);
}

/** What tells one state of an integration from another. */
function stateOf({ plan, stack }: IntegrationState): string {
  return [plan.digest, ...(stack?.transient ?? [])].join(' ');
}

/** Whatever was waited for may have changed the stack: what is applied must still be what was planned. */
async function sameAgain(name: string, digest: string, ports: ApplyPorts): Promise<IntegrationState> {
  const read = await ports.readIfApplicable(name);
  const again = read === undefined ? undefined : integrationStateOf(name, read);
  if (again?.plan.digest === digest) return again;
  throw new RolekeeperError('plan-changed', `${name} has changed while apply waited for its stack`, {
    hint: 'plan again and apply that',
  });
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
