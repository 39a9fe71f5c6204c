import { addressKey } from '../model/address.ts';
import type { AccessDelta, UnreadPolicy } from '../model/access.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { policiesOf, type PolicyLookup } from '../access/collect-policies.ts';
import { identityDelta, type AccessOptions, type PrincipalPolicies } from '../access/identity-delta.ts';
import { trustDelta } from '../access/trust-delta.ts';
import { arnOf, type ArnContext } from '../kinds/arn.ts';
import { whyUnclear } from '../policy/why-unclear.ts';
import { kindSpec } from '../kinds/registry.ts';
import { heldByArn, lookupOn, type PolicyContentsByArn, type Side } from './access-sides.ts';
import { spellConditions } from '../policy/spell-conditions.ts';

/** What the principals of a plan are compared between. */
export interface AccessSides {
  readonly before: Side;
  readonly after: Side;
  readonly lookups: { readonly before: PolicyLookup; readonly after: PolicyLookup };
  readonly place: ArnContext;
}

/** Both sides with what looks policies up on each. */
export function sidesBetween(
  before: Side,
  after: Side,
  contents: PolicyContentsByArn,
  place: ArnContext,
): AccessSides {
  const held = heldByArn(contents);
  return {
    before,
    after,
    lookups: { before: lookupOn(before, held, place), after: lookupOn(after, held, place) },
    place,
  };
}

/** Kinds that act, or by which their members act; what could not be read at all has no delta. */
export function hasAccess({ kind, unchecked }: PlanEntry): boolean {
  return kindSpec(kind).holdsPolicies && !unchecked.includes('*');
}

/** Its policies on both sides; undefined where it is not there. */
export function principalOn(
  { address }: PlanEntry,
  { before, after, lookups, place }: AccessSides,
): {
  readonly before: PrincipalPolicies | undefined;
  readonly after: PrincipalPolicies | undefined;
} {
  const key = addressKey(address);
  const policies = (resource: Resource | undefined, lookup: PolicyLookup): PrincipalPolicies | undefined => {
    if (resource === undefined) return undefined;
    return { ...policiesOf(resource, lookup), arn: arnOf(resource, place) };
  };
  return {
    before: policies(before.get(key), lookups.before),
    after: policies(after.get(key), lookups.after),
  };
}

/** Nothing of it is another document than before: most entries of a big plan, told without looking into any. */
export function isUntouched(entry: PlanEntry, sides: AccessSides): boolean {
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

/** What a principal gains and loses from one side to the other, over all its policies. */
export function deltaOf(entry: PlanEntry, sides: AccessSides, options: AccessOptions): AccessDelta {
  const { before, after } = principalOn(entry, sides);
  const key = addressKey(entry.address);
  const [old, now] = [sides.before, sides.after].map((side) => side.get(key)?.properties[TRUST]);
  const spelled = (delta: AccessDelta): AccessDelta =>
    spellConditions(delta, [now ?? null, ...documentsOf(after), old ?? null, ...documentsOf(before)]);
  const { idle, ...delta } = identityDelta(before, after, options);
  const unread = entry.unchecked
    .filter((property) => POLICY_PROPERTIES.includes(property))
    .map((policy): UnreadPolicy => ({ policy, role: 'permissions', change: 'kept' }));
  // What could not be read may allow what seems to be missing.
  const idleStill = idle === undefined || unread.length > 0 ? {} : { idle };
  const identity = { ...delta, ...idleStill, unread: [...delta.unread, ...unread] };
  if (kindSpec(entry.kind).trustField === undefined) return spelled(identity);
  const trust = trustDelta(old, now, options);
  if (trust !== undefined) return spelled({ ...identity, trust });
  return spelled({
    ...identity,
    ...unclearTrust(old, now, options),
    unread: [...identity.unread, sayUnclear(old, now, options)],
  });
}

/** The side of a trust policy that has no certain meaning, the new one first: who comes in now is decided by it. */
function sayUnclear(old: Json | undefined, now: Json | undefined, options: AccessOptions): UnreadPolicy {
  const isNow = trustDelta(undefined, now, options) === undefined;
  const unclear = whyUnclear((isNow ? now : old) ?? null, 'trust');
  const isSame = canonicalJson(old ?? null) === canonicalJson(now ?? null);
  return { policy: TRUST, role: 'trust', unclear, change: isSame ? 'kept' : isNow ? 'attached' : 'detached' };
}

/** Where only the old trust policy has no certain meaning, the principals that the new one lets in may be new. */
function unclearTrust(
  old: Json | undefined,
  now: Json | undefined,
  options: AccessOptions,
): Pick<AccessDelta, 'trust'> {
  const delta = old === undefined ? undefined : trustDelta(undefined, now, options);
  if (delta === undefined) return {};
  return { trust: { ...delta, gains: [], mayGain: [...delta.gains, ...delta.mayGain], proofs: [] } };
}

const TRUST = 'AssumeRolePolicyDocument';

/** Fields by which access can move. */
export const POLICY_PROPERTIES = ['Policies', 'ManagedPolicyArns', 'PermissionsBoundary', 'Groups', TRUST];
