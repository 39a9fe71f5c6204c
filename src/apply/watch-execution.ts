import { RolekeeperError } from '../model/failure.ts';
import type { StackEventRow } from '../model/stack-reader.ts';
import { failureOfCleanUp, failureOfExecution } from './change-set-failure.ts';
import type { ApplyPorts } from './ports.ts';
import type { ChangeSetContext } from './change-set-context.ts';
import { pollUntil } from './poll.ts';

/** IAM operations take seconds; CloudFormation itself waits up to an hour for one resource. */
const EXECUTION_PATIENCE = 60 * 60_000;

const STATUS_PATIENCE = 60_000;

const SUCCEEDED = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE']);

/**
 * Follows an execution to its end by the events that carry its token: DescribeStacks may still show the status from
 * before it. Says what happens to each resource.
 *
 * @param since the id of the stack's newest event before the execution; undefined when it had none
 * @throws RolekeeperError `change-set-failed` with the root cause and where the resource stands in the YAML;
 *   `not-converged` when what was to be deleted is only let go of
 */
export async function watchExecution(
  stackId: string,
  token: string,
  since: string | undefined,
  target: ChangeSetContext,
  ports: ApplyPorts,
): Promise<void> {
  const seen: StackEventRow[] = [];
  let newest = since;
  const end = await pollUntil(ports.clock, EXECUTION_PATIENCE, async () => {
    const events = await ports.reader.events(stackId, newest);
    newest = events.at(-1)?.id ?? newest;
    const ours = events.filter((event) => event.clientToken === token);
    for (const event of ours) sayEvent(event, target, ports);
    seen.push(...ours);
    const last = seen.findLast(isStackEvent);
    return last !== undefined && isTerminal(last.status) ? last.status : undefined;
  });
  if (end === undefined) {
    throw new RolekeeperError(
      'change-set-failed',
      `${target.stackName} is still being changed after an hour`,
      {
        hint: 'look at the stack in the CloudFormation console; the next run continues from wherever it ends',
      },
    );
  }
  if (!SUCCEEDED.has(end)) throw failureOfExecution(end, seen, target);
  const left = failureOfCleanUp(seen, target);
  if (left !== undefined) throw left;
  if (!target.stackExists) await leftReview(stackId, ports);
}

/**
 * DescribeStacks may go on saying REVIEW_IN_PROGRESS of a stack that was just created, and a stack under review has
 * nothing: what was created would look as if somebody else had made it
 * (https://github.com/aws/aws-cdk-cli/blob/main/packages/%40aws-cdk/toolkit-lib/lib/api/deployments/cfn-api.ts).
 */
async function leftReview(stackId: string, ports: ApplyPorts): Promise<void> {
  await pollUntil(ports.clock, STATUS_PATIENCE, async () =>
    (await ports.reader.stack(stackId))?.status === 'REVIEW_IN_PROGRESS' ? undefined : true,
  );
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

function isTerminal(status: string): boolean {
  return !status.endsWith('_IN_PROGRESS');
}
