import { RolekeeperError } from '../../model/failure.ts';
import type { ChangeSet } from '../../model/change-set.ts';
import type { Clock } from '../../model/clock.ts';
import type { StackRow } from '../../model/stack-reader.ts';
import { pollUntil } from '../../apply/poll.ts';
import type { Environment } from '../environment.ts';
import type { WritableSession } from '../session.ts';

const PATIENCE = 15 * 60_000;
const PREFIX = 'rolekeeper-adopt-';

/** One update of a stack that is not rolekeeper's. */
export interface StackChange {
  readonly stack: StackRow;
  readonly template: string;
  readonly purpose: string;
  /** Why the change set must not be executed; nothing when it may. */
  readonly judge: (changeSet: ChangeSet) => readonly string[];
}

/**
 * Makes the change set, looks at what it would do, and executes it only when it does nothing but what it is for. Whatever
 * an earlier run left behind is deleted first.
 *
 * @throws RolekeeperError `change-set-mismatch` when it would do more: nothing was executed; `change-set-failed`
 */
export async function changeStack(
  { stack, template, purpose, judge }: StackChange,
  session: WritableSession,
  environment: Pick<Environment, 'clock' | 'newId'>,
): Promise<void> {
  const { stackId, stackName } = stack;
  const { stacks: reader, writer } = session;
  const clock = {
    ...environment.clock,
    now: () => environment.clock.now(),
    sleep: (ms: number) => environment.clock.sleep(ms, session.signal),
  };
  for (const old of await reader.changeSets(stackId))
    if (old.name.startsWith(PREFIX)) await writer.deleteChangeSet(old.changeSetId);
  const id = environment.newId();
  const { changeSetId } = await writer.createChangeSet({
    stackName: stackId,
    changeSetName: `${PREFIX}${id}`,
    type: 'UPDATE',
    template,
    description: `rolekeeper adopt: ${purpose}`,
    clientToken: `create-${id}`,
    keptParameters: stack.parameters ?? [],
  });
  const token = `execute-${id}`;
  try {
    const wrong = judge(await madeChangeSet(changeSetId, stackName, writer, clock));
    if (wrong.length > 0) {
      throw new RolekeeperError(
        'change-set-mismatch',
        `the change set of ${stackName} does more than to ${purpose}: ${wrong.join('; ')}`,
        { hint: 'nothing was executed; check each of these, then deploy the template by hand' },
      );
    }
    await writer.executeChangeSet(changeSetId, token);
  } catch (error) {
    await writer.deleteChangeSet(changeSetId).catch((other: unknown) => {
      if (!(other instanceof RolekeeperError)) throw other;
    });
    throw error;
  }
  await followToEnd({ stackId, stackName, token, purpose }, reader, clock);
}

/** @throws RolekeeperError `change-set-failed` with CloudFormation's reason: nothing was executed */
async function madeChangeSet(
  changeSetId: string,
  stackName: string,
  writer: WritableSession['writer'],
  clock: Clock,
): Promise<ChangeSet> {
  const made = await pollUntil(clock, PATIENCE, async () => {
    const changeSet = await writer.describeChangeSet(changeSetId);
    return changeSet?.status.endsWith('_IN_PROGRESS') === true || changeSet?.status === 'CREATE_PENDING'
      ? undefined
      : (changeSet ?? 'gone');
  });
  if (typeof made === 'object' && made.status === 'CREATE_COMPLETE') return made;
  const reason = typeof made === 'object' ? made.reason : undefined;
  throw new RolekeeperError(
    'change-set-failed',
    `${stackName}: ${reason ?? 'the change set was not created'}`,
    {
      hint: 'nothing was executed',
    },
  );
}

interface Execution {
  readonly stackId: string;
  readonly stackName: string;
  readonly token: string;
  readonly purpose: string;
}

/** @throws RolekeeperError `change-set-failed` where the update ends otherwise than complete */
async function followToEnd(
  { stackId, stackName, token, purpose }: Execution,
  reader: WritableSession['stacks'],
  clock: Clock,
): Promise<void> {
  const end = await pollUntil(clock, PATIENCE, async () => {
    const events = await reader.events(stackId, token);
    return events.findLast(
      ({ clientToken, resourceType, physicalId, status }) =>
        clientToken === token &&
        resourceType === 'AWS::CloudFormation::Stack' &&
        (physicalId ?? stackId) === stackId &&
        !status.endsWith('_IN_PROGRESS'),
    );
  });
  if (end?.status === 'UPDATE_COMPLETE') return;
  throw new RolekeeperError(
    'change-set-failed',
    `${stackName}: the update to ${purpose} ended as ${end?.status ?? 'unknown'}${end?.reason === undefined ? '' : `: ${end.reason}`}`,
    { hint: 'look at the stack in the CloudFormation console; the same command goes on from where it is' },
  );
}
