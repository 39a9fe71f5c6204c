import type { AccessDelta } from '../model/access.ts';
import { addressKey, kindFacts, KINDS, type Address, type Kind } from '../model/address.ts';
import { addressOfUser, type Use } from '../model/iam-uses.ts';
import { isJsonArray, type Json } from '../model/json.ts';
import type { Holders, Mover } from '../model/assessment.ts';
import type { Plan, PlanEntry } from '../model/plan.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { netEffectOf } from '../access/net-effect.ts';
import { arnOf, type ArnContext } from '../kinds/arn.ts';
import { namedIn } from '../kinds/registry.ts';
import type { Side } from './access-sides.ts';
import type { PlanInput } from '../plan/input.ts';

/** What hangs on a managed policy or group, by the key of its address, as far as IAM was asked. */
export type UsesByKey = ReadonlyMap<string, readonly Use[]>;

/**
 * What IAM must be asked the holders of: managed policies and groups whose policies the plan changes, and policies that
 * it adopts, which may be on a role of rolekeeper's own.
 */
export function holdersToRead(
  plan: Plan,
  { scope, live }: PlanInput,
): readonly { readonly kind: Kind; readonly name: string; readonly arn: string; readonly key: string }[] {
  const arns = new Map(live.found.map(({ resource, arn }) => [keyOf(resource), arn]));
  return entriesOf(plan)
    .filter((entry) => movesOthers(entry) || isTakenOver(entry))
    .map(({ kind, name, address }) => {
      const key = addressKey(address);
      const arn = arns.get(key) ?? arnOf({ kind, name, properties: {} }, scope.settings);
      return { kind, name, arn, key };
    });
}

export type AccessByEntry = ReadonlyMap<PlanEntry, AccessDelta>;

/** What is known besides the plan of who has what. */
export interface HolderEvidence {
  readonly input: PlanInput;
  /** Every resource that is known, before and after. */
  readonly sides: { readonly before: Side; readonly after: Side };
  readonly uses: UsesByKey;
}

/**
 * Of each managed policy and group that changes, whose access that moves, and of each of those by what: their own
 * entries may say nothing else.
 */
export function holdersOf(
  plan: Plan,
  access: AccessByEntry,
  { input, sides, uses }: HolderEvidence,
): {
  readonly holders: ReadonlyMap<PlanEntry, Holders>;
  readonly movedBy: ReadonlyMap<PlanEntry, readonly Mover[]>;
} {
  const entries = entriesOf(plan);
  const movers = entries.filter(movesOthers);
  if (movers.length === 0) return { holders: new Map(), movedBy: new Map() };
  const both = [sides.before, sides.after];
  const held = new Map(
    entries.map(({ address }) => [address, new Set(both.flatMap((side) => heldBy(address, side)))]),
  );
  const tokens = new Map(
    movers.map(({ address }) => [address, tokenOf(address, sides, input.scope.settings)]),
  );
  const moversByToken = groupBy(movers, (mover) => tokens.get(mover.address) ?? '');
  const planned = new Set(entries.map(({ address }) => addressKey(address)));
  const moved = entries.filter((entry) => isMoved(access.get(entry)));
  const moversOf = (entry: PlanEntry): readonly PlanEntry[] =>
    [...(held.get(entry.address) ?? [])].flatMap((token) => moversByToken.get(token) ?? []);
  const movedBy = new Map(moved.map((entry) => [entry, new Set(moversOf(entry))]));
  const movedOf = new Map<PlanEntry, Address[]>(movers.map((mover) => [mover, []]));
  for (const [entry, by] of movedBy) for (const mover of by) movedOf.get(mover)?.push(entry.address);
  const inFiles = holdersInFiles(input);
  const order = new Map(movers.map((mover, index) => [mover, index]));
  const holdersOfOne = (mover: PlanEntry): Holders => {
    const read = uses.get(addressKey(mover.address))?.flatMap(holderOf);
    const all = read ?? inFiles?.(tokens.get(mover.address) ?? '');
    const others = all?.filter((address) => !planned.has(addressKey(address))).sort();
    return {
      moved: movedOf.get(mover) ?? [],
      ...(others === undefined ? {} : { others }),
    };
  };
  return {
    holders: new Map(movers.map((mover) => [mover, holdersOfOne(mover)])),
    movedBy: new Map(
      [...movedBy].flatMap(([entry, movers]) => {
        const by = [...movers]
          .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
          .map(({ address, cause = 'unknown' }): Mover => ({ address, cause }));
        return by.length === 0 ? [] : [[entry, by] as const];
      }),
    ),
  };
}

