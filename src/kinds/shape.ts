import { isJsonArray, isJsonObject, type Json, asText } from '../model/json.ts';
import { canonicalJson } from '../model/json.ts';
import { canonicalPolicyKey } from '../policy/canonical.ts';
import type { PolicyContext, PolicyType } from '../policy/policy-type.ts';

/**
 * What a field's value looks like, and so how it is normalised, split into members and compared:
 *
 * - `text`, `number`: one value; an empty text is the same as none
 * - `trust-policy`, `identity-policy`: one policy document, compared by meaning
 * - `inline-policies`: a set of `{ PolicyName, PolicyDocument }`, one member a policy
 * - `arn`: the ARN of a managed policy, the name in it without regard to case
 * - `arns`: a set of such, one member each
 * - `texts`: a set of texts, one member each
 * - `names`: a set of IAM names, or of hexadecimal numbers, one member each, without regard to case
 * - `tags`: a set of `{ Key, Value }`, one member a key
 */
export type Shape =
  | 'text'
  | 'number'
  | 'trust-policy'
  | 'identity-policy'
  | 'inline-policies'
  | 'arn'
  | 'arns'
  | 'texts'
  | 'names'
  | 'tags';

/** One comparable part of a field: the whole value of a scalar, or one member of a set. */
export interface Member {
  /** The member's name as its side spells it; absent for a scalar. */
  readonly name?: string;
  /** Equal keys are the same member. */
  readonly key: string;
  readonly value: Json;
}

export function policyTypeOf(shape: Shape): PolicyType | undefined {
  if (shape === 'trust-policy') return 'trust';
  return shape === 'identity-policy' || shape === 'inline-policies' ? 'identity' : undefined;
}

/** Whether a field of this shape has members. */
export function isSet(shape: Shape): boolean {
  return normaliseValue(shape, null) !== null;
}

/** Puts a value in normal form: sets are sorted and without repeats. */
export function normaliseValue(shape: Shape, value: Json): Json {
  switch (shape) {
    case 'text':
    case 'arn':
    case 'number':
    case 'trust-policy':
    case 'identity-policy':
      return value;
    case 'inline-policies':
    case 'tags':
    case 'arns':
    case 'texts':
    case 'names': {
      const byKey = new Map(membersOf(shape, value).map((member) => [member.key, member]));
      const sorted = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      return sorted.map((member) => itemOf(shape, member));
    }
  }
}

/** Splits a value in normal form into its comparable members. */
export function membersOf(shape: Shape, value: Json): readonly Member[] {
  switch (shape) {
    case 'text':
    case 'arn':
    case 'number':
    case 'trust-policy':
    case 'identity-policy':
      return [{ key: '', value }];
    case 'arns':
      return texts(value).map((arn) => ({ name: arn, key: policyArnKey(arn), value: arn }));
    case 'texts':
      return texts(value).map((text) => ({ name: text, key: text, value: text }));
    case 'names':
      return texts(value).map((name) => ({ name, key: name.toLowerCase(), value: name }));
    case 'tags':
      return pairs(value, 'Key', 'Value');
    case 'inline-policies':
      return pairs(value, 'PolicyName', 'PolicyDocument');
  }
}

/** The key of a member that a change names; empty for a scalar. */
export function memberKey(shape: Shape, name: string | undefined): string {
  if (name === undefined) return '';
  if (shape === 'arns') return policyArnKey(name);
  return shape === 'names' ? name.toLowerCase() : name;
}

/** The text that is equal for two member values exactly when they mean the same. */
export function comparable(shape: Shape, value: Json, context: PolicyContext): string {
  const type = policyTypeOf(shape);
  if (type !== undefined) return canonicalPolicyKey(value, type, context);
  if (shape === 'names' && typeof value === 'string') return value.toLowerCase();
  if ((shape === 'arn' || shape === 'arns') && typeof value === 'string')
    return canonicalJson(policyArnKey(value));
  return canonicalJson(value);
}

/**
 * Names of IAM are not told apart by case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names); paths are.
 */
export function policyArnKey(arn: string): string {
  const match = /^(arn:[^:]+:iam::\d{12}:policy\/(?:.*\/)?)([^/]+)$/.exec(arn);
  return match === null ? arn : `${match[1] ?? ''}${(match[2] ?? '').toLowerCase()}`;
}

function itemOf(shape: 'inline-policies' | 'tags' | 'arns' | 'texts' | 'names', member: Member): Json {
  if (shape === 'tags') return { Key: member.name ?? '', Value: member.value };
  if (shape === 'inline-policies') return { PolicyName: member.name ?? '', PolicyDocument: member.value };
  return member.value;
}

function texts(value: Json): readonly string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function pairs(value: Json, nameOf: string, valueOf: string): readonly Member[] {
  if (!isJsonArray(value)) return [];
  return value.filter(isJsonObject).map((item) => {
    const name = asText(item[nameOf]);
    return { name, key: name, value: item[valueOf] ?? '' };
  });
}

/** Whether `ignoreTags` of the settings has the key; `*` at the end of a pattern matches any rest. */
export function isTagAmong(patterns: readonly string[], key: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
  );
}
