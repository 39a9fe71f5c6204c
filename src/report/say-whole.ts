import type { AccessDelta, HeldAccess, Permission } from '../model/access.ts';
import { bucketInArn } from '../model/arn.ts';
import { notability } from '../model/notable-actions.ts';
import { bundlesOf } from './permission-bundles.ts';
import type { RolledSentence } from './roll-up.ts';
import { joinPhrases, negationOf, phraseOf } from './say-condition.ts';
import { sayActionNames, sayEveryAction, sayPermission, sayReach } from './say-permission.ts';
import type { Style } from './say-statement.ts';

/** So much can be told as all that a principal has. */
const MOST_KEPT = 3;

/**
 * A change that is read more easily as what there is now than as what moves: all but a few actions of a service lost,
 * or all of them gained. Empty where the movements themselves are simple.
 */
export function sayWhole(delta: AccessDelta, name: string, style: Style): readonly RolledSentence[] {
  const { held, gains, loses, mayGain, mayLose, tooComplex = [] } = delta;
  if (held === undefined || mayGain.length + mayLose.length + tooComplex.length > 0) return [];
  const change = { gains, loses, held };
  const narrowed = sayNarrowed(change, name, style);
  const shrunk = narrowed.length > 0 ? narrowed : sayShrunk(change, name, style);
  if (shrunk.length > 0) return shrunk;
  const all = [...gains, ...loses, ...held.before, ...held.after];
  if (all.some(isOfEveryService)) return sayGrown(change, name, style);
  const services = [...new Set(all.map(({ service }) => service))];
  return services.flatMap((service) => sayWholeService(inServices([service], delta, held), name, style));
}

/** What moves, between what there was and what there is. */
interface Movement {
  readonly gains: readonly Permission[];
  readonly loses: readonly Permission[];
  readonly held: HeldAccess;
}

function inServices(
  services: readonly string[],
  { gains, loses }: Pick<Movement, 'gains' | 'loses'>,
  held: HeldAccess,
): Movement {
  const own = (permissions: readonly Permission[]): readonly Permission[] =>
    permissions.filter(({ service }) => services.includes(service));
  return {
    gains: own(gains),
    loses: own(loses),
    held: { before: own(held.before), after: own(held.after) },
  };
}

/** `it can now do everything on everything (could: s3:GetObject on logs/*)`. */
function sayGrown({ gains, held }: Movement, name: string, style: Style): readonly RolledSentence[] {
  if (!gains.some(isRemainder) || !gains.some(isOfEveryService)) return [];
  if (held.after.length > MOST_KEPT || held.before.length === 0) return [];
  const now = sayHeld(held.after, style).join('; and ');
  return [
    { symbol: '+', text: `${name} can now do ${now} (could: ${sayBriefly(held.before, style)})`, of: gains },
  ];
}

/** `it can now call every action of s3 on every resource (could: s3:GetObject on logs/*)`, or what stays of a service. */
function sayWholeService(change: Movement, name: string, style: Style): readonly RolledSentence[] {
  const { gains, loses, held } = change;
  const [now, ...more] = held.after;
  const isWhole = now?.every === true && now.exceptActions.length + more.length === 0;
  if (loses.length > 0 || held.before.length === 0 || !isWhole || !gains.some(isRemainder)) {
    const narrowed = sayNarrowed(change, name, style);
    return narrowed.length > 0 ? narrowed : sayShrunk(change, name, style);
  }
  // The same place is said once.
  const place = `, on ${sayReach(now, now.service, style)('everything')}`;
  const said = sayBriefly(held.before, style);
  const isOneThing = held.before.length === 1 && said.endsWith(place);
  const could = isOneThing ? said.slice(0, -place.length) : said;
  return [
    { symbol: '+', text: `${name} can now call ${sayPermission(now, style)} (could: ${could})`, of: gains },
  ];
}

