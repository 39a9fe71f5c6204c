import type { LedgerEntry } from '../../../src/sandbox/ledger.ts';
import type { World } from '../../../src/sandbox/world.ts';

/** Whether an edit at this request can be seen no more before it is written over (docs/stack-states.md). */
export function isBeyondLastLook(request: string, { cloudFormation }: World): boolean {
  return (
    ['executeChangeSet', 'deleteStack'].includes(request) ||
    cloudFormation.stacks.some(
      ({ status, deployment }) =>
        (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') ||
        deployment?.template.includes('"transient"') === true,
    )
  );
}

/** What an operation writes, whatever it does to it. */
export function facetOf({ operation, resource, subject = '' }: LedgerEntry): string {
  const noun = operation.replace(/^(Put|Delete|Create|Attach|Detach|Tag|Untag|Update|Add|Remove)/, '');
  return [resource.toLowerCase(), noun, subject].join(' ');
}

/**
 * Whether a drift-aware change set writes again what is there, because CloudFormation takes its own spelling of it for
 * drift: the resource is as declared, and no other writer touched it.
 */
export function writesTheSame(
  { origin, resource }: LedgerEntry,
  other: ReadonlySet<LedgerEntry>,
  { cloudFormation }: World,
): boolean {
  if (origin.kind !== 'change-set') return false;
  const changeSets = cloudFormation.stacks.flatMap((stack) => stack.changeSets);
  const isDriftAware = changeSets.find(({ id }) => id === origin.changeSetId)?.revertDrift === true;
  return isDriftAware && ![...other].some((entry) => entry.resource === resource);
}
