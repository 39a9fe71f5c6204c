import { validationError } from '../aws-error.ts';
import {
  asList,
  isArray,
  isObject,
  member,
  textMember,
  type Json,
  type JsonObject,
  scalarText,
} from '../json.ts';

/** What conditions and mappings are decided by: the parameters and CloudFormation's pseudo parameters. */
export type KnownValues = Readonly<Record<string, Json>>;

const STATIC = ['Conditions', 'Mappings', 'Rules'];

/**
 * The template that is deployed: conditions decided, `Fn::If` and `Fn::FindInMap` replaced, and what is
 * `AWS::NoValue` left out. CloudFormation does this before it looks at any resource: none of it depends on one. Rules are
 * not evaluated.
 */
export function withoutConditions(document: JsonObject, known: KnownValues): JsonObject {
  if (!STATIC.some((section) => member(document, section) !== undefined)) return document;
  const state: State = { document, known, decided: new Map() };
  const kept = Object.entries(document).filter(([section]) => !STATIC.includes(section));
  return Object.fromEntries(
    kept.map(([section, value]) => [
      section,
      section === 'Resources' || section === 'Outputs' ? members(value, state) : value,
    ]),
  );
}

interface State {
  readonly document: JsonObject;
  readonly known: KnownValues;
  /** Undefined while it is being decided: a condition may not depend on itself. */
  readonly decided: Map<string, boolean | undefined>;
}

/** Resources, or outputs, of which those with a false condition do not exist. */
function members(section: Json, state: State): Json {
  if (!isObject(section)) return section;
  const existing = Object.entries(section).filter(([, block]) => {
    const condition = isObject(block) ? textMember(block, 'Condition') : undefined;
    return condition === undefined || isTrue(condition, state);
  });
  const ids = new Set(existing.map(([id]) => id));
  return Object.fromEntries(
    existing.map(([id, block]) => {
      if (!isObject(block)) return [id, block];
      const { Condition: _, DependsOn, ...rest } = block;
      const waits = asList(DependsOn ?? []).filter((one) => ids.has(scalarText(one)));
      const reduced = reduce(waits.length === 0 ? rest : { ...rest, DependsOn: waits }, state);
      return [id, reduced ?? {}];
    }),
  );
}

/** Undefined: `AWS::NoValue`. */
function reduce(value: Json, state: State): Json | undefined {
  if (isArray(value)) {
    const items = value.map((item) => reduce(item, state));
    return items.filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const [key, ...others] = Object.keys(value);
  if (others.length === 0 && key === 'Ref' && value[key] === 'AWS::NoValue') return undefined;
  if (others.length === 0 && key === 'Fn::If') {
    const [condition, yes, no] = asList(value[key]);
    const chosen = isTrue(scalarText(condition), state) ? yes : no;
    return chosen === undefined ? undefined : reduce(chosen, state);
  }
  if (others.length === 0 && key === 'Fn::FindInMap') return mapped(value[key] ?? null, state);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const reduced = reduce(item, state);
      return reduced === undefined ? [] : [[name, reduced]];
    }),
  );
}

function mapped(path: Json, state: State): Json {
  const [map, first, second] = asList(path).map((part) => scalarText(valueOf(part, state)));
  const mappings = memberOf(state.document, 'Mappings');
  const found = memberOf(memberOf(memberOf(mappings, map ?? ''), first ?? ''), second ?? '');
  if (found === undefined) {
    throw validationError(
      `Template error: Unable to get mapping for ${map ?? ''}::${first ?? ''}::${second ?? ''}`,
    );
  }
  return found;
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? member(value, key) : undefined;
}

function isTrue(name: string, state: State): boolean {
  if (state.decided.has(name)) {
    const decided = state.decided.get(name);
    if (decided === undefined)
      throw validationError('Template error: every Condition member must be a string.');
    return decided;
  }
  const condition = memberOf(memberOf(state.document, 'Conditions'), name);
  if (condition === undefined) {
    throw validationError(`Template format error: Unresolved condition dependency ${name} in the template`);
  }
  state.decided.set(name, undefined);
  const decided = holds(condition, state);
  state.decided.set(name, decided);
  return decided;
}

function holds(condition: Json, state: State): boolean {
  const [key = '', value = null] = isObject(condition) ? (Object.entries(condition)[0] ?? []) : [];
  switch (key) {
    case 'Condition':
      return isTrue(scalarText(value), state);
    case 'Fn::Not':
      return !asList(value).every((one) => holds(one, state));
    case 'Fn::And':
      return asList(value).every((one) => holds(one, state));
    case 'Fn::Or':
      return asList(value).some((one) => holds(one, state));
    case 'Fn::Equals': {
      const [left, right] = asList(value).map((one) => valueOf(one, state));
      return scalarText(left) === scalarText(right);
    }
    default:
      throw validationError(`Template error: the sandbox does not support ${key} in a condition`);
  }
}

/** A value that no resource has a part in. */
function valueOf(value: Json, state: State): Json {
  if (!isObject(value)) return value;
  const [key = '', argument = null] = Object.entries(value)[0] ?? [];
  switch (key) {
    case 'Ref':
      return state.known[scalarText(argument)] ?? '';
    case 'Fn::FindInMap':
      return mapped(argument, state);
    case 'Fn::If':
      return reduce(value, state) ?? '';
    case 'Fn::Join': {
      const [separator, parts] = asList(argument);
      const list = isObject(parts ?? null) ? valueOf(parts ?? null, state) : (parts ?? []);
      return asList(typeof list === 'string' ? list.split(',').map((item) => item.trim()) : list)
        .map((one) => scalarText(valueOf(one, state)))
        .join(scalarText(separator));
    }
    default:
      throw validationError(`Template error: the sandbox does not support ${key} in a condition`);
  }
}
