import { createHash } from 'node:crypto';
import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { countedSize } from './document-size.ts';

/** One of the policies that a long one is split into. */
export interface PolicyPart {
  /** Tells it from the others: `a`, `ba`, `bb`. */
  readonly suffix: string;
  readonly document: JsonObject;
}

/** What has to stay in one policy: a statement, or the actions of one service of a statement that is too long itself. */
interface Unit {
  /** Its way through the halves: by its key, and among units of the same key by all that it says. */
  readonly bits: string;
  readonly statement: JsonObject;
}

const KEY_BITS = 32;

/**
 * A document as several that allow and deny the same together, each of at most `most` characters; undefined where one
 * statement does not fit and cannot be taken apart, or repeats until it does not fit. Which part a statement is in depends on what it says about its
 * service, not on its neighbours: one action more moves no other statement, unless its own part overflows.
 */
export function splitPolicy(document: JsonObject, most: number): readonly PolicyPart[] | undefined {
  const statements = (
    isJsonArray(document['Statement']) ? document['Statement'] : [document['Statement'] ?? null]
  ).filter(isJsonObject);
  const wrap = (units: readonly Unit[]): JsonObject => ({
    Version: document['Version'] ?? '2012-10-17',
    Statement: units.map(({ statement }) => statement),
  });
  const fits = (units: readonly Unit[]): boolean => countedSize(wrap(units)) <= most;
  const units = statements.flatMap((statement) => unitsOf(statement, (unit) => fits([unit])));
  const split = (
    suffix: string,
    depth: number,
    inside: readonly Unit[],
  ): readonly PolicyPart[] | undefined => {
    if (inside.length === 0) return [];
    if (fits(inside)) return [{ suffix, document: wrap(inside) }];
    if (depth >= 2 * KEY_BITS) return undefined;
    const keys = new Set(inside.map(({ bits }) => bits.slice(0, KEY_BITS)));
    const at = keys.size === 1 ? Math.max(depth, KEY_BITS) : depth;
    const half = (bit: string): readonly Unit[] => inside.filter(({ bits }) => bits[at] === bit);
    const left = split(`${suffix}a`, at + 1, half('0'));
    const right = split(`${suffix}b`, at + 1, half('1'));
    return left === undefined || right === undefined ? undefined : [...left, ...right];
  };
  return split('', 0, units);
}

function unitsOf(statement: JsonObject, fits: (unit: Unit) => boolean): readonly Unit[] {
  const whole = unitOf(keyOf(statement), statement);
  const actions = statement['Action'];
  if (fits(whole) || !isJsonArray(actions) || actions.length < 2) return [whole];
  const key = keyOf(statement);
  const byService = groupBy(actions, (action) => keyOfAction(action).split(':')[0]?.toLowerCase() ?? '');
  return [...byService].flatMap(([service, ofService], index) => {
    const unit = unitOf(`${key} ${service}`, withActions(statement, ofService, index));
    if (fits(unit)) return [unit];
    return ofService.map((action, position) =>
      unitOf(`${key} ${keyOfAction(action)}`, withActions(statement, [action], index * 1000 + position)),
    );
  });
}

function unitOf(key: string, statement: JsonObject): Unit {
  return { bits: `${bitsOf(key)}${bitsOf(canonicalJson(statement))}`, statement };
}

/** A `Sid` must be of one statement: the second piece and those behind it have none. */
function withActions(statement: JsonObject, actions: readonly Json[], index: number): JsonObject {
  const { Sid: sid, ...rest } = statement;
  const kept = { ...rest, Action: actions.length === 1 ? (actions[0] ?? null) : actions };
  return index === 0 && sid !== undefined ? { Sid: sid, ...kept } : kept;
}

/** What stays when an action is added to a statement: its Sid, or else all but its actions and their first service. */
function keyOf(statement: JsonObject): string {
  const { Action: action, NotAction: not, Sid: sid, ...rest } = statement;
  if (sid !== undefined) return `sid ${keyOfAction(sid)}`;
  const actions = action ?? not ?? null;
  const first = isJsonArray(actions) ? actions[0] : actions;
  return canonicalJson([rest, keyOfAction(first ?? null).split(':')[0] ?? '']);
}

function bitsOf(key: string): string {
  return createHash('sha256')
    .update(key)
    .digest('hex')
    .slice(0, KEY_BITS / 4)
    .replaceAll(/./g, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'));
}

function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function keyOfAction(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}
