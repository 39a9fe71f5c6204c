import { RolekeeperError } from '../model/failure.ts';
import type { JsonObject } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import { readinessOf } from '../plan/stack-state.ts';
import { changeSetContextOf, type ChangeSetContext } from './change-set-context.ts';
import { notKnownYet, refusesPrincipal } from './change-set-failure.ts';
import { writtenNext } from './edited-stand-in.ts';
import type { IntegrationState } from './integration-state.ts';
import { removesMissingMembers } from './let-go-step.ts';
import type { MayFail, Move } from './next-move.ts';
import type { ApplyPorts } from './ports.ts';
import { runStep } from './run-change-set.ts';
import type { Step } from './step.ts';
import { requireSentTemplate, stackNow } from './still-planned.ts';

/** How a move ended, and how many of its change sets were executed to their end. */
export type Done = { readonly executed: number } & (
  | {
      readonly end: 'done';
      /** The template of the last change set; absent where the stack was deleted. */
      readonly sent?: JsonObject;
    }
  /** CloudFormation could not go on, or something came up: another road, or less of it, may lead there. */
  | { readonly end: 'refused' }
  | TooEarly
);

/** What is there needs time to become known; the same move then leads there. */
export interface TooEarly {
  readonly end: 'too-early';
  readonly awaited: LiveResource;
  readonly error: RolekeeperError;
}

/** How long is waited before the same is tried again with what is not known everywhere yet, */
const PAUSE = 10_000;

/** and how long altogether, from the first time that it was refused. */
const PATIENCE = 10 * 60_000;

/**
 * Carries out the steps of a move.
 *
 * @throws RolekeeperError when it failed in a way that was not foreseen, or the stack is in no state to go on from
 */
export async function runMove(
  { road, steps, mayFail }: Move,
  sides: IntegrationState,
  ports: ApplyPorts,
): Promise<Done> {
  let executed = 0;
  try {
    let context = changeSetContextOf(sides);
    for (const [index, step] of steps.entries()) {
      if ((await runStep(step, context, ports)) === 'came-up') return { end: 'refused', executed };
      if (step.step === 'change-set') executed += 1;
      const next = steps[index + 1];
      if (next !== undefined) context = await contextAfter(step, next, context, ports);
    }
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
    const awaited = notKnownYet(error, sides.found);
    if (awaited === undefined && !isForeseen(error, mayFail, sides)) throw error;
    const { integration, stackName } = sides.plan;
    const stack = await ports.reader.stack(stackName);
    const readiness = stack === undefined ? 'absent' : readinessOf(stack.status);
    if (readiness !== 'ready' && (readiness !== 'absent' || mayFail === 'any')) throw error;
    const say = (text: string): void => ports.onProgress({ progress: 'step', integration, text });
    if (awaited !== undefined) {
      say(`${addressOfResource(awaited.resource)} has not propagated in IAM yet, trying again`);
      return { end: 'too-early', executed, awaited, error };
    }
    say(`CloudFormation cannot make the change in this way, trying the next one (${road}: ${error.message})`);
    if (mayFail !== 'any') await ports.clock.sleep(PAUSE);
    return { end: 'refused', executed };
  }
  const last = steps.at(-1);
  return { end: 'done', executed, ...(last?.step === 'change-set' ? { sent: last.template } : {}) };
}

/** What the next step of the same move begins with. @throws RolekeeperError when another writer came between */
async function contextAfter(
  step: Step,
  next: Step,
  { integration, stackName, ...rest }: ChangeSetContext,
  ports: ApplyPorts,
): Promise<ChangeSetContext> {
  const startsFrom = await stackNow(integration, ports);
  if (step.step === 'change-set') requireSentTemplate(step.template, stackName, startsFrom);
  const standIns = writtenNext(startsFrom, next);
  return { ...rest, integration, stackName, startsFrom, standIns };
}

/**
 * Lets IAM have some time.
 *
 * @param since when it was refused first
 * @throws RolekeeperError what CloudFormation said, when patience has run out
 */
export async function waitUntilKnown(
  { awaited, error }: TooEarly,
  since: Date,
  { clock }: ApplyPorts,
): Promise<void> {
  if (clock.now().getTime() + PAUSE > since.getTime() + PATIENCE) {
    const { reason, message, location } = error;
    throw new RolekeeperError(reason, message, {
      hint: `${addressOfResource(awaited.resource)} exists, and has not propagated in IAM after ten minutes: apply again later`,
      cause: error,
      location,
    });
  }
  await clock.sleep(PAUSE);
}

function isForeseen(error: RolekeeperError, mayFail: MayFail, sides: IntegrationState): boolean {
  switch (mayFail) {
    case 'any':
      return isRefusal(error);
    case 'once':
      return (
        refusesPrincipal(error) || (error.reason === 'change-set-failed' && removesMissingMembers(sides))
      );
    case 'no':
      return false;
  }
}

/** CloudFormation could not, or would have done something else. */
function isRefusal({ reason }: RolekeeperError): boolean {
  return reason === 'change-set-failed' || reason === 'change-set-mismatch';
}
