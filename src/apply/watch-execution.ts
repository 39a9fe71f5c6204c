import { RolekeeperError } from '../model/failure.ts';
import type { StackEventRow } from '../model/stack-reader.ts';
import { failureOfCleanUp, failureOfExecution } from './change-set-failure.ts';
import type { ApplyPorts } from './ports.ts';
import type { ChangeSetContext } from './change-set-context.ts';
import { pollUntil } from './poll.ts';

/** IAM operations take seconds; CloudFormation itself waits up to an hour for one resource. */
const EXECUTION_PATIENCE = 60 * 60_000;

/** How long the events of what has ended may take to be listed. */
const EVENTS_PATIENCE = 10_000;

const SUCCEEDED = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE']);

/** A change set that is being executed. */
export interface Execution {
  readonly changeSetId: string;
  readonly stackId: string;
  /** The token of the call that started it. */
  readonly token: string;
  readonly purpose: string;
}

/**
 * Follows an execution to its end by the status of its stack. Events are read where it did not end well: they have the
 * root cause.
 *
 * @throws RolekeeperError `change-set-failed` with the root cause and where the resource stands in the YAML;
 *   `not-converged` when what was to be deleted is only let go of
 */
export async function watchExecution(
  execution: Execution,
  target: ChangeSetContext,
  ports: ApplyPorts,
): Promise<void> {
  const { integration, stackName } = target;
  let told: string | undefined;
  const end = await pollUntil(ports.clock, EXECUTION_PATIENCE, async () => {
    const row = await ports.reader.stack(execution.stackId);
    // A stack that was just created may go on being under review for a while
    // (https://github.com/aws/aws-cdk-cli/blob/main/packages/%40aws-cdk/toolkit-lib/lib/api/deployments/cfn-api.ts).
    if (row === undefined || row.status === 'REVIEW_IN_PROGRESS') return undefined;
    const wasSeenBusy = told !== undefined;
    if (row.status !== told) {
      ports.onProgress({ progress: 'step', integration, text: `${execution.purpose}: ${row.status}` });
    }
    if (row.status.endsWith('_IN_PROGRESS')) {
      told = row.status;
      return undefined;
    }
    return wasSeenBusy || (await isExecuted(execution, ports)) ? row : undefined;
  });
  if (end === undefined) {
    throw new RolekeeperError('change-set-failed', `${stackName} is still being changed after an hour`, {
      hint: 'look at the stack in the CloudFormation console; the next run continues from wherever it ends',
      detail: { detail: 'no-end' },
    });
  }
  if (!SUCCEEDED.has(end.status)) {
    const events = await eventsOf(execution, target, ports);
    throw failureOfExecution(end.status, events, target);
  }
  // "Update successful. One or more resources could not be deleted."
  if (end.statusReason === undefined) return;
  const left = failureOfCleanUp(await eventsOf(execution, target, ports), target);
  if (left !== undefined) throw left;
}

/** A stack that was never seen busy may have been quick, or be shown as it was before. */
async function isExecuted({ changeSetId }: Execution, { writer }: ApplyPorts): Promise<boolean> {
  const changeSet = await writer.describeChangeSet(changeSetId);
  return changeSet === undefined || /^EXECUTE_(COMPLETE|FAILED)$/.test(changeSet.executionStatus);
}

/** What happened to each resource, said and returned, the end of the stack included. */
async function eventsOf(
  { stackId, token }: Execution,
  target: ChangeSetContext,
  ports: ApplyPorts,
): Promise<readonly StackEventRow[]> {
  let events: readonly StackEventRow[] = [];
  await pollUntil(ports.clock, EVENTS_PATIENCE, async () => {
    events = await ports.reader.events(stackId, token);
    const last = events.findLast(isStackEvent);
    return last === undefined || last.status.endsWith('_IN_PROGRESS') ? undefined : true;
  });
  for (const event of events) sayEvent(event, target, ports);
  return events;
}

function sayEvent(
  event: StackEventRow,
  { integration, resources }: ChangeSetContext,
  ports: ApplyPorts,
): void {
  if (isStackEvent(event)) return;
  ports.onProgress({
    progress: 'resource',
    integration,
    resource: resources.get(event.logicalId)?.address ?? event.logicalId,
    status: event.status,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  });
}

/** A resource's event can carry the stack's type only when it is the stack itself: nested stacks are not used. */
function isStackEvent(event: StackEventRow): boolean {
  return event.resourceType === 'AWS::CloudFormation::Stack';
}
