import { parseArn } from '../model/arn.ts';
import type { AccessDelta, Permission } from '../model/access.ts';
import type { Privilege, PrivilegeKind } from '../model/caution.ts';
import { CREDENTIAL_READS, DATA_READS } from '../rules/data/data-reads.ts';
import { IDENTITY_PATHS, SERVICE_PATHS } from '../rules/data/escalation-paths.ts';

const KINDS: readonly (readonly [PrivilegeKind, readonly string[]])[] = [
  ['rights', [...Object.keys(IDENTITY_PATHS), ...SERVICE_PATHS, 'iam:PassRole', 'sts:AssumeRole']],
  ['credentials', CREDENTIAL_READS],
  ['data', DATA_READS],
];

/** What of an access delta a person would ask about: rights to give rights, and credentials and data of everything. */
export function privilegesIn(access: AccessDelta | undefined): readonly Privilege[] {
  if (access === undefined) return [];
  return KINDS.flatMap(([kind, listed]): readonly Privilege[] => {
    const dangerous = (permissions: readonly Permission[]): ReadonlySet<string> =>
      new Set(permissions.flatMap((permission) => dangerousIn(permission, kind, listed)));
    const gained = dangerous(access.gains);
    const possible = [...dangerous(access.mayGain)].filter((action) => !gained.has(action));
    return [
      { kind, certain: true, actions: [...gained].sort() },
      { kind, certain: false, actions: possible.sort() },
    ].filter(({ actions }) => actions.length > 0);
  });
}

/** Rights to give rights count on whatever they are, but to assume a role that is named; of credentials and data, those of everything do. */
function dangerousIn(
  permission: Permission,
  kind: PrivilegeKind,
  listed: readonly string[],
): readonly string[] {
  if (kind !== 'rights' && !isOnEverything(permission)) return [];
  const { service, exceptServices, every, exceptActions, actions } = permission;
  const names = listed.filter((action) => {
    // To assume the one role that a policy names is what integrations are for.
    if (action === 'sts:AssumeRole' && !permission.on.some((pattern) => /[*?]/.test(pattern))) return false;
    const [prefix = '', name = ''] = action.split(':');
    if (service === '*') return !exceptServices.includes(prefix);
    if (service !== prefix) return false;
    return every ? !exceptActions.includes(name) : actions.includes(name);
  });
  if (kind !== 'rights' || service !== 'iam' || !permission.levels.includes('Permissions management'))
    return names;
  // Whatever else of IAM AWS says changes who may do what.
  return [...names, ...actions.map((name) => `iam:${name}`)];
}

/**
 * Every resource, or every resource of a type: no pattern names one of them. What follows the account is a type and a
 * name, and perhaps a type and a name within it (a table and its index), but in S3, where it is the name of a bucket.
 */
function isOnEverything({ on }: Permission): boolean {
  return on.some((pattern) => {
    if (pattern === '*') return true;
    const { service = '', resource = '' } = parseArn(pattern) ?? {};
    return service === 's3'
      ? /^\*(?:\/\*)?$/.test(resource)
      : /^(?:[a-z-]+[/:])?\*(?:[/:](?:[a-z-]+[/:])?\*)*$/i.test(resource);
  });
}
