import type { AccessDelta } from '../model/access.ts';
import { addressKey } from '../model/address.ts';
import type { Plan, PlanEntry } from '../model/plan.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { netEffectOf } from '../access/net-effect.ts';
import { sideOf, withLiveFields, type PolicyContentsByArn } from './access-sides.ts';
import type { PlanInput } from '../plan/input.ts';
import type { AccessByEntry } from './shared-policy-holders.ts';
import {
  hasAccess,
  isUntouched,
  POLICY_PROPERTIES,
  sidesBetween,
  type AccessSides,
} from './principal-delta.ts';
import { allPairs } from '../plan/integration-pairs.ts';

/** What a principal gains and loses between two sides. */
export type CompareAccess = (entry: PlanEntry, sides: AccessSides) => AccessDelta;

/** What drift gave and took of each principal, and between which sides. */
interface DriftAccess {
  readonly byEntry: AccessByEntry;
  readonly sides: AccessSides;
}

/**
 * What the drift itself gave and took, of every role, user and group: from what was last applied to what is live, in the
 * fields that were edited in the account. What is ignored, and what only the YAML changes, is no part of it. Undefined
 * where nothing was edited.
 */
export function driftAccess(
  plan: Plan,
  input: PlanInput,
  contents: PolicyContentsByArn,
  compare: CompareAccess,
): DriftAccess | undefined {
  const entries = plan.integrations.flatMap((integration) => integration.entries);
  if (!entries.some(isEdited)) return undefined;
  const sides = sidesOfDrift(plan, input, contents);
  const byEntry = new Map(
    entries.flatMap((entry) => {
      if (!hasAccess(entry) || isUntouched(entry, sides)) return [];
      const drifted = compare(entry, sides);
      return netEffectOf(drifted) === 'none' && !touchesAccess(entry) ? [] : [[entry, drifted] as const];
    }),
  );
  return { byEntry, sides };
}

/** The resource was deleted, or differs in the account by more than the YAML says. */
function isEdited({ action, cause, drift, changes }: PlanEntry): boolean {
  const isGone = drift === 'missing' || (action === 'create' && cause === 'unknown');
  return isGone || (action !== 'create' && changes.some((change) => change.cause !== 'change'));
}

/** Its own edits are of the sort that moves access: that they moved none is worth saying then. */
function touchesAccess(entry: PlanEntry): boolean {
  return (
    isEdited(entry) &&
    entry.changes.some(({ field, cause }) => cause !== 'change' && POLICY_PROPERTIES.includes(field))
  );
}

/** From what was last applied to what is live. Where it is not known what was last applied, what is declared counts as that. */
function sidesOfDrift(plan: Plan, input: PlanInput, contents: PolicyContentsByArn): AccessSides {
  const { settings, integrations } = input.scope;
  const live = sideOf(input.live.found.map((found) => found.resource));
  const known = new Map<string, Resource>([
    ...sideOf(integrations.flatMap(({ resources }) => resources.map((item) => item.resource))),
    ...allPairs(input)
      .flatMap(({ stack }) => stack?.resources ?? [])
      .map(({ resource }) => [addressKey(addressOfResource(resource)), resource] as const),
  ]);
  const before = new Map(live);
  const after = new Map(live);
  for (const entry of plan.integrations.flatMap(({ entries }) => entries).filter(isEdited)) {
    const key = addressKey(entry.address);
    const was = known.get(key);
    if (was === undefined) continue;
    before.set(key, was);
    const is = live.get(key);
    const edits = entry.changes.filter(({ cause }) => cause !== 'change');
    if (is === undefined) after.delete(key);
    else after.set(key, withLiveFields(was, is, edits));
  }
  return sidesBetween(before, after, contents, settings);
}
