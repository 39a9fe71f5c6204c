import { addressKey, type Address } from '../model/address.ts';
import type { AppliedResource, AppliedStack } from '../model/applied.ts';
import type { Integration, Settings } from '../model/integration.ts';
import type { JsonObject } from '../model/json.ts';
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

/** All integrations of a run have the same live side. */
const LIVE_BY = new WeakMap<readonly LiveResource[], ReadonlyMap<string, LiveResource>>();

export function makeSides(
  plan: IntegrationPlan,
  integration: Integration | undefined,
  stack: AppliedStack | undefined,
  settings: Settings,
  found: readonly LiveResource[],
): IntegrationState {
  const appliedBy = index(stack?.resources ?? [], (item) => item.resource);
  const liveBy = LIVE_BY.get(found) ?? index(found, (item) => item.resource);
  LIVE_BY.set(found, liveBy);
  const desired = (integration?.resources ?? []).map(({ resource }) => {
    const key = addressKey(addressOfResource(resource));
    return spelledAs(appliedBy.get(key)?.resource ?? liveBy.get(key)?.resource, resource);
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
