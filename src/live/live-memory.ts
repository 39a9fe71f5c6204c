import { addressKey, type Address } from '../model/address.ts';
import type { IamReader } from '../model/iam-reader.ts';
import type { Live, LiveResource, Unchecked } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import { readEach } from './read-live.ts';
import { isInHead } from './read-singly.ts';

/** What IAM was last seen to have. */
export interface LiveMemory {
  /** Everything as it was last read. */
  readonly live: () => Live;
  /**
   * Reads resources one by one; what was read of them before is forgotten.
   *
   * @param changedIn which properties of a resource can have changed since it was read; all when undefined
   */
  readonly read: (
    addresses: readonly Address[],
    changedIn: (address: Address) => ReadonlySet<string> | undefined,
  ) => Promise<void>;
}

/** Begins with what a plan was made from. */
export function liveMemory(reader: IamReader, first: Live): LiveMemory {
  const found = new Map<string, LiveResource>();
  const byAddress = new Map<string, Unchecked>();
  const ofKinds = first.unchecked.filter(({ address }) => address === undefined);
  const learn = (live: Live): void => {
    for (const item of live.found) found.set(addressKey(addressOfResource(item.resource)), item);
    for (const item of live.unchecked)
      if (item.address !== undefined) byAddress.set(addressKey(item.address), item);
  };
  learn(first);
  return {
    live: () => ({ found: [...found.values()], unchecked: [...ofKinds, ...byAddress.values()] }),
    read: async (addresses, changedIn) => {
      const unique = [...new Map(addresses.map((address) => [addressKey(address), address])).values()];
      const live = await readEach(reader, unique, (address) => {
        const properties = changedIn(address);
        const last = found.get(addressKey(address));
        if (last === undefined || properties === undefined) return undefined;
        return isInHead(last.resource.kind, [...properties, ...last.uncheckedProperties]) ? last : undefined;
      });
      for (const key of unique.map(addressKey)) {
        found.delete(key);
        byAddress.delete(key);
      }
      learn(live);
    },
  };
}
