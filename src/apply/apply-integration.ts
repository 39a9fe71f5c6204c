import type { Address } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { IntegrationOutcome } from '../model/apply-result.ts';
import { RolekeeperError } from '../model/failure.ts';
import { isActing, type Plan, type PlanEntry } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import type { Stage } from './order.ts';
import { approvalOf, type Approval } from './approval.ts';
import { Begun } from './begun.ts';
import { nextMove, restrictTo, type Strategy } from './next-move.ts';
import { withEdited } from './edited-stand-in.ts';
import type { ApplyPorts, KnownState, ReadPlan } from './ports.ts';
import { isDrifted } from './repair-steps.ts';
import { runMove, waitUntilKnown, type Done } from './run-move.ts';
import { waitWhileBusy } from './wait-for-stacks.ts';
import { integrationStateOf, type IntegrationState } from './integration-state.ts';
import { readUntil } from './poll.ts';
import {
  requireNoneEdited,
  requireSameTemplate,
  requireSentTemplate,
  stillPlanned,
} from './still-planned.ts';

/** How long to wait until IAM's endpoints tell what was just written, before another road is tried. */
const SETTLING_PATIENCE = 15_000;

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
  const begun = new Begun();
  try {
    return await applyMoves(name, planned, { ...ports, begin: async (call) => begun.begin(call) }, part);
  } catch (error) {
    const outcome = begun.judge(failureOf(name, error), error);
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
  let waits = 0;
  /** Since when what exists is refused because it is not known everywhere yet. */
  let since: Date | undefined;
  for (let count = 0; count - waits < MOST_MOVES; count += 1) {
    const state = stateOf(sides);
    const roads = tried.get(state) ?? new Map<Strategy, 'done' | 'refused'>();
    const now = sides;
    // What was taken out of the stack in order to delete it is gone, though a read may still see it.
    const isGone = (entry: PlanEntry): boolean =>
      count > 0 && entry.action === 'delete' && now.appliedAt(entry) === undefined;
    const isMeant = count === 0 && shown === undefined ? approval.isSame : approval.covers;
    const isApproved = (entry: PlanEntry): boolean => !isGone(entry) && isMeant(entry);
    const restricted = partOf(withEdited(sides, isMeant), isApproved, part);
    const next = nextMove(restricted, roads);
    if (next === undefined) {
      requireNoneEdited(restricted);
      break;
    }
    const done = await runMove(next, restricted, ports);
    changeSets += done.executed;
    if (done.end === 'too-early') {
      waits += 1;
      since ??= ports.clock.now();
      await waitUntilKnown(done, since, ports);
    } else {
      since = undefined;
      tried.set(state, roads.set(next.road, done.end));
    }
    const moved = await settled(restricted, done, approval, ports);
    if (done.end !== 'done' && done.executed === 0) requireSameTemplate(restricted, moved);
    if (done.end === 'done' && done.sent !== undefined)
      requireSentTemplate(done.sent, first.plan.stackName, moved?.stack);
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

/**
 * Reads again until what was written is seen, or for a while: IAM and DescribeStacks are eventually consistent. A read
 * may see one resource as it is and another as it was; acting on that would make what exists, or remove what is wanted.
 * While stand-ins are in the template the next step does not follow from what is live, and nothing is waited for.
 */
async function settled(
  before: IntegrationState,
  done: Done,
  approval: Approval,
  ports: ApplyPorts,
): Promise<IntegrationState | undefined> {
  const isOurs = (entry: PlanEntry): boolean =>
    isDrifted(entry) && approval.has(entry.address) && ports.hasWritten(entry.address);
  const name = before.plan.integration;
  const patience = done.end === 'done' ? SETTLING_PATIENCE : 0;
  // The next road is to lead from what is there: until CloudFormation refused, another edit may have taken one too.
  const refused = done.end === 'done' ? [] : addressesOf(before, isActing);
  const awaited = done.end === 'too-early' ? [addressOfResource(done.awaited.resource)] : [];
  return readUntil<IntegrationState | undefined>(
    ports.clock,
    patience,
    async (last) => {
      const wanted = ({ stack, touched }: KnownState): readonly Address[] =>
        last === undefined
          ? (underRepair(stack) ?? [...touched, ...refused, ...awaited])
          : addressesOf(last, isOurs);
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

/** What became of an integration whose apply an error has ended. */
export function failureOf(name: string, error: unknown): Extract<IntegrationOutcome, { outcome: 'failed' }> {
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
