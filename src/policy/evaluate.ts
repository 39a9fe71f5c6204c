import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { matchCondition } from './evaluation/match-condition.ts';
import { hasLiterals, matchWildcards } from './evaluation/match-pattern.ts';
import { matchResource } from './evaluation/match-resource.ts';
import { requestContext, type RequestContext } from './evaluation/request-context.ts';
import type { PolicyContext } from './policy-type.ts';
import { parsePrincipalArn, roleOfSession, iamArn, nameInArn } from '../model/arn.ts';

/*
 * Decides one concrete request as IAM would. It shares no code with the canonical form, whose oracle it is, and it
 * serves `expect:` in desired files.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

/** One request: who does what to what, and what else is known of it. */
export interface AccessRequest {
  /** `AWS:<ARN>`, `Service:<name>` or `Federated:<provider>`; only a trust policy asks for it. */
  readonly principal?: string;
  /** E.g. `s3:GetObject`. */
  readonly action: string;
  /** An ARN; `*` for actions that have no resource. A trust policy does not ask for it. */
  readonly resource?: string;
  /** Condition keys (without regard to case) and their values. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export interface NamedPolicy {
  readonly name: string;
  readonly document: Json;
}

/** Whose policies decide: those of a role or user with its boundary, or the trust policy of a role. */
export type PolicySubject =
  | { readonly kind: 'identity'; readonly policies: readonly NamedPolicy[]; readonly boundary?: NamedPolicy }
  | { readonly kind: 'trust'; readonly document: Json };

export type EvalDecision = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

/** A statement by its place. */
export interface StatementReference {
  /** The name of its policy; `trust policy` for that. */
  readonly policy: string;
  /** Counts from 0. */
  readonly index: number;
  readonly sid?: string;
}

export interface Decision {
  readonly verdict: EvalDecision;
  /** The first statement that allows or denies; absent when none does. */
  readonly deciding?: StatementReference;
  /** Of an implicit denial: the policies allow, the boundary does not. */
  readonly stoppedByBoundary?: boolean;
}

/**
 * Decides a request: a Deny that matches wins; else a matching Allow, of the policies and of the boundary where there
 * is one; else it is denied. A policy or statement that cannot be read allows and denies nothing. Never throws.
 */
export function evaluate(subject: PolicySubject, request: AccessRequest, context: PolicyContext): Decision {
  const asked: Asked = { ...request, context: requestContext(request.context), partition: context.partition };
  if (subject.kind === 'trust') {
    const policy = { name: 'trust policy', document: subject.document };
    return decide([policy], (statement, version) => matchTrust(statement, version, asked));
  }
  const matches: Matcher = (statement, version) => matchIdentity(statement, version, asked);
  const own = decide(subject.policies, matches);
  if (subject.boundary === undefined || own.verdict === 'explicitly-denied') return own;
  const limit = decide([subject.boundary], matches);
  if (limit.verdict === 'explicitly-denied') return limit;
  const stopped = own.verdict === 'allowed' && limit.verdict !== 'allowed';
  return stopped ? { verdict: 'implicitly-denied', stoppedByBoundary: true } : own;
}

interface Asked extends Omit<AccessRequest, 'context'> {
  readonly context: RequestContext;
  readonly partition: string;
}

type Matcher = (statement: JsonObject, variables: boolean) => boolean;

function decide(policies: readonly NamedPolicy[], matches: Matcher): Decision {
  let allowing: StatementReference | undefined;
  for (const policy of policies) {
    const { statements, variables } = readPolicy(policy.document);
    for (const [index, statement] of statements.entries()) {
      if (!isJsonObject(statement) || !matches(statement, variables)) continue;
      const sid = statement['Sid'];
      const reference = { policy: policy.name, index, ...(typeof sid === 'string' ? { sid } : {}) };
      if (statement['Effect'] === 'Deny') return { verdict: 'explicitly-denied', deciding: reference };
      if (statement['Effect'] === 'Allow') allowing ??= reference;
    }
  }
  return allowing ? { verdict: 'allowed', deciding: allowing } : { verdict: 'implicitly-denied' };
}

function readPolicy(document: Json): { readonly statements: readonly Json[]; readonly variables: boolean } {
  if (!isJsonObject(document)) return { statements: [], variables: false };
  const statement = document['Statement'] ?? [];
  return {
    statements: isJsonArray(statement) ? statement : [statement],
    variables: document['Version'] === '2012-10-17',
  };
}

function matchTrust(statement: JsonObject, variables: boolean, asked: Asked): boolean {
  return (
    matchPrincipal(statement['Principal'], asked.principal, asked.partition) &&
    matchAction(statement, asked.action) &&
    matchCondition(statement['Condition'], { context: asked.context, variables })
  );
}

function matchIdentity(statement: JsonObject, variables: boolean, asked: Asked): boolean {
  const resource = asked.resource ?? '*';
  const matches = (pattern: string): boolean =>
    matchResource(pattern, resource, variables ? asked.context : undefined);
  return (
    matchAction(statement, asked.action) &&
    matchElement(statement, 'Resource', matches) &&
    matchCondition(statement['Condition'], { context: asked.context, variables })
  );
}

function matchAction(statement: JsonObject, action: string): boolean {
  const asked = action.toLowerCase();
  return matchElement(statement, 'Action', (pattern) => {
    const lower = pattern.toLowerCase();
    if (!/[*?]/.test(lower)) return lower === asked;
    return hasLiterals(lower, asked) && matchWildcards(lower, asked);
  });
}

/** Whether one entry of `X` matches, or none of `NotX` does. */
function matchElement(
  statement: JsonObject,
  element: string,
  matches: (pattern: string) => boolean,
): boolean {
  const plain = Object.hasOwn(statement, element);
  const value = statement[plain ? element : `Not${element}`];
  if (value === undefined) return false;
  const patterns = (isJsonArray(value) ? value : [value]).filter((member) => typeof member === 'string');
  return patterns.some(matches) === plain;
}

/**
 * Whether a Principal names a caller, written `AWS:<ARN>`, `Service:<name>` or `Federated:<provider>`. An account
 * stands for everyone in it, a role for its sessions too.
 */
function matchPrincipal(principal: Json | undefined, caller: string | undefined, partition: string): boolean {
  if (principal === '*') return true;
  if (!isJsonObject(principal)) return false;
  return Object.entries(principal).some(([type, members]) =>
    (isJsonArray(members) ? members : [members]).some(
      (member) => typeof member === 'string' && names(type, member, caller, partition),
    ),
  );
}

function names(type: string, member: string, caller: string | undefined, partition: string): boolean {
  if (type === 'AWS' && member === '*') return true;
  if (caller === `${type}:${member}`) return true;
  if (type !== 'AWS' || caller === undefined) return false;
  const arn = /^[0-9]{12}$/.test(member) ? iamArn({ partition, account: member }, 'root') : member;
  const own = parsePrincipalArn(caller);
  if (own === undefined) return false;
  if (arn === iamArn(own, 'root')) return true;
  // A session's ARN leaves out the role's path; role names are unique in an account without it.
  const start = iamArn(own, 'role/');
  const role = roleOfSession(own);
  return role !== undefined && arn.startsWith(start) && nameInArn(arn) === role;
}
