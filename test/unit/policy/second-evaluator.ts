import { BlockList, isIPv6 } from 'node:net';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { AccessRequest, PolicySubject } from '../../../src/policy/evaluate.ts';

/*
 * A second evaluator, written from AWS's pages alone: patterns become regular expressions, and nothing is shared with the
 * first one. It is slow, and decides what IAM takes only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 */

type Context = ReadonlyMap<string, readonly string[]>;

interface Asked {
  readonly request: AccessRequest;
  readonly context: Context;
}

/** Whether IAM lets a request in: no Deny matches and an Allow does, of the boundary as well where there is one. */
export function letsIn(subject: PolicySubject, request: AccessRequest): boolean {
  const asked: Asked = { request, context: contextOf(request) };
  if (subject.kind === 'trust') return decides([subject.document], asked) === 'Allow';
  const own = decides(
    subject.policies.map(({ document }) => document),
    asked,
  );
  const limit = subject.boundary === undefined ? 'Allow' : decides([subject.boundary.document], asked);
  return own === 'Allow' && limit === 'Allow';
}

function contextOf({ context = {} }: AccessRequest): Context {
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(context))
    values.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  return values;
}

function decides(documents: readonly Json[], asked: Asked): 'Allow' | 'Deny' | undefined {
  const matching = (documents as readonly JsonObject[]).flatMap((document) => {
    const hasVariables = document['Version'] === '2012-10-17';
    return (listOf(document['Statement']) as readonly JsonObject[]).filter((statement) =>
      isAbout(statement, asked, hasVariables),
    );
  });
  const effects = matching.map((statement) => statement['Effect']);
  if (effects.includes('Deny')) return 'Deny';
  return effects.includes('Allow') ? 'Allow' : undefined;
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).map(String);
}

function isAbout(statement: JsonObject, asked: Asked, hasVariables: boolean): boolean {
  const { request, context } = asked;
  const variables = hasVariables ? context : undefined;
  const { Action, NotAction, Resource, NotResource, Principal, Condition = {} } = statement;
  const isAction = (pattern: string): boolean =>
    expressionOf(pattern, undefined, [], 'i')?.test(request.action) === true;
  if (Action !== undefined && !textsOf(Action).some(isAction)) return false;
  if (NotAction !== undefined && textsOf(NotAction).some(isAction)) return false;
  const resource = request.resource ?? '*';
  const isResource = (pattern: string): boolean =>
    pattern === '*' || expressionOf(pattern, variables, ARN)?.test(resource) === true;
  if (Resource !== undefined && !textsOf(Resource).some(isResource)) return false;
  if (NotResource !== undefined && textsOf(NotResource).some(isResource)) return false;
  if (Principal !== undefined && !isPrincipal(Principal, request.principal ?? '')) return false;
  return Object.entries(Condition as JsonObject).every(([operator, keys]) =>
    Object.entries(keys as JsonObject).every(([key, values]) =>
      holds(operator, context.get(key.toLowerCase()) ?? [], textsOf(values), variables),
    ),
  );
}

/** In the fields of an ARN before the last, a wildcard stays within its field unless it is a `*` at the end of it. */
const ARN = [':', ':', ':', ':', ':'];

/** A pattern as an expression; undefined where it has a variable without a value. */
function expressionOf(
  pattern: string,
  variables: Context | undefined,
  separators: readonly string[],
  flags = '',
): RegExp | undefined {
  const token = /\$\{([^}]*)\}|[\s\S]/g;
  let source = '';
  let left = separators.length;
  for (const match of pattern.matchAll(token)) {
    const [text, inner] = match;
    const next = pattern[match.index + text.length];
    if (inner !== undefined && variables !== undefined) {
      const value = valueOf(inner, variables);
      if (value === undefined) return undefined;
      source += quoted(value);
    } else if (text === '*') source += left === 0 || next === undefined || next === ':' ? '[^]*' : '[^:]*';
    else if (text === '?') source += left === 0 ? '[^]' : '[^:]';
    else if (inner === undefined) {
      if (text === ':' && left > 0) left -= 1;
      source += quoted(text);
    } else source += expressionOf(inner, undefined, [])?.source.replace(/^\^(.*)\$$/s, '\\$\\{$1\\}') ?? '';
  }
  return new RegExp(`^${source}$`, flags);
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the character. A key with several values has none here. */
function valueOf(inner: string, context: Context): string | undefined {
  if (/^[*?$]$/.test(inner)) return inner;
  const [, key = '', fallback] = /^([^,]*?)(?:, ?'(.*)')?$/s.exec(inner) ?? [];
  const values = context.get(key.toLowerCase()) ?? [];
  return values.length === 1 ? values[0] : values.length === 0 ? fallback : undefined;
}

