import type { Work } from './run-task.ts';

/** The resources that failed, in the words of the stack's event. */
export function failedText({ operation }: Work): string {
  const adds = operation.done
    .filter((task) => task.change.action === 'Add')
    .map((task) => task.change.logicalId);
  const created = operation.failed.filter((id) => adds.includes(id));
  const updated = operation.failed.filter((id) => !adds.includes(id));
  const verb = operation.kind === 'IMPORT' ? 'import' : 'update';
  return [
    created.length > 0 ? `The following resource(s) failed to create: [${created.join(', ')}]. ` : '',
    updated.length > 0 ? `The following resource(s) failed to ${verb}: [${updated.join(', ')}]. ` : '',
  ].join('');
}

export function closeChangeSet({ stack, operation }: Work, executionStatus: string): void {
  const changeSet = stack.changeSets.find((one) => one.id === operation.changeSetId);
  if (changeSet !== undefined) changeSet.executionStatus = executionStatus;
}
