import { auditedText, describeChangeSet } from '../cloudformation/audit-record.ts';
import { findMismatches } from '../cloudformation/gate.ts';
import type { ChangeSet } from '../model/change-set.ts';
import { RolekeeperError } from '../model/failure.ts';
import { readinessOf } from '../plan/stack-state.ts';
import { cameUp } from './came-up.ts';
import type { ChangeSetContext } from './change-set-context.ts';
import { refusalOf } from './change-set-failure.ts';
import { pollUntil } from './poll.ts';
import type { ApplyPorts } from './ports.ts';
import { sayWinner } from './say-winner.ts';
import { movedSince, stackNow } from './still-planned.ts';
import type { ChangeSetStep, DeleteStackStep, Step } from './step.ts';
import { CHANGE_SET_PREFIX } from './tidy-stack.ts';
import { watchExecution } from './watch-execution.ts';

/** CloudFormation usually makes a change set within seconds. */
const CHANGE_SET_PATIENCE = 15 * 60_000;

/**
 * Carries out one change set: creates it, compares it with the plan, executes it, and follows it to the end. The stack is
 * asked for while CloudFormation makes the change set, which takes it longer than an answer.
 *
 * @returns `came-up` when something that it is to write is not as it was read: nothing was executed
 * @throws RolekeeperError `change-set-mismatch` when it would do something that was not planned: nothing was executed;
 *   `change-set-failed` when CloudFormation refused it or rolled it back, with the root cause
 */
async function runChangeSet(
  step: ChangeSetStep,
  target: ChangeSetContext,
  ports: ApplyPorts,
): Promise<Ended> {
  const { integration, stackName, digest } = target;
  const say = (text: string): void => ports.onProgress({ progress: 'step', integration, text });
  const id = ports.newId();
  say(`${step.purpose}: creating the change set`);
  const { changeSetId, stackId } = await ports.writer
    .createChangeSet({
      stackName,
      changeSetName: `${CHANGE_SET_PREFIX}${digest}-${id}`,
      type: step.type,
      template: auditedText(step.template, digest, ports.audit),
      description: describeChangeSet(step.purpose, digest, ports.audit),
      clientToken: `create-${id}`,
      ...(target.roleArn === undefined ? {} : { roleArn: target.roleArn }),
      ...(step.resourcesToImport === undefined ? {} : { resourcesToImport: step.resourcesToImport }),
      ...(step.deploymentMode === undefined ? {} : { deploymentMode: step.deploymentMode }),
    })
    .catch(async (error: unknown) => {
      throw await orOvertaken(error, target, ports);
    });
  const token = `execute-${id}`;
  try {
    const moved = await movedSince(target, ports);
    const made = await madeChangeSet(changeSetId, target, ports);
    if (moved !== undefined) throw moved;
    verify(made, stackId, step, target);
    const edited = await cameUp(made, step, target, ports);
    if (edited.length > 0) {
      const winner = await movedSince(target, ports);
      if (winner !== undefined) throw winner;
      say(`${step.purpose}: not executed, this changed after it was read: ${edited.join(', ')}`);
      await discard(changeSetId, target.stackExists ? undefined : stackId, ports);
      return 'came-up';
    }
    say(`${step.purpose}: executing`);
    await begin(ports.writer.executeChangeSet(changeSetId, token), ports);
  } catch (error) {
    await discard(changeSetId, target.stackExists ? undefined : stackId, ports);
    throw await orOvertaken(error, target, ports);
  }
  await watchExecution({ changeSetId, stackId, token, purpose: step.purpose }, target, ports);
  return 'executed';
}

/** The error, or who came first where that is what it says. */
async function orOvertaken(
  error: unknown,
  { integration, stackName }: ChangeSetContext,
  ports: ApplyPorts,
): Promise<unknown> {
  if (!(error instanceof RolekeeperError) || error.detail?.detail !== 'overtaken') return error;
  return new RolekeeperError(
    'change-set-failed',
    `${await winnerOf(integration, ports)} changed ${stackName} first, and the change set of this run is obsolete`,
    { hint: 'nothing was executed; wait until the other has ended, and plan again', cause: error },
  );
}

/** As its template says. While an operation is running, that may still be the one from before it. */
async function winnerOf(integration: string, ports: ApplyPorts): Promise<string> {
  try {
    const stack = await stackNow(integration, ports, { stacks: true });
    const isSettled = stack !== undefined && readinessOf(stack.status) !== 'busy';
    return sayWinner(isSettled ? stack : undefined);
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
    return sayWinner(undefined);
  }
}

