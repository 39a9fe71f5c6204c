import { addressKey } from '../model/address.ts';
import { isJsonArray, type Json } from '../model/json.ts';
import type { Live, Observation } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import type { PlanEntry } from '../model/plan.ts';
import { KIND_SPECS } from '../kinds/registry.ts';

/**
 * What outsiders have to do with a managed resource: users that nobody manages in a managed group, and instance profiles
 * that nobody manages with a managed role. CloudFormation's properties of the resource do not have it, so it is shown
 * and never compared. It is seen where the whole account was read.
 *
 * @param managed the keys of everything that a file declares or a stack of ours has
 */
export function unmanagedUsersOf(
  { kind, name }: Pick<PlanEntry, 'kind' | 'name'>,
  { found }: Live,
  managed: ReadonlySet<string>,
): readonly Observation[] {
  const strangers = found.filter(({ resource }) => !managed.has(addressKey(addressOfResource(resource))));
  return KIND_SPECS.flatMap((spec) =>
    spec.fields.flatMap(({ property, names }) =>
      names?.kind === kind
        ? strangers
            .filter(
              ({ resource }) => resource.kind === spec.kind && hasName(resource.properties[property], name),
            )
            .map(({ resource }) => addressOfResource(resource))
            .sort()
            .map((address) => ({ text: `${address}, which nobody declares, ${names.means}` }))
        : [],
    ),
  );
}

function hasName(list: Json | undefined, name: string): boolean {
  return (
    isJsonArray(list) &&
    list.some((item) => typeof item === 'string' && item.toLowerCase() === name.toLowerCase())
  );
}
