import { addressKey } from '../model/address.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Blocker, Plan, PlanEntry } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { netEffectOf } from '../access/net-effect.ts';
import type { AccessOptions } from '../access/identity-delta.ts';
import { passBudget } from '../access/step-budget.ts';
import { afterPlan, sideOf, type PolicyContentsByArn } from './access-sides.ts';
import { attachDriftAccess } from './attach-drift-access.ts';
import { attachHolders, type UsesByKey } from './attach-holders.ts';
import type { PlanInput } from './input.ts';
import {
  deltaOf,
  hasAccess,
  isUntouched,
  POLICY_PROPERTIES,
  principalOn,
  sidesBetween,
  type Sides,
} from './principal-delta.ts';

/** What the deltas of a plan are made with. */
export interface AccessInput {
  readonly catalogue: ActionCatalogue;
  /** Contents of the policies that `policiesToRead` named, as far as they could be read. */
  readonly contents: PolicyContentsByArn;
  /** What hangs on what `holdersToRead` named, as far as it could be read. */
  readonly uses?: UsesByKey;
}

/**
 * ARNs of the managed policies that a principal of the plan has, before or after, and whose contents neither the files
 * nor the account's own resources tell: those of AWS, mostly.
 */
export function policiesToRead(plan: Plan, input: PlanInput): readonly string[] {
  const sides = sidesOf(plan, input, new Map());
  const policies = principalsIn(plan).flatMap((entry) => {
    const { before, after } = principalOn(entry, sides);
    return [before, after].flatMap((one) => [
      ...(one?.policies ?? []),
      ...(one?.boundary ? [one.boundary] : []),
    ]);
  });
  const unread = policies.filter((policy) => policy.document === undefined && policy.name.startsWith('arn:'));
  return [...new Set(unread.map((policy) => policy.name))].sort();
}

/**
 * The plan with the access delta of every role, user and group that gains or loses any, over all its policies
 * together. Nothing of it is in the digest: it follows from what is, and from what AWS says of its own policies.
 */
export function attachAccess(plan: Plan, input: PlanInput, access: AccessInput): Plan {
  const { partition } = input.scope.settings;
  const options: AccessOptions = {
    context: { partition },
    catalogue: access.catalogue,
    budget: passBudget(plan.integrations.length),
  };
  const sides = sidesOf(plan, input, access.contents);
  const moved: Plan = {
    ...plan,
    integrations: plan.integrations.map((integration) => ({
      ...integration,
      entries: integration.entries.map((entry) => {
        if (!hasAccess(entry) || isUntouched(entry, sides)) return entry;
        const delta = deltaOf(entry, sides, options);
        return netEffectOf(delta) === 'none' && !touchesAccess(entry) ? entry : { ...entry, access: delta };
      }),
    })),
  };
  const held = attachHolders(blockTooComplex(moved), input, sides, access.uses ?? new Map());
  return attachDriftAccess(held, input, access.contents, options);
}

/** A new privilege that cannot be told exactly is not applied: a review of it would be a review of a guess. */
function blockTooComplex(plan: Plan): Plan {
  return {
    ...plan,
    integrations: plan.integrations.map((integration) => {
      const blockers = integration.entries.filter(gainsTooMuch).map(({ address }): Blocker => ({
        code: 'access-too-complex',
        message: `the policies of ${address} are too complex to compare exactly: what it gains cannot be told`,
        hint: 'write fewer patterns with several wildcards, and fewer denials of them',
      }));
      return blockers.length === 0
        ? integration
        : { ...integration, blockers: [...integration.blockers, ...blockers] };
    }),
  };
}

function gainsTooMuch({ access }: PlanEntry): boolean {
  return [access, access?.trust].some((delta) => delta?.tooComplex?.includes('gains') === true);
}

function sidesOf(plan: Plan, input: PlanInput, contents: PolicyContentsByArn): Sides {
  const { settings, integrations } = input.scope;
  const before = new Map(sideOf(input.live.found.map((found) => found.resource)));
  const desired = sideOf(integrations.flatMap(({ resources }) => resources.map((item) => item.resource)));
  const after = new Map<string, Resource>(before);
  for (const entry of plan.integrations.flatMap(({ entries }) => entries)) {
    const key = addressKey(entry.address);
    const declared = desired.get(key);
    const known = before.get(key);
    // What was not read is taken to be as declared: nothing is said of it but that.
    if (known !== undefined && declared !== undefined)
      before.set(key, withUnread(known, declared, entry.unchecked));
    if (entry.action === 'delete') after.delete(key);
    else if (declared !== undefined && entry.action !== 'none') {
      after.set(key, afterPlan(entry, declared, before.get(key)));
    }
  }
  return sidesBetween(before, after, contents, settings);
}

function withUnread(live: Resource, declared: Resource, unread: readonly string[]): Resource {
  const names = unread.filter((property) => declared.properties[property] !== undefined);
  if (names.length === 0) return live;
  const properties = Object.fromEntries(names.map((name) => [name, declared.properties[name] ?? null]));
  return { ...live, properties: { ...live.properties, ...properties } };
}

function principalsIn(plan: Plan): readonly PlanEntry[] {
  return plan.integrations.flatMap(({ entries }) => entries.filter(hasAccess));
}

/** Its own changes are of the sort that moves access: that they move none is worth saying then. */
function touchesAccess({ action, changes }: PlanEntry): boolean {
  return (
    action !== 'none' &&
    changes.some(({ field, held }) => held === undefined && POLICY_PROPERTIES.includes(field))
  );
}
