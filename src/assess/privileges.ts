import { parseArn } from '../model/arn.ts';
import type { AccessDelta, Permission } from '../model/access.ts';
import type { Privilege, PrivilegeKind } from '../model/caution.ts';
import { permits } from '../inventory/reach.ts';
import { byNotableName } from '../access/sort-permissions.ts';
import { destroyingActions, rightsOverResources } from '../model/notable-actions.ts';
import { CREDENTIAL_READS, DATA_READS } from '../rules/data/data-reads.ts';
import { isNarrowedBy } from '../rules/reading/demand.ts';
import { narrowsAccess, type NarrowingContext } from '../rules/reading/narrowing.ts';
import { IDENTITY_PATHS, SERVICE_PATHS } from '../rules/data/escalation-paths.ts';

const ESCALATING = [...Object.keys(IDENTITY_PATHS), ...SERVICE_PATHS, 'iam:PassRole', 'sts:AssumeRole'];

const KINDS: readonly (readonly [PrivilegeKind, readonly string[]])[] = [
  ['rights', [...new Set([...ESCALATING, ...rightsOverResources()])]],
  ['credentials', CREDENTIAL_READS],
  ['data', DATA_READS],
  ['destruction', destroyingActions()],
];

/**
 * What of an access delta a person would ask about: rights to give rights; credentials, data and the end of everything. What
 * no call can use is none.
 */
export function privilegesIn(
  access: AccessDelta | undefined,
  context: NarrowingContext,
): readonly Privilege[] {
  if (access === undefined) return [];
  const { idle = [] } = access;
  return KINDS.flatMap(([kind, listed]): readonly Privilege[] => {
    const dangerous = (permissions: readonly Permission[]): ReadonlySet<string> =>
      new Set(
        permissions
          .flatMap((permission) => dangerousIn(permission, kind, listed, context))
          .filter((action) => !idle.includes(action)),
      );
    const gained = dangerous(access.gains);
    const possible = [...dangerous(access.mayGain)].filter((action) => !gained.has(action));
    return [
      { kind, certain: true, actions: [...gained].sort(byNotableName) },
      { kind, certain: false, actions: possible.sort(byNotableName) },
    ].filter(({ actions }) => actions.length > 0);
  });
}

/**
 * By what one gets more than one has counts on whatever it is, but to assume a role that is named; the others, as policies
 * of resources, count on everything.
 */
function dangerousIn(
  permission: Permission,
  kind: PrivilegeKind,
  listed: readonly string[],
  context: NarrowingContext,
): readonly string[] {
  const isWide = isOnEverything(permission, context);
  if (kind !== 'rights' && !isWide) return [];
  const { service, actions } = permission;
  const names = listed.filter(
    (action) =>
      permits(permission, action) &&
      (isWide || kind !== 'rights' || ESCALATING.includes(action)) &&
      // To assume the one role that a policy names is what integrations are for.
      (action !== 'sts:AssumeRole' || permission.on.some((pattern) => /[*?]/.test(pattern))),
  );
  if (kind !== 'rights' || service !== 'iam' || !permission.levels.includes('Permissions management'))
    return names;
  // Whatever else of IAM AWS says changes who may do what.
  return [...names, ...actions.map((name) => `iam:${name}`)];
}

/**
 * Every resource, or every resource of a type: no pattern names one of them, and no condition leaves one out that the
 * review rules take for one (tags, …).
 */
function isOnEverything({ on, alsoOn, when }: Permission, context: NarrowingContext): boolean {
  // Keys are spelled here as the files have them.
  const isNarrow = isNarrowedBy(when, (key, literal, value) =>
    narrowsAccess(key.toLowerCase(), literal, value, context),
  );
  return !isNarrow && namesNone(on) && alsoOn.every((pattern) => namesNone([pattern]));
}

/**
 * What follows the account is a type and a name, and perhaps a type and a name within it (a table and its index), but in
 * S3, where it is the name of a bucket.
 */
function namesNone(patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern === '*') return true;
    const { service = '', resource = '' } = parseArn(pattern) ?? {};
    return service === 's3'
      ? /^\*(?:\/\*)?$/.test(resource)
      : /^(?:[a-z-]+[/:])?\*(?:[/:](?:[a-z-]+[/:])?\*)*$/i.test(resource);
  });
}
