import type { AccessDelta, Permission } from './access.ts';

/** The permissions that a delta gives, certain or not. */
export function gainedPermissions({ gains, mayGain }: AccessDelta): readonly Permission[] {
  return [...gains, ...mayGain];
}
