import { addressKey, addressOf } from '../model/address.ts';
import { isJsonArray, type Json } from '../model/json.ts';
import type { Live, LiveResource, Observation } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import type { PlanEntry } from '../model/plan.ts';

/**
 * What outsiders have to do with a managed resource: users that nobody manages in a managed group, and instance profiles
 * that nobody manages with a managed role. CloudFormation's properties of the resource do not have it, so it is shown
 * and never compared. It is seen where the whole account was read.
 *
 * @param managed the keys of everything that a file declares or a stack of ours has
 */
export function strangersOf(
  { kind, name }: Pick<PlanEntry, 'kind' | 'name'>,
  { found }: Live,
  managed: ReadonlySet<string>,
): readonly Observation[] {
  const named = (others: readonly LiveResource[], field: string): readonly string[] =>
    others
      .filter(({ resource }) => !managed.has(addressKey(addressOfResource(resource))))
      .filter(({ resource }) => hasName(resource.properties[field], name))
      .map(({ resource }) => addressOf(resource.kind, resource.name))
      .sort();
  const ofKind = (wanted: string): readonly LiveResource[] =>
    found.filter(({ resource }) => resource.kind === wanted);
  switch (kind) {
    case 'group':
      return named(ofKind('user'), 'Groups').map((address) => ({
        text: `${address}, which nobody declares, is a member and has everything that the group allows`,
      }));
    case 'role':
      return named(ofKind('instance-profile'), 'Roles').map((address) => ({
        text: `${address}, which nobody declares, holds it and gives it to any instance that has the profile`,
      }));
    case 'managed-policy':
    case 'user':
    case 'instance-profile':
      return [];
  }
}

function hasName(list: Json | undefined, name: string): boolean {
  return (
    isJsonArray(list) &&
    list.some((item) => typeof item === 'string' && item.toLowerCase() === name.toLowerCase())
  );
}
