import { AwsError } from '../aws-error.ts';
import { textMember } from '../json.ts';
import { resourceStatus } from './events.ts';
import { knownHandler } from './handlers/registry.ts';
import type { StackResource } from './records.ts';
import { attempt, writeOf, type Work } from './run-task.ts';

/** Deletes a resource, or lets go of it. A resource that is gone already counts as deleted. */
export function deleteResource(work: Work, resource: StackResource, keep: boolean): void {
  const { world, stack, operation } = work;
  if (keep) {
    resourceStatus(world, stack, operation, resource, 'DELETE_SKIPPED');
    return;
  }
  resourceStatus(world, stack, operation, resource, 'DELETE_IN_PROGRESS');
  if (resource.physicalId !== '') {
    attempt(work, resource, 'delete', 'DELETE_FAILED', () => {
      try {
        const handler = knownHandler(resource.type);
        handler.delete(writeOf(work, resource.logicalId), resource.physicalId, resource.properties);
      } catch (error) {
        if (!(error instanceof AwsError && error.code === 'NoSuchEntity')) throw error;
      }
    });
  }
  resourceStatus(world, stack, operation, resource, 'DELETE_COMPLETE');
}

export type Occasion = 'removal' | 'creation-rollback';

/** Whether DeletionPolicy keeps a resource on this occasion. */
export function isKept(resource: StackResource, occasion: Occasion): boolean {
  const policy = textMember(resource.block, 'DeletionPolicy') ?? 'Delete';
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
  if (policy === 'RetainExceptOnCreate') return occasion === 'removal';
  return policy === 'Retain';
}
