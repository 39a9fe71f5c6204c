import { addressKey, kindOf, KINDS, type Address, type Kind } from '../model/address.ts';
import type { BoundedIamReader } from '../model/bounded-iam-reader.ts';
import type { IamReader } from '../model/iam-reader.ts';
import type { Listed, Live, LiveResource, Unchecked } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import { kindSpec } from '../kinds/registry.ts';
import { liveOfRows, withReason, type RowsResult } from './live-of-rows.ts';
import { pagesWorth, readBulk } from './read-bulk.ts';
import { isInHead, readHead, readSingly } from './read-singly.ts';

/**
 * Reads IAM as it is now, the cheaper way: the whole account in a few calls, or resource by resource. Both give the
 * same model.
 *
 * - `all`: the whole account. What the bulk calls do not tell of `declared` resources is read singly; of others it is
 *   unchecked. That is the description of managed policies, and everything where a bulk call is denied.
 * - addresses: those. A page of the bulk call costs about as much as two resources read singly, so the bulk call is
 *   given up when the account turns out to have more pages than half the addresses: the read never costs more than
 *   twice the cheaper way.
 *
 * @param complete fills in what the bulk calls leave out, as far as it is known otherwise
 * @returns resources sorted by address; what is denied is unchecked, with the permission that lacks
 * @throws RolekeeperError for everything but a denial: a partial read is no read
 */
export async function readLive(
  reader: IamReader | BoundedIamReader,
  wanted: readonly Address[] | 'all',
  declared: readonly Address[] = [],
  complete: (found: readonly LiveResource[]) => readonly LiveResource[] = (found) => found,
): Promise<Live> {
  const explicit = uniqueAddresses(wanted === 'all' ? declared : wanted);
  if (wanted !== 'all' && explicit.length === 0) return { found: [], unchecked: [] };
  const direct = wanted === 'all' ? [] : explicit.filter(isReadDirectly);
  const kinds =
    wanted === 'all'
      ? undefined
      : new Set(explicit.filter((address) => !isReadDirectly(address)).map(kindOf));
  const bulk = await readBulk(reader, kinds, wanted === 'all' ? undefined : pagesWorth(explicit.length));
  if (bulk === 'too-big') return readEach(reader, explicit);

  const given = liveOfRows(bulk);
  const rows = { ...given, found: complete(given.found) };
  const denied = new Set(rows.unchecked.map((item) => item.kind));
  const partly = new Map(partlyRead(rows, explicit).map((item) => [keyOf(item), item]));
  const again = [
    ...direct,
    ...explicit.filter((address) => denied.has(kindOf(address))),
    ...unmatchedRoles(rows, wanted, explicit),
    ...[...partly.values()].map((item) => addressOfResource(item.resource)),
  ];
  const knownOf = (address: Address): LiveResource | undefined => {
    const item = partly.get(addressKey(address));
    return item !== undefined && isInHead(item.resource.kind, item.uncheckedProperties) ? item : undefined;
  };
  const singly = await readEach(reader, uniqueAddresses(again), knownOf);
  return merge(wanted, explicit, rows, singly, again, kinds);
}

/**
 * Reads resource by resource: always fresh, and independent of the account's size.
 *
 * @param knownOf of a resource of which no more can have changed than what one request tells
 */
export async function readEach(
  reader: IamReader,
  addresses: readonly Address[],
  knownOf: (address: Address) => LiveResource | undefined = () => undefined,
): Promise<Live> {
  const results = await Promise.all(
    addresses.map((address) => {
      const known = knownOf(address);
      return known === undefined ? readSingly(reader, address) : readHead(reader, known);
    }),
  );
  return {
    found: sorted(results.flatMap((result) => (result.result === 'found' ? [result.resource] : []))),
    unchecked: results.flatMap((result) => (result.result === 'unchecked' ? [result.unchecked] : [])),
  };
}

/** Of what a list has no more than ARNs of, each is a call anyway. */
function isReadDirectly(address: Address): boolean {
  return kindSpec(kindOf(address)).listed.oneByOne === true;
}

/**
 * Roles of which one call has a row and the other has none: made, deleted or made anew between the two. Where ListRoles
 * failed that is every role, and only those that were asked for by address are worth a call each.
 */
function unmatchedRoles(
  rows: RowsResult,
  wanted: readonly Address[] | 'all',
  explicit: readonly Address[],
): readonly Address[] {
  const asked = new Set(explicit.map(addressKey));
  return rows.unmatched.filter(
    (address) => asked.has(addressKey(address)) || (wanted === 'all' && rows.rolesListed),
  );
}

/** What was asked for and has fields that no bulk call gives, e.g. the Description of a managed policy. */
function partlyRead(rows: RowsResult, explicit: readonly Address[]): readonly LiveResource[] {
  const asked = new Set(explicit.map(addressKey));
  return rows.found.filter((item) => item.uncheckedProperties.length > 0 && asked.has(keyOf(item)));
}

function merge(
  wanted: readonly Address[] | 'all',
  explicit: readonly Address[],
  rows: RowsResult,
  singly: Live,
  again: readonly Address[],
  kinds: ReadonlySet<Kind> | undefined,
): Live {
  const asked = new Set(explicit.map(addressKey));
  const isWanted = (address: Address): boolean => wanted === 'all' || asked.has(addressKey(address));
  const readAgain = new Set(again.map(addressKey));
  const failures = new Map(
    singly.unchecked.flatMap((item) => (item.address ? [[addressKey(item.address), item.reason]] : [])),
  );
  // A resource that the bulk call has in part is better than nothing when the single read is denied.
  const kept = rows.found.flatMap((item) => {
    const address = addressOfResource(item.resource);
    const key = addressKey(address);
    if (!isWanted(address)) return [];
    const failure = failures.get(key);
    if (failure !== undefined) return [withReason(item, failure)];
    return readAgain.has(key) ? [] : [item];
  });
  const keptKeys = new Set(kept.map((item) => addressKey(addressOfResource(item.resource))));
  const listed = listedIn(rows, kinds);
  return {
    ...(listed.kinds.size === 0 ? {} : { listed }),
    found: sorted([...kept, ...singly.found]),
    unchecked: [
      // With addresses, each of them was read singly or is unchecked itself.
      ...(wanted === 'all' ? rows.unchecked : []),
      ...singly.unchecked.filter((item) => !isKept(item, keptKeys)),
    ],
  };
}

function listedIn({ found, unchecked }: RowsResult, kinds: ReadonlySet<Kind> | undefined): Listed {
  const unread = new Set(unchecked.map(({ kind }) => kind));
  return {
    kinds: new Set(KINDS.filter((kind) => (kinds?.has(kind) ?? true) && !unread.has(kind))),
    names: new Set(found.flatMap((item) => [item.arn.toLowerCase(), keyOf(item)])),
  };
}

function isKept(item: Unchecked, keptKeys: ReadonlySet<string>): boolean {
  return item.address !== undefined && keptKeys.has(addressKey(item.address));
}

function sorted(found: readonly LiveResource[]): readonly LiveResource[] {
  return [...found].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf(item: LiveResource): string {
  return addressKey(addressOfResource(item.resource));
}

function uniqueAddresses(addresses: readonly Address[]): readonly Address[] {
  return [...new Map(addresses.map((address) => [addressKey(address), address])).values()];
}