async function madeChangeSet(
  changeSetId: string,
  target: ChangeSetContext,
  ports: ApplyPorts,
): Promise<ChangeSet> {
  const made = await pollUntil(ports.clock, CHANGE_SET_PATIENCE, async () => {
    const changeSet = await ports.writer.describeChangeSet(changeSetId);
    if (changeSet === undefined) {
      throw new RolekeeperError(
        'change-set-failed',
        `the change set of ${target.stackName} is gone: another run changed the stack first`,
        { hint: 'nothing was executed; wait until that run has ended, and plan again' },
      );
    }
    return changeSet.status === 'CREATE_COMPLETE' || changeSet.status === 'FAILED' ? changeSet : undefined;
  });
  if (made === undefined) {
    throw new RolekeeperError(
      'change-set-failed',
      `CloudFormation did not finish the change set of ${target.stackName}`,
      { hint: 'run apply again; nothing was executed' },
    );
  }
  if (made.status !== 'FAILED') return made;
  throw refusalOf(made, await ports.writer.validationEvents(changeSetId), target);
}

function verify(changeSet: ChangeSet, stackId: string, step: ChangeSetStep, target: ChangeSetContext): void {
  const mismatches = [
    ...(changeSet.stackId === stackId ? [] : [`it is for the stack ${changeSet.stackId}`]),
    ...findMismatches(changeSet, step.expectation),
  ];
  if (mismatches.length === 0) return;
  throw new RolekeeperError(
    'change-set-mismatch',
    `the change set of ${target.stackName} is not what was planned: ${mismatches.join('; ')}`,
    { hint: 'nothing was executed; plan again, and report it if it happens twice' },
  );
}

/**
 * DescribeStacks may say REVIEW_IN_PROGRESS of a stack that another run has begun to create: its change sets and its
 * resources tell.
 */
async function isUntouched(stackId: string, own: string, ports: ApplyPorts): Promise<boolean> {
  const [left, events, ids] = await Promise.all([
    ports.reader.changeSets(stackId),
    ports.reader.events(stackId),
    ports.reader.logicalIds(stackId),
  ]);
  return (
    left.every(({ changeSetId }) => changeSetId === own) &&
    ids.length === 0 &&
    events.every(({ status }) => status === 'REVIEW_IN_PROGRESS')
  );
}

/**
 * Leaves nothing of this run behind: the change set, and the empty stack that came into being for it. Where that fails
 * too (credentials that have expired), the next run does it; the first failure is the one to tell.
 */
async function discard(
  changeSetId: string,
  newStackId: string | undefined,
  ports: ApplyPorts,
): Promise<void> {
  try {
    await ports.writer.deleteChangeSet(changeSetId);
    if (newStackId === undefined) return;
    const stack = await ports.reader.stack(newStackId);
    if (stack?.status === 'REVIEW_IN_PROGRESS' && (await isUntouched(newStackId, changeSetId, ports)))
      await ports.writer.deleteStack(newStackId, `discard-${ports.newId()}`);
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
  }
}

const DELETION_PATIENCE = 15 * 60_000;

/** How a step ended that did not fail. */
type Ended = 'executed' | 'came-up';

/** Carries out one step to its end. @throws RolekeeperError when it failed */
export async function runStep(step: Step, target: ChangeSetContext, ports: ApplyPorts): Promise<Ended> {
  if (step.step === 'change-set') return runChangeSet(step, target, ports);
  await runDeletion(step, target, ports);
  return 'executed';
}

async function begin(call: Promise<void>, ports: ApplyPorts): Promise<void> {
  await (ports.begin === undefined ? call : ports.begin(call));
}

async function runDeletion(
  step: DeleteStackStep,
  target: ChangeSetContext,
  ports: ApplyPorts,
): Promise<void> {
  ports.onProgress({ progress: 'step', integration: target.integration, text: step.purpose });
  const moved = await movedSince(target, ports);
  if (moved !== undefined) throw moved;
  await begin(ports.writer.deleteStack(step.stackId, `delete-${ports.newId()}`), ports);
  const end = await pollUntil(ports.clock, DELETION_PATIENCE, async () => {
    const stack = await ports.reader.stack(step.stackId);
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') return 'gone';
    return stack.status === 'DELETE_FAILED' ? (stack.statusReason ?? stack.status) : undefined;
  });
  if (end === 'gone') return;
  throw new RolekeeperError(
    'change-set-failed',
    `the stack ${target.stackName} could not be deleted: ${end ?? 'it takes more than 15 minutes'}`,
    {
      hint: 'run plan: it says what to do with the stack',
      detail: end === undefined ? { detail: 'no-end' } : undefined,
    },
  );
}
