import type { AccessDelta, Permission } from '../model/access.ts';
import { addressKey } from '../model/address.ts';
import { REACH_LEVELS, type Entrance, type Proof, type Reach } from '../model/inventory.ts';
import type { Settings } from '../model/integration.ts';
import { canonicalJson, plainJson } from '../model/json.ts';
import type { OutsideReach, OutsideView, OutsideWay } from '../model/outside.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { PrincipalPolicies, AccessOptions } from '../access/identity-delta.ts';
import { byNotableName } from '../access/sort-permissions.ts';
import { PRINCIPAL_DOMAIN } from '../access/principal-domain.ts';
import { entrancesOf, type Neighbourhood } from '../inventory/entrances.ts';
import { permits, reachOf } from '../inventory/reach.ts';
import { knownVendors } from '../vendors/known-vendors.ts';
import { principalOn, type AccessSides } from './principal-delta.ts';
import type { AccessByEntry } from './shared-policy-holders.ts';

/** A picture of more roles than this is not looked at, so their reach is not worth computing. */
const MOST_ROLES = 24;
const MOST_ACTIONS = 3;

/**
 * Who outside reaches what through the roles whose access moves, on both sides. A part of the trust policy without a
 * certain meaning counts as a way with an unclear proof.
 */
export function outsideOf(
  moved: AccessByEntry,
  sides: AccessSides,
  settings: Pick<Settings, 'account' | 'partition' | 'ownAccounts' | 'vendors'>,
  options: AccessOptions,
): ReadonlyMap<PlanEntry, OutsideView> {
  const neighbourhood = neighbourhoodOf(settings);
  const views = [...moved].flatMap(([entry, access]) => {
    const ways = waysOf(entry, access, sides, neighbourhood);
    return ways.length === 0 ? [] : [{ entry, access, ways }];
  });
  const isDrawn = views.length <= MOST_ROLES;
  const reach = reachReader(options);
  return new Map(
    views.map(({ entry, access, ways }) => {
      if (!isDrawn) return [entry, { ways }];
      const { before, after } = principalOn(entry, sides);
      return [entry, { ways, reach: reachBetween(reach(before), reach(after), access) }];
    }),
  );
}

/** Who is who beside the account of a scope. */
export function neighbourhoodOf({
  account,
  partition,
  ownAccounts = [],
  vendors,
}: Pick<Settings, 'account' | 'partition' | 'ownAccounts' | 'vendors'>): Neighbourhood {
  return {
    account,
    partition,
    ownAccounts: new Map(ownAccounts.map((id) => [id, undefined])),
    vendors: knownVendors(vendors),
  };
}

const TRUST = 'AssumeRolePolicyDocument';

function waysOf(
  { address }: PlanEntry,
  { trust }: AccessDelta,
  { before, after }: AccessSides,
  neighbourhood: Neighbourhood,
): readonly OutsideWay[] {
  const key = addressKey(address);
  const entrances = (side: AccessSides['before']): readonly Entrance[] => {
    const document = side.get(key)?.properties[TRUST];
    return document === undefined ? [] : entrancesOf(document, neighbourhood);
  };
  const gains = trust === undefined ? undefined : [...trust.gains, ...trust.mayGain].flatMap(({ on }) => on);
  const opens = ({ principal }: Entrance): boolean =>
    gains?.some((one) => PRINCIPAL_DOMAIN.covers(one, principal)) !== false;
  const [old, now] = [entrances(before), entrances(after)];
  const isIn = (one: Entrance, list: readonly Entrance[]): boolean =>
    list.some((other) => canonicalJson(plainJson(other)) === canonicalJson(plainJson(one)));
  const samePrincipal = ({ principal, party }: Entrance): Entrance | undefined =>
    old.find((one) => one.principal === principal && one.party.party === party.party);
  return [
    ...now.map((one): OutsideWay => {
      if (isIn(one, old)) return { ...one, becomes: 'kept' };
      const instead = samePrincipal(one)?.proof;
      return {
        ...one,
        becomes: 'new',
        ...(opens(one) && !isPartOf(one.proof, instead) ? {} : { opensNothing: true }),
        ...(instead === undefined ? {} : { instead }),
      };
    }),
    ...old.filter((one) => !isIn(one, now)).map((one): OutsideWay => ({ ...one, becomes: 'lost' })),
  ];
}

