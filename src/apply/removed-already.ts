import { kindSpec } from '../kinds/registry.ts';
import { membersOf } from '../kinds/shape.ts';
import type { Json } from '../model/json.ts';
import type { IntegrationState } from './integration-state.ts';

/**
 * Whether somebody took away by hand what the YAML no longer has either. CloudFormation takes it away once more, and
 * nobody could verify whether its handlers fail then. Where they do, the rollback puts it back, and the next attempt
 * succeeds.
 */
export function removesMissingMembers(sides: IntegrationState): boolean {
  return sides.plan.entries.some((entry) => {
    const applied = sides.appliedAt(entry)?.resource.properties;
    const live = sides.liveAt(entry)?.resource.properties;
    const desired = sides.desiredAt(entry)?.properties;
    if (applied === undefined || live === undefined || desired === undefined) return false;
    return kindSpec(entry.kind).fields.some(({ property, shape }) => {
      const keysOf = (value: Json | undefined): ReadonlySet<string> =>
        new Set(value === undefined ? [] : membersOf(shape, value).map((member) => member.key));
      const [wanted, found] = [keysOf(desired[property]), keysOf(live[property])];
      return [...keysOf(applied[property])].some((key) => !wanted.has(key) && !found.has(key));
    });
  });
}
