import type { Json, JsonObject } from '../model/json.ts';
import { checkCondition } from './check-condition.ts';
import { checkPrincipal } from './check-principal.ts';
import { checkResource } from './check-resource.ts';
import {
  type DocumentPath,
  type GrammarIssue,
  errorAt,
  membersAt,
  quoted,
  unknownElement,
} from './grammar-issue.ts';
import type { PolicyType } from './policy-type.ts';
import type { PolicyVersion } from './policy-version.ts';

const COMMON_ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Condition'];
const ELEMENTS: Readonly<Record<PolicyType, readonly string[]>> = {
  identity: [...COMMON_ELEMENTS, 'Resource', 'NotResource'],
  trust: [...COMMON_ELEMENTS, 'Principal'],
};

/** Checks one statement of a document; `version` is undefined when the document's is wrong. */
export function checkStatement(
  statement: JsonObject,
  path: DocumentPath,
  type: PolicyType,
  version: PolicyVersion | undefined,
): readonly GrammarIssue[] {
  const present = Object.entries(statement).flatMap(([name, value]) =>
    checkElement(name, value, [...path, name], type, version),
  );
  return [...checkPresence(statement, path, type), ...present];
}

function checkElement(
  name: string,
  value: Json,
  path: DocumentPath,
  type: PolicyType,
  version: PolicyVersion | undefined,
): readonly GrammarIssue[] {
  if (!ELEMENTS[type].includes(name)) return [foreignElement(name, path, type)];
  switch (name) {
    case 'Sid':
      return checkSid(value, path);
    case 'Effect':
      return checkEffect(value, path);
    case 'Principal':
      return checkPrincipal(value, path);
    case 'Condition':
      return checkCondition(value, path, version);
    case 'Resource':
    case 'NotResource':
      return checkList(name, value, path, (text, at) => checkResource(text, at, version));
    default:
      return checkList(name, value, path, (text, at) => checkAction(text, at, type));
  }
}

function foreignElement(name: string, path: DocumentPath, type: PolicyType): GrammarIssue {
  if (type === 'trust' && (name === 'Resource' || name === 'NotResource')) {
    const message = `${quoted(name)} is not allowed in a trust policy: the role itself is the resource`;
    return errorAt(path, 'resource-in-trust-policy', message, 'remove it');
  }
  if (type === 'trust' && name === 'NotPrincipal') {
    const message = '"NotPrincipal" is not allowed in a trust policy';
    return errorAt(path, 'not-principal', message, 'name who may assume the role in "Principal"');
  }
  if (type === 'identity' && (name === 'Principal' || name === 'NotPrincipal')) {
    const message = `${quoted(name)} is not allowed in the policy of a role, user or group: they are the principal`;
    return errorAt(path, 'principal-in-identity-policy', message, 'remove it');
  }
  return unknownElement(path, name, 'a statement', ELEMENTS[type]);
}

function checkPresence(statement: JsonObject, path: DocumentPath, type: PolicyType): readonly GrammarIssue[] {
  const has = (name: string): boolean => Object.hasOwn(statement, name);
  const issues: GrammarIssue[] = [];
  if (!has('Effect')) {
    issues.push(
      errorAt(path, 'missing-effect', 'the statement has no "Effect"', 'add "Effect": "Allow" or "Deny"'),
    );
  }
  if (type === 'trust' && !has('Principal')) {
    const hint = 'add who may assume the role, e.g. "Principal": {"AWS": "arn:aws:iam::<account>:root"}';
    issues.push(errorAt(path, 'missing-principal', 'the statement has no "Principal"', hint));
  }
  for (const element of type === 'trust' ? ['Action'] : ['Action', 'Resource']) {
    const negation = `Not${element}`;
    if (has(element) && has(negation)) {
      const message = `the statement has both "${element}" and "${negation}"; IAM takes one of them`;
      issues.push(errorAt([...path, negation], 'both-elements', message, 'split it into two statements'));
    }
    if (!has(element) && !has(negation)) {
      const hint =
        element === 'Resource' ? 'add the ARNs it is about, or "*"' : 'add the actions it is about';
      issues.push(
        errorAt(path, `missing-${element.toLowerCase()}`, `the statement has no "${element}"`, hint),
      );
    }
  }
  return issues;
}

