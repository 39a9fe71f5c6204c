import { addressKey, type Address } from '../model/address.ts';
import type { PlanEntry } from '../model/plan.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { arnOf } from '../kinds/arn.ts';
import { kindSpec } from '../kinds/registry.ts';
import { namesOf, wordsNaming } from '../cloudformation/block.ts';
import type { ReadPlan } from './ports.ts';

/** A resource that another integration of the same run makes. */
export interface Need {
  readonly provider: string;
  readonly address: Address;
}

/** What an integration has to wait for. */
export interface Place {
  readonly needs: readonly Need[];
  /**
   * Of integrations that need each other: what none of them has to begin with. Each first makes what needs nothing of
   * it, and the rest when all of them have.
   */
  readonly circle: Circle | undefined;
}

export interface Circle {
  readonly members: readonly string[];
  /** ARNs of what the other members make, and this one names. */
  readonly absent: ReadonlySet<string>;
  /** Whether an entry can be carried out before the other members have begun. */
  readonly isEarly: (entry: PlanEntry) => boolean;
}

interface Made {
  readonly provider: string;
  readonly resource: Resource;
}

/**
 * The order of the stacks, by what their resources name: a policy, boundary, group, role of a profile or principal that
 * another file declares has to be there first. CloudFormation orders within a stack only.
 */
export function orderOf({ plan, input }: ReadPlan): ReadonlyMap<string, Place> {
  const { integrations, settings } = input.scope;
  const entriesOf = new Map(plan.integrations.map((one) => [one.integration, one.entries]));
  const made = integrations.flatMap(({ name, resources }): readonly Made[] => {
    const entries = entriesOf.get(name) ?? [];
    const created = new Set(
      entries.filter(({ action }) => action === 'create').map(({ address }) => addressKey(address)),
    );
    return resources
      .map(({ resource }) => ({ provider: name, resource }))
      .filter(({ resource }) => created.has(addressKey(addressOfResource(resource))));
  });
  const byName = new Map(
    made.flatMap((one) => namesOf(one.resource, settings).map((text) => [text, one] as const)),
  );
  const needsOf = (name: string, resource: Resource): readonly Made[] => {
    const named = new Set([...wordsNaming(resource)].flatMap((word) => byName.get(word) ?? []));
    return [...named].filter(({ provider }) => provider !== name);
  };
  const needs = new Map(
    integrations.map(({ name, resources }) => [
      name,
      resources.flatMap(({ resource }) => needsOf(name, resource)),
    ]),
  );
  return new Map(
    integrations.map(({ name, resources }) => {
      const members = membersOfCircle(name, needs);
      const own = needs.get(name) ?? [];
      const place: Place = {
        needs: own
          .filter(({ provider }) => !members.includes(provider))
          .map(({ provider, resource }) => ({ provider, address: addressOfResource(resource) })),
        circle:
          members.length < 2
            ? undefined
            : {
                members,
                absent: new Set(
                  own
                    .filter(({ provider }) => members.includes(provider))
                    .map(({ resource }) => arnOf(resource, settings)),
                ),
                isEarly: earlyIn(
                  resources.map(({ resource }) => resource),
                  (resource) =>
                    needsOf(name, withoutTrust(resource)).some(({ provider }) => members.includes(provider)),
                ),
              },
      };
      return [name, place] as const;
    }),
  );
}

/** The integrations that need each other, directly or by way of others, this one among them. */
function membersOfCircle(
  name: string,
  needs: ReadonlyMap<string, readonly { readonly provider: string }[]>,
): readonly string[] {
  const reachable = (from: string, seen: Set<string> = new Set()): ReadonlySet<string> => {
    for (const { provider } of needs.get(from) ?? []) {
      if (seen.has(provider)) continue;
      seen.add(provider);
      reachable(provider, seen);
    }
    return seen;
  };
  return [...reachable(name)].filter((other) => reachable(other).has(name)).sort();
}

/** A role can be made without a principal that is not there yet; everything else waits for what it names. */
function earlyIn(
  resources: readonly Resource[],
  hasToWait: (resource: Resource) => boolean,
): (entry: PlanEntry) => boolean {
  const late = new Set(
    resources.filter(hasToWait).map((resource) => addressKey(addressOfResource(resource))),
  );
  return ({ action, address }) => action === 'create' && !late.has(addressKey(address));
}

function withoutTrust(resource: Resource): Resource {
  const { trustField } = kindSpec(resource.kind);
  if (trustField === undefined) return resource;
  const { [trustField]: _, ...properties } = resource.properties;
  return { ...resource, properties };
}
