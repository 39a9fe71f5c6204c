import { addressKey } from '../model/address.ts';
import type { DesiredResource, Scope } from '../model/integration.ts';
import type { Plan, PlanEntry } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import { leftAlone, type Side } from './access-sides.ts';

/**
 * The scope as the account will have it: what the files declare, with what they hold or ignore as it is live. The review
 * rules judge that, since a policy that the plan leaves in place acts whether a file declares it or not.
 *
 * @param after every resource as it is after the plan
 */
export function scopeAfter(scope: Scope, plan: Plan, after: Side): Scope {
  const entries = new Map(
    plan.integrations
      .filter(({ observed }) => !observed)
      .flatMap((one) => one.entries.map((entry) => [addressKey(entry.address), entry] as const)),
  );
  return {
    ...scope,
    integrations: scope.integrations.map((integration) => ({
      ...integration,
      resources: integration.resources.map((item) => {
        const key = addressKey(addressOfResource(item.resource));
        return resourceAfter(item, entries.get(key), after);
      }),
    })),
  };
}

function resourceAfter(item: DesiredResource, entry: PlanEntry | undefined, after: Side): DesiredResource {
  const left = new Set(entry === undefined ? [] : leftAlone(entry).map(({ field }) => field));
  const resource = entry === undefined ? undefined : after.get(addressKey(entry.address));
  if (resource === undefined || left.size === 0) return item;
  const properties = Object.fromEntries(
    Object.entries(item.resource.properties).filter(([name]) => !left.has(name)),
  );
  const live = Object.entries(resource.properties).filter(([name]) => left.has(name));
  return {
    ...item,
    resource: { ...item.resource, properties: { ...properties, ...Object.fromEntries(live) } },
    // The statements of a live document do not stand in the file.
    statementLocations: Object.fromEntries(
      Object.entries(item.statementLocations ?? {}).filter(
        ([place]) => ![...left].some((field) => place === field || place.startsWith(`${field}/`)),
      ),
    ),
  };
}