/** `it keeps s3:GetObject only on logs/2026/* (was: on logs/*)`: the same actions, in fewer places. */
function sayNarrowed(
  { gains, loses, held }: Movement,
  name: string,
  style: Style,
): readonly RolledSentence[] {
  const [before, ...others] = joinedByPlace(held.before);
  const [after, ...more] = joinedByPlace(held.after);
  if (before === undefined || after === undefined || others.length + more.length + gains.length > 0)
    return [];
  const isNarrower = loses.length > 0 && loses.every(({ notOn }) => notOn.length > 0);
  if (!isNarrower || !isSame({ ...before, on: [] }, { ...after, on: [] })) return [];
  const placeOf = (permission: Permission): string =>
    sayReach(permission, permission.service, style)('everything');
  const text = `${name} keeps ${sayActionsHeld({ ...after, actions: gravestFirst(after) }, style)} only on ${placeOf(after)} (was: on ${placeOf(before)})`;
  return [{ symbol: '-', text, of: loses }];
}

function gravestFirst({ service, actions }: Permission): readonly string[] {
  return [...actions].sort((a, b) => notability(service, a) - notability(service, b));
}

/** `it keeps only s3:GetObject, on logs and its objects; it loses everything else (was: …)`. */
function sayShrunk(change: Movement, name: string, style: Style): readonly RolledSentence[] {
  const { gains, loses } = change;
  const services = [...new Set(loses.map(({ service }) => service))];
  const isWide = loses.some(isOfEveryService) || change.held.after.some(isOfEveryService);
  const { held } = isWide ? change : inServices(services, change, change.held);
  if (!isHardToRead(loses) || held.after.length === 0 || bundlesOf(held.after).length > MOST_KEPT) return [];
  // What stays of everything is no less to read than what goes.
  if (held.after.some(isOfEveryService) && bundlesOf(loses).length < held.after.length) return [];
  const kept = held.after.map((one) => keptOf(one, gains, style));
  const told = new Set(kept.flatMap(({ by }) => by));
  // What is gained beside what stays has its own lines; what is gained of it is told with it, or nothing is.
  const beside = gains.filter((gain) => held.after.some((one) => isSame(one, gain)));
  if (gains.some((gain) => !told.has(gain) && !beside.includes(gain))) return [];
  const items = kept.filter(({ permission }) => permission.every || permission.actions.length > 0);
  if (items.length === 0) return [];
  const what = [...new Set(items.map(({ also }) => also))].map((also) => {
    const alike = items.filter((one) => one.also === also).map(({ permission }) => permission);
    return `${sayHeld(alike, style).join('; ')}${also}`;
  });
  if (!isWide && services.length > MOST_KEPT) return [];
  const inService = isWide ? '' : ` in ${services.map(style.quote).join(' and ')}`;
  const was = ` (was: ${sayBriefly(held.before, style)})`;
  const text = `${name} keeps only ${what.join('; ')}; it loses everything else${inService}${was}`;
  return [{ symbol: told.size === 0 ? '-' : '~', text, of: [...loses, ...told] }];
}

/** What of a permission was there before, given what is gained. */
function keptOf(
  permission: Permission,
  gains: readonly Permission[],
  style: Style,
): { readonly permission: Permission; readonly also: string; readonly by: readonly Permission[] } {
  const own = gains.filter((gain) => isOf(gain, permission));
  if (own.some((gain) => isSame(gain, permission)))
    return { permission: { ...permission, every: false, actions: [] }, also: '', by: [] };
  const phrases = own.map((gain) => widening(gain, permission, style));
  const [first] = phrases;
  // Gained under one more condition, each in the same words and of all actions: told with what stays.
  const covers = own.every(
    (gain) => gain.actions.length === permission.actions.length && gain.every === permission.every,
  );
  if (first === undefined || !covers || phrases.some((one) => one !== first))
    return { permission, also: '', by: [] };
  return { permission, also: ` (now also${first})`, by: own };
}