/** A unit of an organization in the place of all of it: who is in the unit is in the organization. */
function isPartOf(proof: Proof, instead: Proof | undefined): boolean {
  if (proof.proof !== 'organization' || instead?.proof !== 'organization' || instead.also !== undefined)
    return false;
  const ids = instead.lines.flatMap(({ key, values }) =>
    key.toLowerCase() === 'aws:principalorgid' ? values : [],
  );
  return proof.lines.some(
    ({ key, values }) =>
      key.toLowerCase() === 'aws:principalorgpaths' &&
      values.every((path) => ids.includes(path.split('/')[0] ?? '')),
  );
}

/** Roles of one make hold the same policies: what they come to is found out once. */
function reachReader(options: AccessOptions): (policies: PrincipalPolicies | undefined) => Reach {
  const memory = new Map<string, Reach>();
  return (policies) => {
    if (policies === undefined) return { level: 'nothing', parts: [], unread: [] };
    const { arn, ...held } = policies;
    const documents = JSON.stringify(held);
    // Whose they are matters where a condition asks for it.
    const key = /aws:principal(?:arn|account|type)/i.test(documents)
      ? `${arn ?? ''}\n${documents}`
      : documents;
    const reach = memory.get(key) ?? reachOf(policies, options);
    memory.set(key, reach);
    return reach;
  };
}

/**
 * Level by level what comes, what goes and what stays. A name that only one side has moves where the delta has it: an
 * action that stays of a wildcard is not new.
 */
function reachBetween(before: Reach, after: Reach, access: AccessDelta): readonly OutsideReach[] {
  const isGained = movesIn([...access.gains, ...access.mayGain]);
  const isLost = movesIn([...access.loses, ...access.mayLose]);
  return REACH_LEVELS.flatMap((level): readonly OutsideReach[] => {
    if (level === 'nothing') return [];
    // Everything has the rest in it: nothing of it is new beside it, and nothing of it goes with it.
    if (level !== 'everything' && after.level === 'everything') return [];
    const hadAll = level !== 'everything' && before.level === 'everything';
    const [old, now] = [before, after].map((reach) => partsOf(reach, level));
    if (old === undefined || now === undefined) return [];
    const say = (actions: readonly string[], becomes: OutsideReach['becomes']): OutsideReach => ({
      level,
      actions: actions.slice(0, MOST_ACTIONS),
      more: Math.max(0, actions.length - MOST_ACTIONS),
      becomes,
    });
    if (hadAll) return now.actions.length === 0 ? [] : [say(now.actions, 'kept')];
    const come = now.actions.filter((name) => !old.actions.includes(name) && isGained(name));
    const gone = old.actions.filter((name) => !now.actions.includes(name) && isLost(name));
    const stay = now.actions.filter((name) => !come.includes(name));
    // In more places than before.
    const wider = now.places === old.places ? [] : stay.filter(isGained);
    const kept = stay.filter((name) => !wider.includes(name));
    const opened = [...come, ...wider];
    return [
      ...(opened.length === 0 ? [] : [say(opened, 'new')]),
      ...(gone.length === 0 ? [] : [say(gone, 'lost')]),
      ...(kept.length === 0 ? [] : [say(kept, 'kept')]),
    ];
  });
}

function movesIn(permissions: readonly Permission[]): (name: string) => boolean {
  return (name) => {
    const [service = '', action = ''] = name.split(':');
    return permissions.some((one) =>
      action === '*' || name === '*' ? ['*', service].includes(one.service) : permits(one, name),
    );
  };
}

function partsOf(
  { parts }: Reach,
  level: string,
): { readonly actions: readonly string[]; readonly places: string } {
  const own = parts.filter((part) => part.level === level);
  return {
    actions: [...new Set(own.flatMap(({ actions }) => actions))].sort(byNotableName),
    places: JSON.stringify(own.map(({ on, limited, actions }) => [on, limited, actions])),
  };
}
