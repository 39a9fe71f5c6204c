import { RolekeeperError } from '../model/failure.ts';
import type { ApplyPorts } from './ports.ts';
import { runChangeSet } from './run-change-set.ts';
import type { DeleteStackStep, Step } from './step.ts';
import type { ChangeSetContext } from './change-set-context.ts';
import { pollUntil } from './poll.ts';

const DELETION_PATIENCE = 15 * 60_000;

/** Carries out one step to its end. @throws RolekeeperError when it failed */
export async function runStep(step: Step, target: ChangeSetContext, ports: ApplyPorts): Promise<void> {
  if (step.step === 'change-set') await runChangeSet(step, target, ports);
  else await runDeletion(step, target, ports);
}

async function runDeletion(
  step: DeleteStackStep,
  target: ChangeSetContext,
  ports: ApplyPorts,
): Promise<void> {
  ports.onProgress({ progress: 'step', integration: target.integration, text: step.purpose });
  await ports.writer.deleteStack(step.stackId, `delete-${ports.newId()}`);
  const end = await pollUntil(ports.clock, DELETION_PATIENCE, async () => {
    const stack = await ports.reader.stack(step.stackId);
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') return 'gone';
    return stack.status === 'DELETE_FAILED' ? (stack.statusReason ?? stack.status) : undefined;
  });
  if (end === 'gone') return;
  throw new RolekeeperError(
    'change-set-failed',
    `the stack ${target.stackName} could not be deleted: ${end ?? 'it takes more than 15 minutes'}`,
    { hint: 'run plan: it says what to do with the stack' },
  );
}
