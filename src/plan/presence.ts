import { addressKey, addressOf, type Address, type Kind } from '../model/address.ts';
import type { AppliedResource } from '../model/applied.ts';
import type { DesiredResource } from '../model/integration.ts';
import type { Live, LiveResource } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import type { IntegrationPair } from './integration-pairs.ts';

/** What the three sides have under one address. */
export interface Presence {
  readonly address: Address;
  readonly kind: Kind;
  readonly name: string;
  readonly desired?: DesiredResource;
  readonly applied?: AppliedResource;
  readonly live?: LiveResource;
  /** Why live could not be read; then `live` is absent without meaning that the resource is. */
  readonly unchecked?: string;
}

/** Live IAM, ready for looking up addresses. */
export interface LiveIndex {
  readonly find: (address: Address) => LiveResource | undefined;
  readonly whyUnchecked: (address: Address, kind: Kind) => string | undefined;
}

export function indexLive(live: Live): LiveIndex {
  const found = new Map(live.found.map((item) => [addressKey(addressOfResource(item.resource)), item]));
  const byAddress = new Map<string, string>();
  const byKind = new Map<Kind, string>();
  for (const { kind, address, reason } of live.unchecked) {
    if (address === undefined) byKind.set(kind, reason);
    else byAddress.set(addressKey(address), reason);
  }
  return {
    find: (address) => found.get(addressKey(address)),
    whyUnchecked: (address, kind) => byAddress.get(addressKey(address)) ?? byKind.get(kind),
  };
}

/**
 * Everything that the integration's file declares or its stack has applied, with what is live, sorted by address; and
 * what is left of a deletion.
 */
export function presencesOf(
  { integration, stack, leftovers }: IntegrationPair,
  live: LiveIndex,
): readonly Presence[] {
  const desired = new Map(
    (integration?.resources ?? []).map((item) => [addressKey(addressOfResource(item.resource)), item]),
  );
  const applied = new Map(
    (stack?.resources ?? []).map((item) => [addressKey(addressOfResource(item.resource)), item]),
  );
  const keys = [...new Set([...desired.keys(), ...applied.keys()])].sort();
  return [
    ...keys.map((key) => presenceOf(desired.get(key), applied.get(key), live)),
    ...leftovers.map((address) => leftoverOf(address, live)),
  ]
    .filter((p) => p !== undefined)
    .sort((one, other) => (addressKey(one.address) < addressKey(other.address) ? -1 : 1));
}

function leftoverOf(address: Address, index: LiveIndex): Presence | undefined {
  const live = index.find(address);
  if (live === undefined) return undefined;
  const { kind, name } = live.resource;
  return { address, kind, name, live };
}

function presenceOf(
  desired: DesiredResource | undefined,
  applied: AppliedResource | undefined,
  index: LiveIndex,
): Presence | undefined {
  const resource = desired?.resource ?? applied?.resource;
  if (resource === undefined) return undefined;
  const { kind, name } = resource;
  const address = addressOf(kind, name);
  const live = index.find(address);
  // An edit was faster than the repair: what the stack no longer has, and IAM has again, is not the stack's.
  if (applied?.leftForRepair === true && live !== undefined) {
    return desired === undefined ? undefined : { address, kind, name, desired, live };
  }
  const unchecked = live === undefined ? index.whyUnchecked(address, kind) : undefined;
  return {
    address,
    kind,
    name,
    ...(desired === undefined ? {} : { desired }),
    ...(applied === undefined ? {} : { applied }),
    ...(live === undefined ? {} : { live }),
    ...(unchecked === undefined ? {} : { unchecked }),
  };
}
