import type { Kind } from '../model/address.ts';
import type { AccountDetails, InstanceProfileRow, RoleRow } from '../model/iam-reader.ts';
import type { LiveResource, Unchecked } from '../model/live.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import type { BulkRows } from '../kinds/kind.ts';

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
}

export interface RowsResult {
  readonly found: readonly LiveResource[];
  /** Kinds that no call listed. */
  readonly unchecked: readonly Unchecked[];
  /** Names of roles of which one call has a row and the other has none. */
  readonly unmatchedRoles: readonly string[];
  /** Whether ListRoles was read: only then does a role without a row tell of a change in between. */
  readonly rolesListed: boolean;
}

/** The live model out of bulk rows, by each kind's own reader. */
export function liveOfRows(bulk: BulkResult): RowsResult {
  const rows: BulkRows = {
    details: rowsOf(bulk.details),
    roleRows: rowsOf(bulk.roleRows),
    instanceProfileRows: rowsOf(bulk.instanceProfileRows),
  };
  const found: LiveResource[] = [];
  const unchecked: Unchecked[] = [];
  for (const spec of KIND_SPECS) {
    if (bulk.kinds?.has(spec.kind) === false) continue;
    const resources = spec.fromBulk(rows);
    if (resources === undefined) unchecked.push({ kind: spec.kind, reason: reasonOf(spec.kind, bulk) });
    else found.push(...resources.map((resource) => withCallReason(resource, bulk)));
  }
  return {
    found,
    unchecked,
    unmatchedRoles: unmatchedRoles(rows),
    rolesListed: rows.roleRows !== undefined,
  };
}

function unmatchedRoles({ details, roleRows }: BulkRows): readonly string[] {
  if (details === undefined) return [];
  const listed = new Set((roleRows ?? []).map((row) => row.RoleId));
  const detailed = new Set(details.RoleDetailList.map((detail) => detail.RoleId));
  return [
    ...details.RoleDetailList.filter((detail) => !listed.has(detail.RoleId)).map((detail) => detail.RoleName),
    ...(roleRows ?? []).filter((row) => !detailed.has(row.RoleId)).map((row) => row.RoleName),
  ];
}

/** Only roles are joined out of two calls. */
function withCallReason(live: LiveResource, { roleRows }: BulkResult): LiveResource {
  return live.resource.kind === 'role' && roleRows.result === 'denied'
    ? withReason(live, roleRows.reason)
    : live;
}

/** Says why fields could not be read, where some could not and nothing says so yet. */
export function withReason(live: LiveResource, reason: string): LiveResource {
  const isTold = live.observations.some((observation) => observation.text.includes('could not be read: '));
  if (live.uncheckedProperties.length === 0 || isTold) return live;
  const text = `${live.uncheckedProperties.join(' and ')} could not be read: ${reason}`;
  return { ...live, observations: [...live.observations, { text }] };
}

function rowsOf<Rows>(call: CallResult<Rows>): Rows | undefined {
  return call.result === 'rows' ? call.rows : undefined;
}

function reasonOf(kind: Kind, bulk: BulkResult): string {
  const call = kind === 'instance-profile' ? bulk.instanceProfileRows : bulk.details;
  return call.result === 'denied' ? call.reason : 'was not read';
}