function checkSid(sid: Json, path: DocumentPath): readonly GrammarIssue[] {
  if (typeof sid === 'string' && /^[A-Za-z0-9]*$/.test(sid)) return [];
  const message = `"Sid" is ${quoted(sid)}; IAM accepts letters A–Z, a–z and digits only`;
  if (typeof sid !== 'string') return [errorAt(path, 'sid', message, 'write it in quotes')];
  const taken = sid.replace(/[^A-Za-z0-9]/g, '');
  return [errorAt(path, 'sid', message, taken === '' ? 'leave it out' : `write ${quoted(taken)}`)];
}

function checkEffect(effect: Json, path: DocumentPath): readonly GrammarIssue[] {
  if (effect === 'Allow' || effect === 'Deny') return [];
  return [errorAt(path, 'effect', `"Effect" is ${quoted(effect)}; IAM accepts exactly "Allow" or "Deny"`)];
}

function checkList(
  name: string,
  value: Json,
  path: DocumentPath,
  checkMember: (text: string, path: DocumentPath) => readonly GrammarIssue[],
): readonly GrammarIssue[] {
  const members = membersAt(path, value);
  if (members.length === 0) {
    const message = `"${name}" is an empty list: the statement means nothing`;
    return [errorAt(path, 'empty-array', message, 'fill it, or remove the statement')];
  }
  return members.flatMap((member) => {
    if (typeof member.value === 'string') return checkMember(member.value, member.path);
    const message = `"${name}" has ${quoted(member.value)} in it; it takes texts`;
    return [errorAt(member.path, 'value-type', message, 'write a text in quotes')];
  });
}

const SERVICE = /^[A-Za-z0-9.-]+$/;
const NAME = /^[A-Za-z0-9_*?-]+$/;

/** Checks one entry of Action or NotAction: `*`, or `service:Name` with wildcards in the name. */
function checkAction(action: string, path: DocumentPath, type: PolicyType): readonly GrammarIssue[] {
  if (action === '*' && type === 'identity') return [];
  const wrong = action === '*' ? undefined : whatIsWrong(action);
  if (wrong) return [errorAt(path, 'action-format', `action ${quoted(action)} ${wrong.what}`, wrong.hint)];
  if (type === 'trust' && !action.toLowerCase().startsWith('sts:')) {
    const message = `action ${quoted(action)} is in a trust policy, which takes actions of STS only`;
    return [
      errorAt(path, 'trust-action', message, 'write "sts:AssumeRole", or move it to a policy of the role'),
    ];
  }
  return [];
}

function whatIsWrong(action: string): { readonly what: string; readonly hint: string } | undefined {
  const example = 'write service and action, e.g. "s3:GetObject"';
  const [service = '', name, ...rest] = action.split(':');
  if (action === '') return { what: 'is empty', hint: example };
  if (/\s/.test(action)) {
    return { what: 'has white space in it', hint: `write ${quoted(action.replace(/\s+/g, ''))}` };
  }
  if (name === undefined) return { what: 'has no service in front', hint: example };
  if (rest.length > 0) return { what: 'has more than one colon', hint: example };
  if (service.includes('*') || service.includes('?')) {
    return {
      what: 'has a wildcard in the service',
      hint: 'name the service, or write "*" for every action of every service',
    };
  }
  if (!SERVICE.test(service)) return { what: 'has no service in front that IAM could know', hint: example };
  if (name === '')
    return { what: 'names a service and no action', hint: `write ${quoted(`${service}:*`)} for all of them` };
  return NAME.test(name) ? undefined : { what: 'has characters that no action has', hint: example };
}
