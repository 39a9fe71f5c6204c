import { addressKey, type Address } from '../model/address.ts';
import type { Live } from '../model/live.ts';
import type { PlanEntry } from '../model/plan.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { arnOf, type ArnContext } from '../kinds/arn.ts';
import { kindSpec } from '../kinds/registry.ts';
import { nameKey, namesOf, wordsNaming } from '../cloudformation/references.ts';
import { circlesOf } from './circles.ts';
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

/** Something that a circle makes, and in which stage. */
interface Staged {
  readonly provider: string;
  readonly key: string;
  readonly arn: string;
  readonly stage: number;
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
    ...new Set([...wordsNaming(resource)].flatMap((word) => byName.get(nameKey(word)) ?? [])),
  ];
  const needs = new Map(
    integrations.map(({ name, resources }) => [
      name,
      (planOf.get(name)?.observed === false ? resources : [])
        .flatMap(({ resource }) => madeAndNamedBy(resource))
        .filter(({ provider }) => provider !== name),
    ]),
  );
  const circles = circlesOf(
    new Map([...needs].map(([name, own]) => [name, own.map(({ provider }) => provider)])),
  );
  const stagedIn = new Map(
    [...new Set(circles.values())]
      .filter((members) => members.length > 1)
      .map((members) => {
        const inCircle = made.filter(({ provider }) => circles.get(provider) === members);
        return [members, staged(inCircle, madeAndNamedBy, settings)] as const;
      }),
  );
  return new Map(
    integrations.map(({ name }) => {
      const members = circles.get(name) ?? [name];
      const inCircle = stagedIn.get(members);
      const place: Turn = {
        needs: (needs.get(name) ?? [])
          .filter(({ provider }) => circles.get(provider) !== members)
          .map(({ resource, ...rest }) => ({ ...rest, address: addressOfResource(resource) })),
        circle: inCircle === undefined ? undefined : { members, stages: stagesOf(name, inCircle) },
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

/**
 * A role can be made without a principal that is not there yet; everything else waits for what it names, and that for
 * what it names itself, in whichever file. Without principals nothing names in a circle.
 */
function staged(
  made: readonly Made[],
  namedBy: (resource: Resource) => readonly Made[],
  context: ArnContext,
): readonly Staged[] {
  const members = new Set(made);
  const stageOf = (one: Made): number =>
    Math.max(
      0,
      ...namedBy(withoutTrust(one.resource))
        .filter((other) => other !== one && members.has(other))
        .map((other) => stageOf(other) + (other.provider === one.provider ? 0 : 1)),
    );
  return made.map((one) => ({
    provider: one.provider,
    key: addressKey(addressOfResource(one.resource)),
    arn: arnOf(one.resource, context),
    stage: stageOf(one),
  }));
}

function stagesOf(name: string, inCircle: readonly Staged[]): readonly Stage[] {
  const last = inCircle.reduce((most, { stage }) => Math.max(most, stage), 0);
  return Array.from({ length: last + 1 }, (_, number): Stage => {
    const now = new Set(inCircle.filter(({ stage }) => stage === number).map(({ key }) => key));
    const later = inCircle.filter(
      ({ provider, stage }) => stage > number || (stage === number && provider !== name),
    );
    return {
      isIn: ({ action, address }) => action === 'create' && now.has(addressKey(address)),
      absent: new Set(later.map(({ arn }) => arn)),
    };
  });
}

function withoutTrust(resource: Resource): Resource {
  const { trustField } = kindSpec(resource.kind);
  if (trustField === undefined) return resource;
  const { [trustField]: _, ...properties } = resource.properties;
  return { ...resource, properties };
}
