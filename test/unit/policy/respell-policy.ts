import * as fc from 'fast-check';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';

/** The other words for the same: versions, principals, operators, values and redundant entries. */
export function respelledDocument(document: JsonObject): fc.Arbitrary<JsonObject> {
  const hasVariables = JSON.stringify(document).includes('${');
  const version = hasVariables
    ? fc.constant(document['Version'])
    : fc.constantFrom('2008-10-17', '2012-10-17', undefined);
  return fc.tuple(version, fc.boolean(), fc.boolean()).map(([Version, names, values]) => {
    const { Version: _, Statement = [], ...rest } = document;
    const statements = (isJsonArray(Statement) ? Statement : [Statement]).filter(isJsonObject);
    const other = statements.map((statement) => respellStatement(statement, names, values));
    return { ...rest, ...(Version === undefined ? {} : { Version }), Statement: other };
  });
}

function respellStatement(statement: JsonObject, names: boolean, values: boolean): JsonObject {
  const { Principal, Condition = {}, Action, ...rest } = statement;
  return {
    ...rest,
    ...(Action === undefined ? {} : { Action: values ? withRedundant(Action) : Action }),
    ...(Principal === undefined ? {} : { Principal: names ? respellPrincipal(Principal) : Principal }),
    Condition: isJsonObject(Condition) ? respellCondition(Condition, names, values) : Condition,
  };
}

/** The actions and some that the wildcards among them cover. */
function withRedundant(action: Json): Json {
  const actions = (isJsonArray(action) ? action : [action]).map(textOf);
  const covered = actions
    .filter((text) => text.endsWith('*') && text !== '*')
    .map((text) => `${text.slice(0, -1)}x?y*`);
  return [...covered, ...actions];
}

function respellPrincipal(principal: Json): Json {
  if (principal === '*') return { AWS: ['*'] };
  if (!isJsonObject(principal) || principal['AWS'] === undefined) return principal;
  const { AWS, ...rest } = principal;
  const members = isJsonArray(AWS) ? AWS : [AWS];
  if (members.length === 1 && members[0] === '*' && Object.keys(rest).length === 0) return '*';
  return { ...rest, AWS: members.map((member) => respellAccount(textOf(member))) };
}

function respellAccount(member: string): string {
  const account = /^arn:aws:iam::([0-9]{12}):root$/.exec(member)?.[1];
  return account ?? member.replace(/^([0-9]{12})$/, 'arn:aws:iam::$1:root');
}

function respellCondition(condition: JsonObject, names: boolean, values: boolean): JsonObject {
  const arns = ['ArnEquals', 'ArnLike'].filter((operator) => condition[operator] !== undefined);
  const blocks = Object.entries(condition).map(([operator, block]) => {
    const swapped = operator === 'ArnLike' ? 'ArnEquals' : 'ArnLike';
    const name = names && arns.length === 1 && arns.includes(operator) ? swapped : operator;
    return [name, values && isJsonObject(block) ? asTexts(block) : block] as const;
  });
  return Object.fromEntries(blocks);
}

function asTexts(block: JsonObject): JsonObject {
  const keys = Object.entries(block).map(([key, value]) => {
    return [key, isJsonArray(value) ? value.map(textOf) : textOf(value)] as const;
  });
  return Object.fromEntries(keys);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
