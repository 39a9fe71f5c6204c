import { parseAddress, type Address } from '../model/address.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { IamReader } from '../model/iam-reader.ts';
import type { LiveResource, Unchecked } from '../model/live.ts';
import { kindSpec } from '../kinds/registry.ts';

export type SingleRead =
  | { readonly result: 'found'; readonly resource: LiveResource }
  | { readonly result: 'absent' }
  | { readonly result: 'unchecked'; readonly unchecked: Unchecked };

/** Reads one resource. A denial, and a resource that changes all the time, are unchecked; all else throws. */
export async function readSingly(reader: IamReader, address: Address): Promise<SingleRead> {
  const parsed = parseAddress(address);
  if (parsed === undefined) throw new RolekeeperError('internal', `${address} is no address`);
  try {
    const resource = await kindSpec(parsed.kind).readOne(reader, parsed.name);
    return resource === undefined ? { result: 'absent' } : { result: 'found', resource };
  } catch (error) {
    return { result: 'unchecked', unchecked: { kind: parsed.kind, address, reason: uncheckedReason(error) } };
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
