import type { ChangeSet, ChangeSetChange } from '../../model/change-set.ts';

/** What beside properties may differ where resources are only marked. */
const MARKS = new Set([
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
  'CreationPolicy',
]);

/** Why a change set does more than to mark some resources as retained; nothing when it does not. */
export function judgeRetaining(
  { changes, withValues }: ChangeSet,
  ids: readonly string[],
): readonly string[] {
  return [
    ...(withValues ? [] : ['CloudFormation does not show all of it']),
    ...changes.flatMap((change) => {
      const what = sayChange(change);
      if (!ids.includes(change.logicalId)) return [`${what} was not asked for`];
      if (change.action !== 'Modify') return [what];
      if (change.replacement !== undefined && change.replacement !== 'False')
        return [`${what} may replace it`];
      const scope = change.scope.filter((part) => !MARKS.has(part));
      const details = change.details.flatMap(({ attribute }) =>
        attribute === undefined || MARKS.has(attribute) ? [] : [attribute],
      );
      const more = [...new Set([...scope, ...details])];
      return more.length === 0 ? [] : [`${what} changes its ${more.join(', ')}`];
    }),
  ];
}

/** Why a change set does more than to let go of some resources; nothing when it does not. */
export function judgeRemoval({ changes }: ChangeSet, ids: readonly string[]): readonly string[] {
  const removed = new Set<string>();
  const wrong = changes.flatMap((change) => {
    const what = sayChange(change);
    if (change.action === 'Add' && change.resourceType === 'AWS::CloudFormation::WaitConditionHandle')
      return [];
    if (change.action !== 'Remove') return [what];
    if (!ids.includes(change.logicalId)) return [`${what} was not asked for`];
    removed.add(change.logicalId);
    // Where CloudFormation does not say it, the template says so: it was read right before.
    return change.policyAction === undefined || change.policyAction === 'Retain'
      ? []
      : [`${what} would ${change.policyAction} it`];
  });
  const missing = ids.filter((id) => !removed.has(id));
  return [...wrong, ...missing.map((id) => `the removal of ${id} is not in it`)];
}

function sayChange({ action, resourceType, logicalId }: ChangeSetChange): string {
  return `${action} of ${logicalId} (${resourceType})`;
}
