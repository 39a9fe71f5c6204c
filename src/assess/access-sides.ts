import { awsManagedName } from '../model/arn.ts';
import { addressKey, kindFacts } from '../model/address.ts';
import { isJsonArray, type Json, type JsonObject } from '../model/json.ts';
import type { FieldChange, PlanEntry } from '../model/plan.ts';
import type { PolicyContents } from '../model/policy-reader.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import type { HeldPolicy } from '../access/identity-delta.ts';
import type { PolicyLookup } from '../access/collect-policies.ts';
import { arnOf, type ArnContext } from '../kinds/arn.ts';
import { decodeDocument } from '../kinds/decode-document.ts';
import { kindSpec, namedIn } from '../kinds/registry.ts';
import { membersOf, normaliseValue, policyArnKey } from '../kinds/shape.ts';

/** Contents of managed policies by ARN, as far as they were read. */
export type PolicyContentsByArn = ReadonlyMap<string, PolicyContents>;

/** Resources by address, on one side of a plan. */
export type Side = ReadonlyMap<string, Resource>;

export function sideOf(resources: readonly Resource[]): Side {
  return new Map(resources.map((resource) => [addressKey(addressOfResource(resource)), resource]));
}

/** Policies that were read by ARN, as a principal holds them; the version matters of those of AWS, which change. */
export function heldByArn(contents: PolicyContentsByArn): ReadonlyMap<string, HeldPolicy> {
  return new Map(
    [...contents].map(([arn, { version, document }]) => [
      arn,
      {
        name: arn,
        document: decodeDocument(document),
        ...(awsManagedName(arn) !== undefined ? { version } : {}),
      },
    ]),
  );
}

/** Looks policies and groups up on one side; policies that it does not have, among those that were read by ARN. */
export function lookupOn(
  side: Side,
  contents: ReadonlyMap<string, HeldPolicy>,
  place: ArnContext,
): PolicyLookup {
  const byArn = new Map(
    [...side.values()]
      .filter((resource) => kindFacts(resource.kind).heldBy === 'attachment')
      .map((resource) => [policyArnKey(arnOf(resource, place)), resource]),
  );
  return {
    managedPolicy: (arn): HeldPolicy => {
      const document = byArn.get(policyArnKey(arn))?.properties['PolicyDocument'];
      if (document !== undefined) return { name: arn, document };
      return contents.get(arn) ?? { name: arn };
    },
    group: (name) => {
      const address = namedIn('Groups', name);
      return address === undefined ? undefined : side.get(addressKey(address));
    },
  };
}

/**
 * What a resource is once the plan is carried out: as declared, but for what stays as it is live, which is the drift
 * that is held and the fields that are not compared.
 */
export function afterPlan(entry: PlanEntry, desired: Resource, live: Resource | undefined): Resource {
  return live === undefined ? desired : withLiveFields(desired, live, leftAlone(entry));
}

/** The fields, or their members, that apply leaves as they are live although they differ. */
export function leftAlone({ changes, ignored }: PlanEntry): readonly Pick<FieldChange, 'field' | 'member'>[] {
  return [
    ...changes.filter((change) => change.held !== undefined),
    ...ignored.map((field) => ({ field, member: undefined })),
  ];
}

/** A resource with the fields and members that some changes are about as they are live. */
export function withLiveFields(
  resource: Resource,
  live: Resource,
  changes: readonly Pick<FieldChange, 'field' | 'member'>[],
): Resource {
  if (changes.length === 0) return resource;
  const properties: Record<string, Json> = { ...resource.properties };
  for (const { property, shape } of kindSpec(resource.kind).fields) {
    const own = changes.filter((change) => change.field === property);
    if (own.length === 0) continue;
    const before = live.properties[property];
    const names = new Set(own.map((change) => change.member));
    const value =
      names.has(undefined) || before === undefined
        ? before
        : withMembersOf(shape, properties[property] ?? [], before, names);
    if (value === undefined) delete properties[property];
    else properties[property] = value;
  }
  return { ...resource, properties: properties satisfies JsonObject };
}

type Shape = Parameters<typeof membersOf>[0];

/** A set with some of its members as another one has them. */
function withMembersOf(shape: Shape, value: Json, other: Json, names: ReadonlySet<string | undefined>): Json {
  const isKept = (item: Json): boolean => membersOf(shape, [item]).some((member) => names.has(member.name));
  const items = (json: Json): readonly Json[] => (isJsonArray(json) ? json : []);
  return normaliseValue(shape, [
    ...items(value).filter((item) => !isKept(item)),
    ...items(other).filter(isKept),
  ]);
}