/** An account stands for all of it, a role for its sessions. */
function isPrincipal(principal: Json, caller: string): boolean {
  if (principal === '*') return true;
  return Object.entries(principal as JsonObject).some(([type, members]) =>
    textsOf(members).some((member) => {
      if (type !== 'AWS') return caller === `${type}:${member}`;
      if (member === '*' || caller === `AWS:${member}`) return true;
      const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(member)?.[1];
      if (account !== undefined) return new RegExp(`^AWS:arn:aws:(?:iam|sts)::${account}:`).test(caller);
      const [, owner, role] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(member) ?? [];
      return role !== undefined && caller.startsWith(`AWS:arn:aws:sts::${owner}:assumed-role/${role}/`);
    }),
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds(
  operator: string,
  present: readonly string[],
  wanted: readonly string[],
  variables: Context | undefined,
): boolean {
  const [, set = '', name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return wanted.some((value) => (value === 'true') === (present.length === 0));
  const isNegated = name.includes('Not');
  const compare = COMPARISONS[name.replace('Not', '')];
  if (compare === undefined) throw new Error(`no comparison for ${operator}`);
  if (present.length === 0)
    return ifExists !== undefined || (set === '' ? isNegated : set === 'ForAllValues');
  const fits = (value: string): boolean => wanted.some((one) => compare(value, one, variables)) !== isNegated;
  if (set === 'ForAllValues') return present.every((value) => value === '') || present.every(fits);
  return set === 'ForAnyValue' || !isNegated ? present.some(fits) : present.every(fits);
}

type Comparison = (value: string, wanted: string, variables: Context | undefined) => boolean;

const like: Comparison = (value, wanted, variables) =>
  expressionOf(wanted, variables, [])?.test(value) === true;

const arn: Comparison = (value, wanted, variables) => {
  const fields = (text: string): readonly string[] =>
    /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):([^]*)$/.exec(text)?.slice(1) ?? [];
  const [own, other] = [fields(value), fields(wanted)];
  return (
    own.length === 6 &&
    other.length === 6 &&
    own.every((field, index) => like(field, other[index] ?? '', variables))
  );
};

/** Wildcards are plain characters, variables are not. */
const equals: Comparison = (value, wanted, variables) =>
  variables === undefined
    ? value === wanted
    : like(
        value,
        wanted.replace(/\$\{[^}]*\}|[*?]/g, (part) => (part.length === 1 ? `\${${part}}` : part)),
        variables,
      );

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: (value, wanted, variables) =>
    equals(value.toLowerCase(), wanted.toLowerCase(), variables),
  StringLike: like,
  ArnEquals: arn,
  ArnLike: arn,
  Bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: (value, wanted) => Number(value) === Number(wanted),
  NumericLessThan: (value, wanted) => Number(value) < Number(wanted),
  DateLessThan: (value, wanted) => Date.parse(value) < Date.parse(wanted),
  IpAddress: (value, wanted) => {
    const [address = '', length] = wanted.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (isIPv6(value) !== (family === 'ipv6')) return false;
    const range = new BlockList();
    range.addSubnet(address, Number(length ?? (family === 'ipv6' ? 128 : 32)), family);
    return range.check(value, family);
  },
};
