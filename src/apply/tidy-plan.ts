import type { AppliedStack } from '../model/applied.ts';
import { RolekeeperError } from '../model/failure.ts';
import { isActing, type IntegrationPlan } from '../model/plan.ts';
import type { ApplyPorts, ReadPlan } from './ports.ts';
import { isOurs, tidyStack } from './tidy-stack.ts';

/**
 * The ports with what comes before the first change of a stack: leftovers of killed runs go, and a stack that
 * others have under review is left to them.
 */
export function tidying(planned: ReadPlan, ports: ApplyPorts): ApplyPorts {
  return {
    ...ports,
    beforeFirstMutation: async (integration) => {
      await ports.beforeFirstMutation?.(integration);
      const stack = stackOf(integration, planned);
      if (stack === undefined) return;
      if (stack.status === 'REVIEW_IN_PROGRESS') await refuseForeignReview(stack, ports);
      await unlessDenied(() => tidyStack(stack.stackId, false, ports));
    },
  };
}

/** Takes away the empty stacks under review that killed runs left and in which nothing is to be created. */
export async function removeShells(
  planned: ReadPlan,
  ports: ApplyPorts,
  applicable: ReadonlySet<string>,
): Promise<void> {
  for (const plan of planned.plan.integrations) {
    const stack = stackOf(plan.integration, planned);
    if (stack?.status !== 'REVIEW_IN_PROGRESS' || createsSomething(plan, applicable)) continue;
    await unlessDenied(() => tidyStack(stack.stackId, true, ports));
  }
}

function stackOf(integration: string, { input }: ReadPlan): AppliedStack | undefined {
  if (!input.applied.known) return undefined;
  return input.applied.stacks.find(
    (stack) => stack.integration === integration && stack.ownership.owner === 'ours',
  );
}

function createsSomething(
  { integration, entries, observed }: IntegrationPlan,
  applicable: ReadonlySet<string>,
): boolean {
  return !observed && applicable.has(integration) && entries.some(isActing);
}

/** Executing a change set takes all others of the stack away. */
async function refuseForeignReview({ stackName, stackId }: AppliedStack, ports: ApplyPorts): Promise<void> {
  const foreign = (await ports.reader.changeSets(stackId)).find((row) => !isOurs(row));
  if (foreign === undefined) return;
  throw new RolekeeperError(
    'blocked',
    `the stack ${stackName} is under review: its change set ${foreign.name} was not made by rolekeeper`,
    {
      hint: `execute it, or run "aws cloudformation delete-change-set --change-set-name ${foreign.changeSetId}"`,
    },
  );
}

/** Leftovers block nothing: a role that may not look for them can apply all the same. */
async function unlessDenied(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof RolekeeperError) || error.reason !== 'access-denied') throw error;
  }
}
