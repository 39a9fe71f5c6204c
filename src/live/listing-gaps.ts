import { awsManagedName } from '../model/arn.ts';
import type { ManagedPolicyDetail } from '../model/iam-reader.ts';
import type { Unchecked } from '../model/live.ts';
import type { ListedRows } from '../kinds/kind.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import type { Listing, ListingCall } from './listing.ts';

/** The commands whose output is read. */
export const COMMANDS: Readonly<Record<ListingCall, string>> = {
  GetAccountAuthorizationDetails: 'aws iam get-account-authorization-details',
  ListRoles: 'aws iam list-roles',
  ListInstanceProfiles: 'aws iam list-instance-profiles',
  ListOpenIDConnectProviders: 'aws iam list-open-id-connect-providers',
  GetOpenIDConnectProvider: 'aws iam get-open-id-connect-provider',
  GetPolicy: 'aws iam get-policy',
};

/** The CLI prints AWS's own policies too unless it is told not to; they are not resources of the account. */
export function isOfAccount(policy: Pick<ManagedPolicyDetail, 'Arn'>): boolean {
  return awsManagedName(policy.Arn) === undefined;
}

/** Kinds of which some rows are there and others may lack. */
export function gapsOf(listings: readonly Listing[], directory: string): readonly Unchecked[] {
  return [
    ...KIND_SPECS.flatMap(({ kind, listed: { call, rows: list } }) => {
      const reason = truncation(listings, call, directory);
      if (reason !== undefined) return [{ kind, reason }];
      const own = listings.filter((listing) => listing.call === call);
      return own.length > 0 && own.every((listing) => listing.rows[list] === undefined)
        ? [{ kind, reason: `${namesOf(own)} of ${directory} has no ${list}` }]
        : [];
    }),
    ...filteredKinds(listings, directory),
  ];
}

/** Why the output of a command is not the whole of it; undefined where nothing says so. */
export function truncation(
  listings: readonly Listing[],
  call: ListingCall,
  directory: string,
): string | undefined {
  const own = listings.filter((listing) => listing.call === call);
  if (own.length === 0 || own.some((listing) => !listing.truncated)) return undefined;
  return `${namesOf(own)} of ${directory} is not complete: it ends with a token for the next page; run "${COMMANDS[call]}" without --max-items and --no-paginate`;
}

/** What shows that a listing is not whole, and of which list, where it tells. */
interface Sign {
  readonly list?: ListedRows;
  readonly what: string;
}

/** What get-account-authorization-details has of the account. */
interface Details {
  readonly roles: NonNullable<Listing['rows']['RoleDetailList']>;
  readonly users: NonNullable<Listing['rows']['UserDetailList']>;
  readonly groups: NonNullable<Listing['rows']['GroupDetailList']>;
  readonly policies: NonNullable<Listing['rows']['Policies']>;
}

/**
 * With `--filter` the CLI prints the lists that were left out as empty ones. What is in one list and names what is in
 * no other shows that it is not whole; of what it has nothing of, nothing is known then.
 */
function filteredKinds(listings: readonly Listing[], directory: string): readonly Unchecked[] {
  const own = listings.filter(({ call }) => call === 'GetAccountAuthorizationDetails');
  if (own.length === 0) return [];
  const rows = listings.map((listing) => listing.rows);
  const details: Details = {
    roles: rows.flatMap(({ RoleDetailList = [] }) => RoleDetailList),
    users: rows.flatMap(({ UserDetailList = [] }) => UserDetailList),
    groups: rows.flatMap(({ GroupDetailList = [] }) => GroupDetailList),
    policies: rows.flatMap(({ Policies = [] }) => Policies).filter(isOfAccount),
  };
  const signs = signsOfFilter(
    details,
    rows.flatMap(({ Roles = [] }) => Roles.map(({ RoleName }) => RoleName)),
  );
  const [first] = signs;
  if (first === undefined) return [];
  const gap = (list: ListedRows, what: string): readonly Unchecked[] =>
    KIND_SPECS.filter(({ listed }) => listed.rows === list).map(({ kind }) => ({
      kind,
      reason: `${namesOf(own)} of ${directory} ${what}; run "${COMMANDS.GetAccountAuthorizationDetails}" without --filter`,
    }));
  return [
    ...signs.flatMap(({ list, what }) => (list === undefined ? [] : gap(list, what))),
    ...emptyOf(details).flatMap((list) => gap(list, first.what)),
  ];
}

function signsOfFilter(
  { roles, users, groups, policies }: Details,
  roleNames: readonly string[],
): readonly Sign[] {
  const attached = [...roles, ...users, ...groups]
    .flatMap(({ AttachedManagedPolicies = [] }) => AttachedManagedPolicies.map((one) => one.PolicyArn))
    .filter((Arn) => isOfAccount({ Arn }));
  const boundaries = [...roles, ...users]
    .flatMap(({ PermissionsBoundary }) => PermissionsBoundary?.PermissionsBoundaryArn ?? [])
    .filter((Arn) => isOfAccount({ Arn }));
  const policy = missingFrom(policies, ({ Arn }) => Arn, [...attached, ...boundaries]);
  const group = missingFrom(
    groups,
    ({ GroupName }) => GroupName,
    users.flatMap(({ GroupList = [] }) => GroupList),
  );
  const heldByOthers = policies.find(
    ({ Arn, AttachmentCount = 0 }) => AttachmentCount > attached.filter((arn) => arn === Arn).length,
  );
  // One role may have been made in between; of many, one would be listed.
  const [role] = roles.length === 0 ? roleNames : [];
  const sign = (name: string | undefined, what: string, list?: ListedRows): readonly Sign[] =>
    name === undefined ? [] : [{ what, ...(list === undefined ? {} : { list }) }];
  return [
    ...sign(policy, `names ${policy ?? ''} and does not list it`, 'Policies'),
    ...sign(group, `names the group ${group ?? ''} and does not list it`, 'GroupDetailList'),
    ...sign(heldByOthers?.Arn, `does not list all that ${heldByOthers?.Arn ?? ''} is attached to`),
    ...sign(role, `does not list the role ${role ?? ''}, which "${COMMANDS.ListRoles}" does`),
  ];
}

function emptyOf({ roles, users, groups, policies }: Details): readonly ListedRows[] {
  const lists: readonly (readonly [ListedRows, readonly unknown[]])[] = [
    ['RoleDetailList', roles],
    ['UserDetailList', users],
    ['GroupDetailList', groups],
    ['Policies', policies],
  ];
  return lists.flatMap(([list, rows]) => (rows.length === 0 ? [list] : []));
}

/** The first name that no row has. */
function missingFrom<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  names: readonly string[],
): string | undefined {
  const listed = new Set(rows.map(nameOf));
  return names.find((name) => !listed.has(name));
}

function namesOf(listings: readonly Listing[]): string {
  return listings.map((listing) => listing.file).join(', ');
}

/** Of all that is of the account itself. */
export function arnsIn(rows: Listing['rows']): readonly string[] {
  return [
    ...(rows.RoleDetailList ?? []),
    ...(rows.UserDetailList ?? []),
    ...(rows.GroupDetailList ?? []),
    ...(rows.Policies ?? []).filter(isOfAccount),
    ...(rows.Policy === undefined ? [] : [rows.Policy]).filter(isOfAccount),
    ...(rows.InstanceProfiles ?? []),
    ...(rows.OpenIDConnectProviderList ?? []),
  ].map((row) => row.Arn);
}
