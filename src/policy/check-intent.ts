import { isSamlProvider } from '../model/arn.ts';
import { isJsonObject, type JsonObject, isJsonArray, type Json } from '../model/json.ts';
import {
  membersAt,
  type GrammarIssue,
  errorAt,
  quoted,
  warningAt,
  type DocumentPath,
} from './grammar-issue.ts';
import type { PolicyType } from './policy-type.ts';
import { checkPrincipal } from './check-principal.ts';
import { conditionValueText } from './parse-condition.ts';
import { parseOperator } from './condition-operator.ts';

/**
 * What IAM takes in a document and what can hardly be meant: principals, actions and conditions of a trust policy that
 * let no caller in. The grammar is another matter (check-grammar.ts), and so is a star under an operator without
 * wildcards (the rule misleading-condition). Takes any JSON; never throws.
 */
export function checkIntent(document: JsonObject, type: PolicyType): readonly GrammarIssue[] {
  if (type !== 'trust') return [];
  return membersAt(['Statement'], document['Statement'] ?? []).flatMap(({ value, path }) => {
    if (!isJsonObject(value)) return [];
    return checkTrustStatement(value, path);
  });
}

/** What IAM takes in a statement of a trust policy though it allows no principal. */
function checkTrustStatement(statement: JsonObject, path: DocumentPath): readonly GrammarIssue[] {
  return [...checkAssumption(statement, path), ...checkExternalIds(statement, path)];
}

type Assumption = 'sts:AssumeRole' | 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity';

const ASSUMPTIONS: readonly Assumption[] = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
];

/**
 * An Allow whose principals assume roles by another action than the one that it names
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
function checkAssumption(statement: JsonObject, path: DocumentPath): readonly GrammarIssue[] {
  const { Effect: effect, Action: action = [], Principal: principal } = statement;
  if (effect !== 'Allow' || !isJsonObject(principal) || checkPrincipal(principal, []).length > 0) return [];
  const texts = membersAt([...path, 'Action'], action).flatMap(({ value, path: at }) =>
    typeof value === 'string' ? [{ text: value.toLowerCase(), at }] : [],
  );
  const named = texts.filter(({ text }) => ASSUMPTIONS.some((one) => one.toLowerCase() === text));
  const [first] = named;
  // Where the actions have wildcards, or none of them is about assuming, nothing speaks against the principals.
  if (first === undefined || texts.some(({ text }) => /[*?]/.test(text))) return [];
  return Object.entries(principal).flatMap(([type, members]) =>
    membersAt([], members).flatMap(({ value }) => {
      const needed = typeof value === 'string' ? assumptionOf(type, value) : undefined;
      if (needed === undefined || named.some(({ text }) => text === needed.toLowerCase())) return [];
      const message = `${sayType(type)} ${quoted(value)} cannot assume the role by the actions of this statement`;
      return [warningAt(first.at, 'principal-action', message, `write ${quoted(needed)}`)];
    }),
  );
}

function sayType(type: string): string {
  return type === 'Federated' ? 'identity provider' : type === 'Service' ? 'service' : 'principal';
}

function assumptionOf(type: string, member: string): Assumption | undefined {
  if (member === '*' || member === '') return undefined;
  if (type === 'AWS' || type === 'Service') return 'sts:AssumeRole';
  if (type !== 'Federated') return undefined;
  return isSamlProvider(member) ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
}

/** Lengths and characters that AssumeRole takes (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
const SHORTEST = 2;
const LONGEST = 1224;
const FOREIGN = /[^A-Za-z0-9_+=,.@:/*?-]/u;

/** External ids that no request can carry, under whatever operator for texts they stand. */
function checkExternalIds(statement: JsonObject, path: DocumentPath): readonly GrammarIssue[] {
  const { Condition: condition, Effect: effect } = statement;
  if (!isJsonObject(condition)) return [];
  return Object.entries(condition).flatMap(([name, block]) => {
    const operator = parseOperator(name);
    if (operator?.base.family !== 'string' || !isJsonObject(block)) return [];
    const { wildcards } = operator.base;
    const isNegated = operator.base.name.includes('Not');
    // With either no principal can assume the role: an Allow that asks for it, and a Deny of all who do not show it.
    const at = (effect === 'Deny') === isNegated ? errorAt : warningAt;
    return Object.entries(block)
      .filter(([key]) => key.toLowerCase() === 'sts:externalid')
      .flatMap(([key, values]) => externalIdsAt([...path, 'Condition', name, key], values, wildcards, at));
  });
}

function externalIdsAt(
  path: DocumentPath,
  values: Json,
  wildcards: boolean,
  at: typeof errorAt,
): readonly GrammarIssue[] {
  if (isJsonArray(values) && values.length === 0) return [];
  return membersAt(path, values).flatMap((member) => {
    const text = conditionValueText(member.value);
    const wrong = text === undefined || text.includes('${') ? undefined : faultOf(text, wildcards);
    return wrong === undefined ? [] : [at(member.path, 'external-id', ...wrong)];
  });
}

/** Never with the external id in it: messages go into reports. */
function faultOf(id: string, wildcards: boolean): readonly [message: string, hint: string] | undefined {
  if (id === '') return ['the external id is empty: no request carries such a one', WRITE];
  if (id.trim() !== id) {
    const where = id.trimStart() === id ? 'ends' : 'begins';
    const what = /[\r\n]/.test(id) ? 'a line break' : 'white space';
    const hint =
      what === 'a line break'
        ? 'write it in quotes on the line of its key: "|" and ">" add a line break'
        : 'remove the white space';
    return [`the external id ${where} with ${what}, which AssumeRole refuses: no caller can send it`, hint];
  }
  const plain = wildcards ? id.replaceAll(/[*?]/g, '') : id;
  const foreign = FOREIGN.exec(plain)?.[0];
  if (foreign !== undefined) {
    const message = `the external id has the character ${nameOf(foreign)}, which AssumeRole refuses: no caller can send it`;
    return [message, `use letters, digits and _ + = , . @ : / - only; ${ASK}`];
  }
  const isOpen = wildcards && /[*?]/.test(id);
  if ((id.length >= SHORTEST || isOpen) && plain.length <= LONGEST) return undefined;
  const count = `${id.length} character${id.length === 1 ? '' : 's'}`;
  return [`the external id has ${count}; AssumeRole takes ${SHORTEST} to ${LONGEST}`, WRITE];
}

/** As it is where it can be seen, else by its number. */
function nameOf(character: string): string {
  if (/^[!-~]$/.test(character)) return quoted(character);
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const ASK = 'ask the vendor for another one';
const WRITE = 'write the external id that the vendor shows you';
