import { addressOf, type Address, type Kind } from '../model/address.ts';
import type { AccountDetails, InstanceProfileRow, OidcProviderRow, RoleRow } from '../model/iam-reader.ts';
import type { LiveResource, Unchecked } from '../model/live.ts';
import { kindSpec, KIND_SPECS } from '../kinds/registry.ts';
import { withUndecoded } from '../kinds/undecoded.ts';
import type { BulkRows, IamReadCall } from '../kinds/kind.ts';

/** What one bulk call gave. */
export type CallResult<Rows> =
  | { readonly result: 'rows'; readonly rows: Rows }
  | { readonly result: 'denied'; readonly reason: string }
  | { readonly result: 'not-made' };

export interface BulkResult {
  /** The kinds that are read; all when undefined. */
  readonly kinds: ReadonlySet<Kind> | undefined;
  readonly details: CallResult<AccountDetails>;
  readonly roleRows: CallResult<readonly RoleRow[]>;
  readonly instanceProfileRows: CallResult<readonly InstanceProfileRow[]>;
  readonly oidcProviderRows: CallResult<readonly OidcProviderRow[]>;
}

export interface RowsResult {
  readonly found: readonly LiveResource[];
  /** Kinds that no call listed. */
  readonly unchecked: readonly Unchecked[];
  /** Roles of which one call has a row and the other has none. */
  readonly unmatched: readonly Address[];
  /** Whether ListRoles was read: only then does a role without a row tell of a change in between. */
  readonly rolesListed: boolean;
}

/** The live model out of bulk rows, by each kind's own reader. */
export function liveOfRows(bulk: BulkResult): RowsResult {
  const rows: BulkRows = {
    details: rowsOf(bulk.details),
    roleRows: rowsOf(bulk.roleRows),
    instanceProfileRows: rowsOf(bulk.instanceProfileRows),
    oidcProviderRows: rowsOf(bulk.oidcProviderRows),
  };
  const found: LiveResource[] = [];
  const unchecked: Unchecked[] = [];
  for (const spec of KIND_SPECS) {
    if (bulk.kinds?.has(spec.kind) === false) continue;
    const resources = spec.fromBulk(rows);
    if (resources === undefined) unchecked.push({ kind: spec.kind, reason: reasonOf(spec.kind, bulk) });
    else found.push(...resources.map((resource) => withUndecoded(withCallReason(resource, bulk))));
  }
  return {
    found,
    unchecked,
    unmatched: KIND_SPECS.flatMap(
      ({ kind, unmatched }) => unmatched?.(rows).map((name) => addressOf(kind, name)) ?? [],
    ),
    rolesListed: rows.roleRows !== undefined,
  };
}

/** Of what is joined out of two calls, the reason of the second one. */
function withCallReason(live: LiveResource, bulk: BulkResult): LiveResource {
  const { fields, listed } = kindSpec(live.resource.kind);
  const second = fields.map(({ source }) => source).find((source) => source !== listed.call);
  const call = second === undefined ? undefined : callOf(second, bulk);
  return call?.result === 'denied' ? withReason(live, call.reason) : live;
}

/** Notes why fields could not be read, where some could not and no reason is known yet. */
export function withReason(live: LiveResource, reason: string): LiveResource {
  if (live.uncheckedProperties.length === 0) return live;
  return { ...live, unreadBecause: live.unreadBecause ?? reason };
}

function rowsOf<Rows>(call: CallResult<Rows>): Rows | undefined {
  return call.result === 'rows' ? call.rows : undefined;
}

function reasonOf(kind: Kind, bulk: BulkResult): string {
  const call = callOf(kindSpec(kind).listed.call, bulk);
  return call.result === 'denied' ? call.reason : 'was not read';
}

function callOf(call: IamReadCall, bulk: BulkResult): CallResult<unknown> {
  switch (call) {
    case 'GetAccountAuthorizationDetails':
      return bulk.details;
    case 'ListRoles':
      return bulk.roleRows;
    case 'ListInstanceProfiles':
      return bulk.instanceProfileRows;
    case 'ListOpenIDConnectProviders':
      return bulk.oidcProviderRows;
  }
}
