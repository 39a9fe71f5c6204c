import type { AccessDelta } from '../model/access.ts';
import { addressKey } from '../model/address.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { isArn } from '../model/arn.ts';
import type { Holders, Mover } from '../model/assessment.ts';
import type { OnJudged } from '../model/judged-tally.ts';
import type { Plan, PlanEntry } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { netEffectOf } from '../access/net-effect.ts';
import type { AccessOptions } from '../access/identity-delta.ts';
import { explainingBudget, RunBudget } from '../access/step-budget.ts';
import { afterPlan, sideOf, type PolicyContentsByArn } from './access-sides.ts';
import { type CompareAccess, driftAccess } from './drift-access.ts';
import { holdersOf, type AccessByEntry, type UsesByKey } from './shared-policy-holders.ts';
import { policyContextOf, type PlanInput } from '../plan/input.ts';
import {
  deltaOf,
  hasAccess,
  isUntouched,
  POLICY_PROPERTIES,
  principalOn,
  sidesBetween,
  type AccessSides,
} from './principal-delta.ts';

/** What the deltas of a plan are made with. */
export interface AccessInput {
  readonly catalogue: ActionCatalogue;
  /** Contents of the policies that `policiesToRead` named, as far as they could be read. */
  readonly contents: PolicyContentsByArn;
  /** What hangs on what `holdersToRead` named, as far as it could be read. */
  readonly uses?: UsesByKey;
  readonly onJudged?: OnJudged | undefined;
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
  const unread = policies.filter((policy) => policy.document === undefined && isArn(policy.name));
  return [...new Set(unread.map((policy) => policy.name))].sort();
}

/** What follows from a plan for those who have access, by entry; what has nothing of a sort is not in its map. */
export interface PlanAccess {
  /** Of every role, user or group that the plan may move: over all its policies together. */
  readonly access: AccessByEntry;
  /** The same of the drift alone. */
  readonly drifted: AccessByEntry;
  /** Between which sides; undefined where nothing was edited. */
  readonly driftSides: AccessSides | undefined;
  readonly holders: ReadonlyMap<PlanEntry, Holders>;
  readonly movedBy: ReadonlyMap<PlanEntry, readonly Mover[]>;
}

/**
 * What a plan gives and takes. Nothing of it is in the digest: it follows from what is, and from what AWS says of its
 * own policies. Where nothing differs nothing is computed.
 */
export function accessOf(
  plan: Plan,
  input: PlanInput,
  evidence: AccessInput,
  sides: AccessSides = sidesOf(plan, input, evidence.contents),
  budget: RunBudget = new RunBudget(),
): PlanAccess {
  if (!movesAnything(plan)) {
    return {
      access: new Map(),
      drifted: new Map(),
      driftSides: undefined,
      holders: new Map(),
      movedBy: new Map(),
    };
  }
  const options: AccessOptions = {
    context: policyContextOf(input),
    catalogue: evidence.catalogue,
    explaining: explainingBudget(),
  };
  const compare: CompareAccess = (entry, between) => {
    const delta = deltaOf(entry, between, { ...options, budget: budget.of(files.get(entry) ?? '') });
    evidence.onJudged?.('access');
    return ofAccount(delta, input.scope.settings.account);
  };
  const files = new Map(
    plan.integrations.flatMap(({ integration, entries }) =>
      entries.map((entry) => [entry, integration] as const),
    ),
  );
  const access = new Map(
    principalsIn(plan).flatMap((entry) => {
      if (isUntouched(entry, sides)) return [];
      const delta = compare(entry, sides);
      return netEffectOf(delta) === 'none' && !touchesAccess(entry) ? [] : [[entry, delta] as const];
    }),
  );
  const drift = driftAccess(plan, input, evidence.contents, compare);
  return {
    access,
    drifted: drift?.byEntry ?? new Map(),
    driftSides: drift?.sides,
    ...holdersOf(plan, access, { input, sides, uses: evidence.uses ?? new Map() }),
  };
}

function ofAccount(delta: AccessDelta, account: string): AccessDelta {
  return delta.trust === undefined ? delta : { ...delta, trust: { ...delta.trust, account } };
}

/** Whether anything differs at all. */
export function movesAnything({ integrations }: Plan): boolean {
  return integrations.some(({ entries }) =>
    entries.some(({ action, changes }) => action !== 'none' || changes.length > 0),
  );
}

/** Every resource that is known as it is live, and as the account will have it: what is left alone is as it is live. */
export function sidesOf(plan: Plan, input: PlanInput, contents: PolicyContentsByArn): AccessSides {
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