const POLICY_FIELDS = ['PolicyDocument', 'Policies', 'ManagedPolicyArns'];

function isMoved(access: AccessDelta | undefined): boolean {
  return access !== undefined && netEffectOf(access) !== 'none';
}

/** Changes what those may do who have it or are in it. */
function movesOthers({ kind, action, changes }: PlanEntry): boolean {
  return (
    kindFacts(kind).heldBy !== undefined &&
    (action === 'update' || action === 'adopt') &&
    changes.some(({ field, held }) => held === undefined && POLICY_FIELDS.includes(field))
  );
}

function isTakenOver({ kind, action }: PlanEntry): boolean {
  return kindFacts(kind).heldBy === 'attachment' && action === 'adopt';
}

/** What its holders name it by: a policy by its ARN, a group by its address. */
function tokenOf(
  address: Address,
  { before, after }: { readonly before: Side; readonly after: Side },
  place: ArnContext,
): string {
  const key = addressKey(address);
  const resource = before.get(key) ?? after.get(key);
  return resource !== undefined && kindFacts(resource.kind).heldBy === 'attachment'
    ? arnOf(resource, place)
    : key;
}

/** ARNs of the policies that a principal has, its boundary's and those of its groups too, and its groups. */
function heldBy(address: Address, side: Side): readonly string[] {
  const resource = side.get(addressKey(address));
  if (resource === undefined) return [];
  const groups = groupsOf(resource);
  const inherited = groups.flatMap((key) => {
    const group = side.get(key);
    return group === undefined ? [] : arnsOf(group);
  });
  return [...arnsOf(resource), ...groups, ...inherited];
}

/** Where the files have every principal of the account, those that have it; a group has the members that they name. */
function holdersInFiles({ source, live }: PlanInput): ((token: string) => readonly Address[]) | undefined {
  const isWhole = (kind: Kind): boolean => live.unchecked.every((item) => item.kind !== kind);
  if (source.kind !== 'files' || !KINDS.every(isWhole)) return undefined;
  const holders = new Map<string, Address[]>();
  for (const { resource } of live.found) {
    for (const token of new Set([...arnsOf(resource), ...groupsOf(resource)])) {
      const known = holders.get(token) ?? [];
      known.push(addressOfResource(resource));
      holders.set(token, known);
    }
  }
  return (token) => holders.get(token) ?? [];
}

function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOfItem(item)) ?? [];
    group.push(item);
    groups.set(keyOfItem(item), group);
  }
  return groups;
}

function holderOf(use: Use): readonly Address[] {
  const user = use.use === 'profile' ? undefined : addressOfUser(use);
  return user === undefined ? [] : [user];
}

function arnsOf({ properties }: Resource): readonly string[] {
  const boundary = properties['PermissionsBoundary'];
  return [...textsOf(properties['ManagedPolicyArns']), ...(typeof boundary === 'string' ? [boundary] : [])];
}

function groupsOf({ properties }: Resource): readonly string[] {
  return textsOf(properties['Groups']).flatMap((name) => {
    const address = namedIn('Groups', name);
    return address === undefined ? [] : [addressKey(address)];
  });
}

function textsOf(value: Json | undefined): readonly string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function entriesOf(plan: Plan): readonly PlanEntry[] {
  return plan.integrations.flatMap(({ entries }) => entries);
}

function keyOf(resource: Resource): string {
  return addressKey(addressOfResource(resource));
}
