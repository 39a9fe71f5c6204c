import { invalidInput, unmodifiableEntity } from '../aws-error.ts';
import type { Entity } from './records.ts';
import type { EntityKind } from './store.ts';

/**
 * Roles of AWS's own services and of IAM Identity Center: IAM changes and deletes them for no other caller
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html).
 */
const PROTECTED = /^\/aws-(service-role|reserved)\//;

/** @throws AwsError UnmodifiableEntity for a role that only AWS may change */
export function refuseProtected(kind: EntityKind, entity: Pick<Entity, 'name' | 'path'>): void {
  if (kind !== 'role' || !PROTECTED.test(entity.path)) return;
  throw unmodifiableEntity(
    `Cannot perform the operation on the protected role '${entity.name}' - this role is only modifiable by AWS`,
  );
}

/** @throws AwsError InvalidInput for a path under which only AWS makes roles */
export function refuseProtectedPath(path: string): void {
  if (PROTECTED.test(path)) throw invalidInput(`The path ${path} is reserved for roles of AWS.`);
}
