import { addressKey, addressOf, type Address } from '../model/address.ts';
import { isJsonArray } from '../model/json.ts';
import type { Live, Observation } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import type { PlanEntry } from '../model/plan.ts';
import { kindSpec } from '../kinds/registry.ts';

interface User {
  readonly address: Address;
  /** What it does with the resource that it names: `is a member`. */
  readonly means: string;
}

/**
 * What outsiders have to do with a managed resource: users that nothing manages in a managed group, and instance profiles
 * that nothing manages with a managed role. CloudFormation's properties of the resource do not have it, so it is shown
 * and never compared. It is seen where the whole account was read.
 *
 * @param managed the keys of everything that a file declares or a stack of ours has
 * @returns what is shown of an entry
 */
export function unmanagedUsersIn(
  { found }: Live,
  managed: ReadonlySet<string>,
): (entry: Pick<PlanEntry, 'kind' | 'name'>) => readonly Observation[] {
  const users = new Map<string, User[]>();
  for (const { resource } of found) {
    const address = addressOfResource(resource);
    if (managed.has(addressKey(address))) continue;
    for (const { property, names } of kindSpec(resource.kind).fields) {
      const list = names === undefined ? undefined : resource.properties[property];
      if (names === undefined || !isJsonArray(list)) continue;
      for (const name of list.filter((item) => typeof item === 'string')) {
        const key = addressKey(addressOf(names.kind, name));
        const known = users.get(key) ?? [];
        known.push({ address, means: names.means });
        users.set(key, known);
      }
    }
  }
  return ({ kind, name }) =>
    (users.get(addressKey(addressOf(kind, name))) ?? [])
      .toSorted((one, other) => (one.address < other.address ? -1 : 1))
      .map(({ address, means }) => ({ text: `${address}, which no file declares, ${means}` }));
}