function isOf(gain: Permission, permission: Permission): boolean {
  return (
    gain.service === permission.service &&
    JSON.stringify(gain.on) === JSON.stringify(permission.on) &&
    gain.actions.every((action) => permission.actions.includes(action))
  );
}

function isSame(one: Permission, other: Permission): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** ` without TLS`: what a gain is limited to beyond the permission that it is of; undefined where that is not a condition. */
function widening(gain: Permission, permission: Permission, style: Style): string | undefined {
  const isKnown = (line: unknown): boolean =>
    permission.when.some((other) => JSON.stringify(other) === JSON.stringify(line));
  const negated = gain.except
    .filter((one) => !permission.except.some((other) => JSON.stringify(other) === JSON.stringify(one)))
    .map((one) => negationOf(one, style));
  if (JSON.stringify([gain.notOn, gain.alsoOn]) !== JSON.stringify([permission.notOn, permission.alsoOn]))
    return undefined;
  if (negated.some((one) => one === undefined)) return undefined;
  const phrases = [
    ...gain.when.filter((line) => !isKnown(line)).map((line) => phraseOf(line, false, style)),
    ...negated.flatMap((one) => one ?? []),
  ];
  return phrases.length === 0 ? undefined : joinPhrases(phrases);
}

/** Everything but something: what is left of a wildcard. */
function isRemainder({ every, exceptActions, exceptServices }: Permission): boolean {
  return every && exceptActions.length + exceptServices.length > 0;
}

function isOfEveryService({ service }: Permission): boolean {
  return service === '*';
}

/** A wildcard without what stays, or several places without what stays. */
function isHardToRead(loses: readonly Permission[]): boolean {
  const holes = loses.filter(({ notOn, except }) => notOn.length + except.length > 0);
  return loses.some(isRemainder) || holes.length > 1;
}

/** What may be done, each as `s3:GetObject and s3:ListBucket, on logs and its objects`. */
function sayHeld(permissions: readonly Permission[], style: Style): readonly string[] {
  return joinedByPlace(permissions).map((one) => sayDoing(one, style));
}

/** Levels in the same place as one, and a bucket with its objects. */
function joinedByPlace(permissions: readonly Permission[]): readonly Permission[] {
  const groups = new Map<string, Permission>();
  for (const permission of permissions) {
    const { on, actions, every, ...rest } = permission;
    const key = JSON.stringify(every ? permission : [{ ...rest, levels: [] }, on.map(bucketOf)]);
    const known = groups.get(key);
    groups.set(key, {
      ...permission,
      on: [...new Set([...(known?.on ?? []), ...on])].sort(),
      actions: [...(known?.actions ?? []), ...actions],
    });
  }
  return [...groups.values()];
}

/** No action of S3 is asked of a bucket and of its objects. */
function bucketOf(pattern: string): string {
  const named = bucketInArn(pattern);
  return named?.key === '*' ? named.bucket : pattern;
}

function sayDoing(permission: Permission, style: Style): string {
  const { service, every, actions } = permission;
  if (every || actions.length === 0) return sayPermission(permission, style);
  return `${sayActionsHeld(permission, style)}, on ${sayReach(permission, service, style)('everything')}`;
}

function sayActionsHeld({ service, every, actions, exceptActions }: Permission, style: Style): string {
  if (every) return sayEveryAction(service, exceptActions, style);
  const named = actions.map((action) => `${service}:${action}`);
  return named.length === 2 ? named.map(style.quote).join(' and ') : sayActionNames(named, style);
}

/** The first of what was there, and how much more. */
function sayBriefly(permissions: readonly Permission[], style: Style): string {
  const said = sayHeld(permissions, style);
  const more = said.length - MOST_SAID;
  return more <= 0 ? said.join('; ') : `${said.slice(0, MOST_SAID).join('; ')}; and ${more} more`;
}

const MOST_SAID = 2;
