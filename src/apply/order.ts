import { addressKey, type Address } from '../model/address.ts';
import type { Live } from '../model/live.ts';
import type { PlanEntry } from '../model/plan.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { arnOf } from '../kinds/arn.ts';
import { kindSpec } from '../kinds/registry.ts';
import { namesOf, wordsNaming } from '../cloudformation/block.ts';
import type { ReadPlan } from './ports.ts';

/** A resource that another integration declares, and that does not exist. */
export interface Need {
  readonly provider: string;
  readonly address: Address;
  /** Why this run does not make it; undefined where it does. */
  readonly left: 'observed' | 'not planned' | undefined;
}

/** What an integration has to wait for. */
export interface Turn {
  readonly needs: readonly Need[];
  /** Integrations that need each other, of which no one can be first. */
  readonly circle: Circle | undefined;
}

export interface Circle {
  readonly members: readonly string[];
  /**
   * What each member makes in turn, all members together, before the rest: a stage needs nothing but what the stages
   * before it make. All members have the same number of them.
   */
  readonly stages: readonly Stage[];
}

/** What one integration makes while others of its circle make what they can. */
export interface Stage {
  readonly isIn: (entry: PlanEntry) => boolean;
  /** ARNs of what is made later, or by another member at the same time. */
  readonly absent: ReadonlySet<string>;
}

interface Made {
  readonly provider: string;
  readonly resource: Resource;
  readonly left: Need['left'];
}

/**
 * The order of the stacks, by what their resources name: a policy, boundary, group, role of a profile or principal that
 * another file declares has to be there first. CloudFormation orders within a stack only.
 */
export function orderOf({ plan, input }: ReadPlan): ReadonlyMap<string, Turn> {
  const { integrations, settings } = input.scope;
  const planOf = new Map(plan.integrations.map((one) => [one.integration, one]));
  const isAbsent = absenceIn(input.live);
  const made = integrations.flatMap(({ name, resources }): readonly Made[] => {
    const planned = planOf.get(name);
    const all = resources.map(({ resource }) => resource);
    if (planned === undefined || planned.observed) {
      const left = planned === undefined ? 'not planned' : 'observed';
      return all.filter(isAbsent).map((resource) => ({ provider: name, resource, left }));
    }
    const created = new Set(
      planned.entries.filter(({ action }) => action === 'create').map(({ address }) => addressKey(address)),
    );
    return all
      .filter((resource) => created.has(addressKey(addressOfResource(resource))))
      .map((resource) => ({ provider: name, resource, left: undefined }));
  });
  const byName = new Map(
    made.flatMap((one) => namesOf(one.resource, settings).map((text) => [text, one] as const)),
  );
  const madeAndNamedBy = (resource: Resource): readonly Made[] => [
    ...new Set([...wordsNaming(resource)].flatMap((word) => byName.get(word) ?? [])),
  ];
  const needs = new Map(
    integrations.map(({ name, resources }) => [
      name,
      (planOf.get(name)?.observed === false ? resources : [])
        .flatMap(({ resource }) => madeAndNamedBy(resource))
        .filter(({ provider }) => provider !== name),
    ]),
  );
  return new Map(
    integrations.map(({ name }) => {
      const members = membersOfCircle(name, needs);
      const own = needs.get(name) ?? [];
      const inCircle = made.filter(({ provider }) => members.includes(provider));
      const place: Turn = {
        needs: own
          .filter(({ provider }) => !members.includes(provider))
          .map(({ resource, ...rest }) => ({ ...rest, address: addressOfResource(resource) })),
        circle:
          members.length < 2
            ? undefined
            : { members, stages: stagesOf(name, inCircle, madeAndNamedBy, (one) => arnOf(one, settings)) },
      };
      return [name, place] as const;
    }),
  );
}

/** Whether a resource was looked for and does not exist. */
function absenceIn({ found, unchecked }: Live): (resource: Resource) => boolean {
  const there = new Set(found.map(({ resource }) => addressKey(addressOfResource(resource))));
  return (resource) => {
    const key = addressKey(addressOfResource(resource));
    const isUnread = unchecked.some(
      ({ kind, address }) => kind === resource.kind && (address === undefined || addressKey(address) === key),
    );
    return !there.has(key) && !isUnread;
  };
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

/**
 * A role can be made without a principal that is not there yet; everything else waits for what it names, and that for
 * what it names itself, in whichever file. Without principals nothing names in a circle.
 */
function stagesOf(
  name: string,
  made: readonly Made[],
  namedBy: (resource: Resource) => readonly Made[],
  toArn: (resource: Resource) => string,
): readonly Stage[] {
  const stageOf = (one: Made): number =>
    Math.max(
      0,
      ...namedBy(withoutTrust(one.resource))
        .filter((other) => other !== one && made.includes(other))
        .map((other) => stageOf(other) + (other.provider === one.provider ? 0 : 1)),
    );
  const staged = made.map((one) => ({ ...one, stage: stageOf(one) }));
  const last = Math.max(0, ...staged.map(({ stage }) => stage));
  return Array.from({ length: last + 1 }, (_, number): Stage => {
    const now = new Set(
      staged
        .filter(({ stage }) => stage === number)
        .map(({ resource }) => addressKey(addressOfResource(resource))),
    );
    const later = staged.filter(
      ({ provider, stage }) => stage > number || (stage === number && provider !== name),
    );
    return {
      isIn: ({ action, address }) => action === 'create' && now.has(addressKey(address)),
      absent: new Set(later.map(({ resource }) => toArn(resource))),
    };
  });
}

function withoutTrust(resource: Resource): Resource {
  const { trustField } = kindSpec(resource.kind);
  if (trustField === undefined) return resource;
  const { [trustField]: _, ...properties } = resource.properties;
  return { ...resource, properties };
}
