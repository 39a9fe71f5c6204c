import { addressOf, type Address, type Kind } from '../model/address.ts';
import type { LiveResource, Unchecked } from '../model/live.ts';
import { kindSpec, KIND_SPECS } from '../kinds/registry.ts';
import { withUndecoded } from '../kinds/undecoded.ts';
import type { BulkRows, IamReadCall } from '../kinds/kind.ts';

/** Why a call has no rows; nothing of one that was not made. */
export type Denials = { readonly [Call in IamReadCall]?: string };

/** What the bulk calls gave. */
export interface BulkResult {
  /** The kinds that are read; all when undefined. */
  readonly kinds: ReadonlySet<Kind> | undefined;
  readonly rows: BulkRows;
  readonly denied: Denials;
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
export function liveOfRows({ kinds, rows, denied }: BulkResult): RowsResult {
  const found: LiveResource[] = [];
  const unchecked: Unchecked[] = [];
  for (const { kind, listed, fromBulk } of KIND_SPECS) {
    if (kinds?.has(kind) === false) continue;
    const resources = fromBulk(rows);
    if (resources === undefined) unchecked.push({ kind, reason: denied[listed.call] ?? 'was not read' });
    else found.push(...resources.map((resource) => withUndecoded(withCallReason(resource, denied))));
  }
  return {
    found,
    unchecked,
    unmatched: KIND_SPECS.flatMap(
      ({ kind, unmatched }) => unmatched?.(rows).map((name) => addressOf(kind, name)) ?? [],
    ),
    rolesListed: rows.ListRoles !== undefined,
  };
}

/** Of what is joined out of two calls, the reason of the second one. */
function withCallReason(live: LiveResource, denied: Denials): LiveResource {
  const { fields, listed } = kindSpec(live.resource.kind);
  const second = fields.map(({ source }) => source).find((source) => source !== listed.call);
  const reason = second === undefined ? undefined : denied[second];
  return reason === undefined ? live : withReason(live, reason);
}

/** Notes why fields could not be read, where some could not and no reason is known yet. */
export function withReason(live: LiveResource, reason: string): LiveResource {
  if (live.uncheckedProperties.length === 0) return live;
  return { ...live, unreadBecause: live.unreadBecause ?? reason };
}
