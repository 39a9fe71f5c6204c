import * as fc from 'fast-check';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { PatternSet, PolicyStatement } from '../../../src/model/statement.ts';

/** Writes statements in canonical form as a document again. */
export function documentOf(statements: readonly PolicyStatement[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements.map(statementJson) };
}

function statementJson(statement: PolicyStatement): JsonObject {
  const { effect, principal, action, resource, condition } = statement;
  return {
    Effect: effect,
    ...(principal ? { Principal: principalJson(principal.patterns) } : {}),
    ...elementJson('Action', action),
    ...(resource ? elementJson('Resource', resource) : {}),
    Condition: conditionJson(condition),
  };
}

function elementJson(name: string, set: PatternSet): JsonObject {
  return { [set.negated ? `Not${name}` : name]: set.patterns };
}

function principalJson(patterns: readonly string[]): Json {
  const members: Record<string, string[]> = {};
  for (const pattern of patterns) {
    const colon = pattern.indexOf(':');
    const [type, name] = pattern === '*' ? ['AWS', '*'] : [pattern.slice(0, colon), pattern.slice(colon + 1)];
    members[type] = [...(members[type] ?? []), name];
  }
  return members;
}

// Two lines of one operator and key come from ArnEquals beside ArnLike, and can be written so again.
function conditionJson(lines: PolicyStatement['condition']): JsonObject {
  const blocks: Record<string, Record<string, Json>> = {};
  for (const { operator, key, values } of lines) {
    const taken = blocks[operator]?.[key] !== undefined;
    const name = taken
      ? operator.replace('ArnLike', 'ArnEquals').replace('ArnNotLike', 'ArnNotEquals')
      : operator;
    blocks[name] = { ...blocks[name], [key]: values };
  }
  return blocks;
}

/** Rewrites a document in ways that keep its meaning. */
export function rewritten(document: JsonObject): fc.Arbitrary<JsonObject> {
  const statements = statementsOf(document);
  return fc
    .tuple(...statements.map((statement) => rewrittenStatement(statement)))
    .chain((groups) => fc.tuple(shuffled(groups.flat()), fc.boolean()))
    .map(([list, label]) => {
      const { Statement: _, ...rest } = document;
      const labelled = list.map((statement, index) =>
        label ? { Sid: `S${index}`, ...statement } : statement,
      );
      const [only] = labelled;
      return { Statement: labelled.length === 1 && only ? only : labelled, ...rest };
    });
}

export function statementsOf(document: JsonObject): readonly JsonObject[] {
  const json = document['Statement'] ?? [];
  return (isJsonArray(json) ? json : [json]).filter(isJsonObject);
}

function rewrittenStatement(statement: JsonObject): fc.Arbitrary<readonly JsonObject[]> {
  return fc
    .tuple(fc.constantFrom('none', 'Action', 'Resource'), fc.boolean(), respelled(statement))
    .map(([splitAt, twice, spelled]) => {
      const pieces = splitAt === 'none' ? [spelled] : split(spelled, splitAt);
      return twice ? [...pieces, statement] : pieces;
    });
}

/** One statement per member of an element; of the same meaning, since the rest is equal. */
function split(statement: JsonObject, element: string): readonly JsonObject[] {
  const value = statement[element];
  return isJsonArray(value) ? value.map((member) => ({ ...statement, [element]: member })) : [statement];
}

function respelled(statement: JsonObject): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(fc.boolean(), fc.boolean(), fc.boolean(), shuffled(Object.keys(statement)), fc.nat(5))
    .map(([wrap, upper, extra, keys, turn]) => {
      const members = keys.map((key) => {
        const value = statement[key] ?? null;
        if (key === 'Condition') return [key, respelledCondition(value, wrap, upper)] as const;
        if (typeof value !== 'string' && !isJsonArray(value)) return [key, value] as const;
        if (!/Action|Resource/.test(key)) return [key, value] as const;
        const list = rotate((isJsonArray(value) ? value : [value]).map(String), turn);
        const cased = /Action/.test(key) && upper ? list.map((text) => text.toUpperCase()) : list;
        const doubled = extra ? [...cased, ...cased.slice(0, 1)] : cased;
        const [only] = doubled;
        return [key, doubled.length === 1 && only !== undefined && !wrap ? only : doubled] as const;
      });
      return Object.fromEntries(members);
    });
}

function respelledCondition(condition: Json, wrap: boolean, upper: boolean): Json {
  if (!isJsonObject(condition)) return condition;
  const blocks = Object.entries(condition).map(([operator, block]) => {
    const keys = Object.entries(isJsonObject(block) ? block : {}).map(([key, value]) => {
      const list = isJsonArray(value) ? value : [value];
      const [only] = list;
      const spelled = list.length === 1 && only !== undefined && !wrap ? only : list.toReversed();
      return [upper ? key.toUpperCase() : key, spelled] as const;
    });
    return [operator, Object.fromEntries(keys)] as const;
  });
  return Object.fromEntries(blocks.toReversed());
}

function rotate<T>(list: readonly T[], turn: number): readonly T[] {
  const at = list.length === 0 ? 0 : turn % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

function shuffled<T>(list: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}
