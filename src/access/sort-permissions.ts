import { ACCESS_LEVELS, type AccessLevel } from '../model/action-catalogue.ts';
import type { AccessReach, Permission } from '../model/access.ts';
import { conditionText } from '../policy/diff-statements.ts';
import type { ActionClass, ServiceActions } from './action-classes.ts';
import type { AccessChange } from './compare-access.ts';
import { notability } from '../model/notable-actions.ts';
import type { Piece } from './request-set.ts';
import { simplifyReach } from './simplify-reach.ts';

/**
 * Moves as permissions: one for each service, access level and reach, the most dangerous first. Classes of actions
 * that move alike are joined, and so are resources.
 */
export function permissionsOf(moves: readonly AccessChange[]): readonly Permission[] {
  const byReach = new Map<string, { readonly piece: Piece; readonly classes: ActionClass[] }>();
  for (const { piece, actions } of moves) {
    const key = JSON.stringify(piece);
    const group = byReach.get(key) ?? { piece, classes: [] };
    group.classes.push(actions);
    byReach.set(key, group);
  }
  const permissions = [...byReach.values()].flatMap(({ piece, classes }) => {
    const reach = reachOf(piece);
    return kindsOf(classes).map((kind): Permission => ({ ...kind, ...reach }));
  });
  return joinResources(permissions).sort((a, b) => compare(orderOf(a), orderOf(b)));
}

export function reachOf({ requests, minus }: Piece): AccessReach {
  const [first, ...more] = requests.within;
  return simplifyReach({
    on: first === undefined ? [] : [first],
    alsoOn: more,
    notOn: requests.without,
    when: requests.lines,
    except: minus.map((hole) => ({ on: hole.within, notOn: hole.without, when: hole.lines })),
  });
}

type Kind = Omit<Permission, keyof AccessReach>;

function kindsOf(classes: readonly ActionClass[]): readonly Kind[] {
  const services = new Map<string, ServiceActions>();
  for (const [service, actions] of classes.flatMap((actions) => [...actions.services])) {
    const known = services.get(service);
    services.set(service, {
      actions: [...(known?.actions ?? []), ...actions.actions],
      unknown: actions.unknown || (known?.unknown ?? false),
      all: actions.all,
    });
  }
  const named = [...services].sort(([a], [b]) => compare(a, b));
  const others = classes.find((actions) => actions.others !== undefined)?.others;
  if (others === undefined) return named.flatMap(([service, actions]) => kindsOfService(service, actions));
  const partly = named.filter(([, actions]) => !isWhole(actions));
  const whole = new Set(named.filter(([, actions]) => isWhole(actions)).map(([service]) => service));
  const exceptServices = others.filter((service) => !whole.has(service));
  const every: Kind = {
    service: '*',
    exceptServices,
    levels: ALL_LEVELS,
    actions: [],
    exceptActions: [],
    every: true,
  };
  return [every, ...partly.flatMap(([service, actions]) => kindsOfService(service, actions))];
}

const ALL_LEVELS = ACCESS_LEVELS.filter((level) => level !== 'Unknown');

function isWhole({ actions, unknown, all }: ServiceActions): boolean {
  return unknown && actions.length >= all.length;
}

/** A service but for more of its actions than this is better told level by level. */
const MOST_SPARED = 8;

function kindsOfService(service: string, { actions, unknown, all }: ServiceActions): readonly Kind[] {
  const base = { service, exceptServices: [], exceptActions: [] };
  const has = new Set(actions);
  const spared = all.filter((action) => !has.has(action)).map((action) => action.name);
  if (unknown && spared.length <= MOST_SPARED) {
    const levels = ACCESS_LEVELS.filter((level) => actions.some((action) => action.level === level));
    return [{ ...base, exceptActions: spared.sort(byNotability(service)), levels, actions: [], every: true }];
  }
  const levels = new Map<AccessLevel, string[]>();
  for (const { level, name } of actions) levels.set(level, [...(levels.get(level) ?? []), name]);
  const listed = [...levels].map(([level, names]) => ({
    ...base,
    levels: [level],
    actions: [...new Set(names)].sort(byNotability(service)),
    every: false,
  }));
  // Actions that the catalogue does not know yet, without all that it knows.
  return unknown ? [...listed, { ...base, levels: ['Unknown'], actions: [], every: false }] : listed;
}

function byNotability(service: string): (a: string, b: string) => number {
  return (a, b) => notability(service, a) - notability(service, b) || byBasicness(a, b);
}

/** Orders actions of several services, `s3:GetObject`, in the same way. */
export function byNotableName(a: string, b: string): number {
  return notabilityOf(a) - notabilityOf(b) || byBasicness(a, b);
}

function notabilityOf(name: string): number {
  const [service = '', action = ''] = name.split(':');
  return notability(service, action);
}

/** Short names are the basic ones: PutObject comes before PutObjectLegalHold. */
export function byBasicness(a: string, b: string): number {
  return a.length - b.length || compare(a, b);
}

function joinResources(permissions: readonly Permission[]): Permission[] {
  const joined = new Map<string, Permission>();
  for (const permission of permissions) {
    const key = JSON.stringify({ ...permission, on: [] });
    const known = joined.get(key);
    joined.set(
      key,
      known === undefined
        ? permission
        : { ...known, on: [...new Set([...known.on, ...permission.on])].sort() },
    );
  }
  return [...joined.values()];
}

function orderOf({ service, levels, on, notOn, when, except, every }: Permission): string {
  const level = Math.min(...levels.map((one) => ACCESS_LEVELS.indexOf(one)));
  const rank = service === '*' ? 0 : every ? 1 : 2;
  return [
    rank,
    level,
    service,
    on.join(),
    notOn.join(),
    when.map(conditionText).join(),
    JSON.stringify(except),
  ].join('\n');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
