import { addressKey } from '../model/address.ts';
import type { AccessDelta, UnreadPolicy } from '../model/access.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { Plan, PlanEntry } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { policiesOf, type PolicyLookup } from '../access/collect-policies.ts';
import { directionOf } from '../access/direction.ts';
import { identityDelta, type AccessOptions, type PrincipalPolicies } from '../access/identity-delta.ts';
import { trustDelta } from '../access/trust-delta.ts';
import {
  afterPlan,
  heldByArn,
  lookupOn,
  sideOf,
  type PolicyContentsByArn,
  type Side,
} from './access-sides.ts';
import { attachHolders, type UsesByKey } from './attach-holders.ts';
import type { PlanInput } from './input.ts';
import { spellConditions } from './spell-conditions.ts';

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
  const options: AccessOptions = { context: { partition }, catalogue: access.catalogue };
  const sides = sidesOf(plan, input, access.contents);
  const moved = {
    ...plan,
    integrations: plan.integrations.map((integration) => ({
      ...integration,
      entries: integration.entries.map((entry) => {
        if (!hasAccess(entry) || isUntouched(entry, sides)) return entry;
        const delta = deltaOf(entry, sides, options);
        return directionOf(delta) === 'none' && !touchesAccess(entry) ? entry : { ...entry, access: delta };
      }),
    })),
  };
  return attachHolders(moved, input, sides, access.uses ?? new Map());
}

interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly lookups: { readonly before: PolicyLookup; readonly after: PolicyLookup };
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
  const held = heldByArn(contents);
  const lookup = (side: Side): PolicyLookup => lookupOn(side, held, settings);
  return { before, after, lookups: { before: lookup(before), after: lookup(after) } };
}

function withUnread(live: Resource, declared: Resource, unread: readonly string[]): Resource {
  const names = unread.filter((property) => declared.properties[property] !== undefined);
  if (names.length === 0) return live;
  const properties = Object.fromEntries(names.map((name) => [name, declared.properties[name] ?? null]));
  return { ...live, properties: { ...live.properties, ...properties } };
}

/** Kinds that act, or that whoever is in them acts by; what could not be read at all has no delta. */
function hasAccess({ kind, unchecked }: PlanEntry): boolean {
  return (kind === 'role' || kind === 'user' || kind === 'group') && !unchecked.includes('*');
}

function principalsIn(plan: Plan): readonly PlanEntry[] {
  return plan.integrations.flatMap(({ entries }) => entries.filter(hasAccess));
}

function principalOn(
  { address }: PlanEntry,
  { before, after, lookups }: Sides,
): {
  readonly before: PrincipalPolicies | undefined;
  readonly after: PrincipalPolicies | undefined;
} {
  const key = addressKey(address);
  const policies = (resource: Resource | undefined, lookup: PolicyLookup): PrincipalPolicies | undefined =>
    resource === undefined ? undefined : policiesOf(resource, lookup);
  return {
    before: policies(before.get(key), lookups.before),
    after: policies(after.get(key), lookups.after),
  };
}

/** Nothing of it is another document than before: most entries of a big plan, told without looking into any. */
function isUntouched(entry: PlanEntry, sides: Sides): boolean {
  const key = addressKey(entry.address);
  if (sides.before.get(key) !== sides.after.get(key)) return false;
  const { before, after } = principalOn(entry, sides);
  const documents = (one: PrincipalPolicies | undefined): readonly unknown[] =>
    [...(one?.policies ?? []), one?.boundary].map((policy) => policy?.document);
  const now = documents(after);
  return documents(before).every((document, index) => document === now[index]);
}

function documentsOf(one: PrincipalPolicies | undefined): readonly Json[] {
  const held = [...(one?.policies ?? []), ...(one?.boundary === undefined ? [] : [one.boundary])];
  return held.flatMap(({ document }) => document ?? []);
}

function deltaOf(entry: PlanEntry, sides: Sides, options: AccessOptions): AccessDelta {
  const { before, after } = principalOn(entry, sides);
  const key = addressKey(entry.address);
  const [old, now] = [sides.before, sides.after].map((side) => side.get(key)?.properties[TRUST]);
  const spelled = (delta: AccessDelta): AccessDelta =>
    spellConditions(delta, [now ?? null, ...documentsOf(after), old ?? null, ...documentsOf(before)]);
  const delta = identityDelta(before, after, options);
  const unread = entry.unchecked
    .filter((property) => POLICY_PROPERTIES.includes(property))
    .map((policy): UnreadPolicy => ({ policy, role: 'permissions', change: 'kept' }));
  const identity = { ...delta, unread: [...delta.unread, ...unread] };
  if (entry.kind !== 'role') return spelled(identity);
  const trust = trustDelta(old, now, options);
  if (trust !== undefined) return spelled({ ...identity, trust });
  const change = canonicalJson(old ?? null) === canonicalJson(now ?? null) ? 'kept' : 'attached';
  return spelled({ ...identity, unread: [...identity.unread, { policy: TRUST, role: 'trust', change }] });
}

const TRUST = 'AssumeRolePolicyDocument';
const POLICY_PROPERTIES = ['Policies', 'ManagedPolicyArns', 'PermissionsBoundary', 'Groups', TRUST];

/** Its own changes are of the sort that moves access: that they move none is worth saying then. */
function touchesAccess({ action, changes }: PlanEntry): boolean {
  return (
    action !== 'none' &&
    changes.some(({ field, held }) => held === undefined && POLICY_PROPERTIES.includes(field))
  );
}
