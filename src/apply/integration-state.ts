import { addressKey, type Address } from '../model/address.ts';
import type { AppliedResource, AppliedStack } from '../model/applied.ts';
import type { Integration, Settings } from '../model/integration.ts';
import { isJsonArray, type Json, type JsonObject } from '../model/json.ts';
import { kindSpec } from '../kinds/registry.ts';
import { policyArnKey } from '../kinds/shape.ts';
import type { LiveResource } from '../model/live.ts';
import type { IntegrationPlan, PlanEntry } from '../model/plan.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { buildTemplate } from '../cloudformation/template.ts';
import { digestOfDeclaration } from '../plan/digest.ts';
import type { ReadPlan } from './ports.ts';

/** One integration with everything that its next step follows from. */
export interface IntegrationState {
  readonly plan: IntegrationPlan;
  readonly integration: Integration | undefined;
  readonly stack: AppliedStack | undefined;
  readonly settings: Settings;
  /** What was last seen in IAM, that of other integrations included. */
  readonly found: readonly LiveResource[];
  /** ARNs of what other integrations make in the same run, and have not made yet. */
  readonly absentElsewhere?: ReadonlySet<string>;
  /** Address keys of resources that were edited while a stand-in was in their place: it is left there. */
  readonly editedStandIns?: ReadonlySet<string>;
  /** Desired resources, as templates need them. */
  readonly desired: readonly Resource[];
  readonly desiredAt: (entry: PlanEntry) => Resource | undefined;
  readonly appliedAt: (entry: PlanEntry) => AppliedResource | undefined;
  readonly liveAt: (entry: PlanEntry) => LiveResource | undefined;
}

/** The sides of one integration; undefined when the plan is not about it. */
export function integrationStateOf(name: string, { plan, input }: ReadPlan): IntegrationState | undefined {
  const found = plan.integrations.find((integration) => integration.integration === name);
  if (found === undefined) return undefined;
  const integration = input.scope.integrations.find((candidate) => candidate.name === name);
  const stack = input.applied.known
    ? input.applied.stacks.find((candidate) => candidate.integration === name)
    : undefined;
  return makeSides(found, integration, stack, input.scope.settings, input.live.found);
}

interface LiveIndex {
  readonly liveBy: ReadonlyMap<string, LiveResource>;
  /** ARNs as IAM spells them, by their key. */
  readonly spelled: ReadonlyMap<string, string>;
}

/** All integrations of a run have the same live side. */
const LIVE = new WeakMap<readonly LiveResource[], LiveIndex>();

function liveIndexOf(found: readonly LiveResource[]): LiveIndex {
  const made = LIVE.get(found) ?? {
    liveBy: index(found, (item) => item.resource),
    spelled: new Map(found.map(({ arn }) => [policyArnKey(arn), arn])),
  };
  LIVE.set(found, made);
  return made;
}

export function makeSides(
  plan: IntegrationPlan,
  integration: Integration | undefined,
  stack: AppliedStack | undefined,
  settings: Settings,
  found: readonly LiveResource[],
): IntegrationState {
  const appliedBy = index(stack?.resources ?? [], (item) => item.resource);
  const { liveBy, spelled } = liveIndexOf(found);
  const desired = (integration?.resources ?? []).map(({ resource }) => {
    const key = addressKey(addressOfResource(resource));
    const applied = appliedBy.get(key)?.resource;
    return spelledAs(applied ?? liveBy.get(key)?.resource, withPolicies(resource, applied, spelled));
  });
  const desiredBy = index(desired, (item) => item);
  const at =
    <T>(by: ReadonlyMap<string, T>) =>
    (entry: PlanEntry): T | undefined =>
      by.get(addressKey(entry.address));
  return {
    plan,
    integration,
    stack,
    settings,
    found,
    desired,
    desiredAt: at(desiredBy),
    appliedAt: at(appliedBy),
    liveAt: at(liveBy),
  };
}

/**
 * IAM's names are the same in any case, and CloudFormation's are not: another spelling of a name would replace the
 * resource. So a template keeps the one that is there
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
function spelledAs(known: Resource | undefined, resource: Resource): Resource {
  return known === undefined ? resource : { ...resource, name: known.name };
}

/** The same with each managed policy spelled as it was applied, else as IAM has it. */
function withPolicies(
  resource: Resource,
  applied: Resource | undefined,
  spelled: ReadonlyMap<string, string>,
): Resource {
  const properties: Record<string, Json> = { ...resource.properties };
  for (const { property, shape } of kindSpec(resource.kind).fields) {
    const value = properties[property];
    if ((shape !== 'arn' && shape !== 'arns') || value === undefined) continue;
    const known = new Map(
      textsIn(applied?.properties[property]).map((arn) => [policyArnKey(arn), arn] as const),
    );
    const spell = (arn: string): string => {
      const key = policyArnKey(arn);
      return known.get(key) ?? spelled.get(key) ?? arn;
    };
    properties[property] = typeof value === 'string' ? spell(value) : textsIn(value).map(spell);
  }
  return { ...resource, properties };
}

function textsIn(value: Json | undefined): readonly string[] {
  const items = value !== undefined && isJsonArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string');
}

/** The integration's template with these blocks. */
export function templateOf(
  sides: IntegrationState,
  resources: JsonObject,
  transient?: JsonObject,
  doomed: readonly Address[] = [],
): JsonObject {
  return buildTemplate({
    integration: sides.plan.integration,
    declaredDigest: digestOfDeclaration(sides.desired, sides.settings),
    resources,
    doomed,
    ...(transient === undefined || Object.keys(transient).length === 0 ? {} : { transient }),
  });
}

function index<T>(items: readonly T[], resourceOf: (item: T) => Resource): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [addressKey(addressOfResource(resourceOf(item))), item]));
}
