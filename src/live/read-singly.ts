import { parseAddress, type Address, type Kind } from '../model/address.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { IamReader } from '../model/iam-reader.ts';
import type { LiveResource, Unchecked } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import { kindSpec } from '../kinds/registry.ts';
import { withUndecoded } from '../kinds/undecoded.ts';

export type SingleRead =
  | { readonly result: 'found'; readonly resource: LiveResource }
  | { readonly result: 'absent' }
  | { readonly result: 'unchecked'; readonly unchecked: Unchecked };

/** Reads one resource. A denial, and a resource that changes all the time, are unchecked; all else throws. */
export async function readSingly(reader: IamReader, address: Address): Promise<SingleRead> {
  const parsed = parseAddress(address);
  if (parsed === undefined) throw new RolekeeperError('internal', `${address} is not an address`);
  try {
    const resource = await kindSpec(parsed.kind).readOne(reader, parsed.name);
    return resource === undefined
      ? { result: 'absent' }
      : { result: 'found', resource: withUndecoded(resource) };
  } catch (error) {
    return { result: 'unchecked', unchecked: { kind: parsed.kind, address, reason: uncheckedReason(error) } };
  }
}

/** Whether one request tells all of these properties. */
export function isInHead(kind: Kind, properties: Iterable<string>): boolean {
  const head = kindSpec(kind).head?.properties ?? [];
  return [...properties].every((property) => head.includes(property));
}

/** Reads what one request tells of a resource that is known; one that was made anew is read whole. */
export async function readHead(reader: IamReader, known: LiveResource): Promise<SingleRead> {
  const { resource, id, uncheckedProperties } = known;
  const { kind } = resource;
  const address = addressOfResource(resource);
  const { head } = kindSpec(kind);
  if (head === undefined) return readSingly(reader, address);
  try {
    const now = await head.read(reader, known);
    // Another one has another id; of a managed policy, another ARN where its path differs.
    if (now?.id !== id) return await readSingly(reader, address);
    const fresh = Object.entries(now.resource.properties).filter(([name]) => head.properties.includes(name));
    const kept = Object.entries(resource.properties).filter(([name]) => !head.properties.includes(name));
    const properties = Object.fromEntries([...kept, ...fresh]);
    const { unreadBecause, ...rest } = known;
    const unread = uncheckedProperties.filter((name) => !head.properties.includes(name));
    const reason = unread.length === 0 || unreadBecause === undefined ? {} : { unreadBecause };
    const merged = { ...rest, ...reason, resource: { ...resource, properties }, uncheckedProperties: unread };
    return { result: 'found', resource: withUndecoded(merged) };
  } catch (error) {
    return { result: 'unchecked', unchecked: { kind, address, reason: uncheckedReason(error) } };
  }
}

/**
 * Why something could not be read, in words for the report.
 *
 * @throws the error itself when the whole run must end: no credentials, no network, anything unknown
 */
export function uncheckedReason(error: unknown): string {
  if (
    error instanceof RolekeeperError &&
    (error.reason === 'access-denied' || error.reason === 'unchecked')
  ) {
    return error.message;
  }
  throw error;
}
