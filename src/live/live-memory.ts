import { addressKey, type Address } from '../model/address.ts';
import type { IamReader } from '../model/iam-reader.ts';
import type { Live, LiveResource, Unchecked } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import { readEach } from './read-live.ts';

/** What IAM was last seen to have. */
export interface LiveMemory {
  /** Everything as it was last read. */
  readonly live: () => Live;
  /** Reads resources one by one; what was read of them before is forgotten. */
  readonly read: (addresses: readonly Address[]) => Promise<void>;
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
    read: async (addresses) => {
      const unique = [...new Map(addresses.map((address) => [addressKey(address), address])).values()];
      const live = await readEach(reader, unique);
      for (const key of unique.map(addressKey)) {
        found.delete(key);
        byAddress.delete(key);
      }
      learn(live);
    },
  };
}
