import type { LedgerEntry } from '../../../src/sandbox/ledger.ts';
import type { World } from '../../../src/sandbox/world.ts';

/** Whether an edit at this request can be seen no more before it is written over (docs/stack-states.md). */
export function isBeyondLastLook(request: string, { cloudFormation }: World): boolean {
  return (
    ['executeChangeSet', 'deleteStack'].includes(request) ||
    cloudFormation.stacks.some(
      ({ status }) => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS',
    )
  );
}

/** What an operation writes, whatever it does to it. */
export function facetOf({ operation, resource, subject = '' }: LedgerEntry): string {
  const noun = operation.replace(/^(Put|Delete|Create|Attach|Detach|Tag|Untag|Update|Add|Remove)/, '');
  return [resource.toLowerCase(), noun, subject].join(' ');
}

const DOCUMENTS = /^(UpdateAssumeRolePolicy|Put\w+Policy|CreatePolicyVersion|DeletePolicyVersion)$/;

/**
 * Whether a drift-aware change set writes a document again that means what is there, because CloudFormation takes another
 * spelling of it for drift
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html): it is as declared, and no
 * other writer touched it. Whether it still means the same, the plan after it says.
 */
export function writesTheSame(
  { origin, resource, operation }: LedgerEntry,
  other: ReadonlySet<LedgerEntry>,
  { cloudFormation, switches }: World,
): boolean {
  if (origin.kind !== 'change-set' || !DOCUMENTS.test(operation)) return false;
  if (switches.driftComparison !== 'literal') return false;
  const changeSets = cloudFormation.stacks.flatMap((stack) => stack.changeSets);
  const isDriftAware = changeSets.find(({ id }) => id === origin.changeSetId)?.revertDrift === true;
  return isDriftAware && ![...other].some((entry) => entry.resource === resource);
}
