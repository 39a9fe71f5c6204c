import type { Settings } from './integration.ts';

/** What rolekeeper's own roles are called where the settings do not say another: docs/permissions.md. */
export const USUAL_OWN_ROLES = [
  'rolekeeper-plan',
  'rolekeeper-apply',
  'rolekeeper-drift',
  'rolekeeper-cloudformation',
];

/**
 * The names of the roles that rolekeeper itself works with, in lower case: no plan may change them, or what hangs on
 * them. The roles that the settings name are always among them.
 */
export function ownRolesOf({
  ownRoles = USUAL_OWN_ROLES,
  cloudFormationRole,
  role,
}: Pick<Settings, 'ownRoles' | 'cloudFormationRole' | 'role'>): readonly string[] {
  const named = [cloudFormationRole, role?.read, role?.apply].filter((arn) => arn !== undefined);
  const all = [...ownRoles, ...named];
  return [...new Set(all.map(roleName))].sort();
}

/** By name: the ARN of a session does not have the role's path, and the names of roles are unique without it. */
export function roleName(arnOrName: string): string {
  return arnOrName.slice(arnOrName.lastIndexOf('/') + 1).toLowerCase();
}
