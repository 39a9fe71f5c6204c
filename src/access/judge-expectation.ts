import type { AccessExpectation, TrustExpectation } from '../model/expectation.ts';
import type { Json } from '../model/json.ts';
import { canonicalPattern, RESOURCE_PATTERN } from '../policy/cover-patterns.ts';
import { requestContext, type RequestContext } from '../policy/evaluation/request-context.ts';
import {
  evaluate,
  type AccessRequest,
  type Decision,
  type NamedPolicy,
  type PolicySubject,
} from '../policy/evaluate.ts';
import { setKey } from '../policy/permission-rows.ts';
import type { PatternSet } from '../model/statement.ts';
import { nameTest, type ActionClass } from './action-classes.ts';
import { canBeAsked } from './action-resources.ts';
import { namesOf } from './catalogue.ts';
import { gainsOf, type AccessChange, type CompareOptions } from './compare-access.ts';
import { readPolicies, type AccessOptions, type PrincipalPolicies } from './identity-delta.ts';
import { isNowhere, neededFor, sidesWithin } from './idle-actions.ts';
import { ownKeys, ownVariables } from './own-keys.ts';
import { requestsKey, type RequestSet } from './request-set.ts';
import { resolveRows } from './resolve-rows.ts';
import { resourceDomain } from './resource-domain.ts';
import { rowsNear } from './row-index.ts';
import { principalBudget, type StepBudget } from './step-budget.ts';
import { NOTHING, rowsOf, sidesOf, type Row, type RowSides } from './rows.ts';
import { principalDomain } from './principal-domain.ts';

/** Whether an expectation holds. */
export type Judgement =
  | { readonly holds: 'yes' }
  /** One request that goes against it, and what decided it; neither where none can be given. */
  | {
      readonly holds: 'no';
      readonly request?: AccessRequest;
      readonly decision?: Decision;
      /** No resource that the expectation names is one that the action is asked of: nothing can allow it there. */
      readonly neverAsked?: { readonly place: string; readonly formats: readonly string[] };
      /** The action is asked of one of these as well, and is allowed on none. */
      readonly alsoAsked?: readonly string[];
      /** The comparison was given up: whether it holds is not known, and an expectation has to be certain. */
      readonly tooComplex?: true;
    }
  /** It hangs on policies whose contents are not known. */
  | { readonly holds: 'unknown'; readonly policies: readonly string[] };

/**
 * Judges what a principal may do, or must not, by all its policies together. A policy whose contents are not known may
 * allow anything and deny anything, a boundary let anything through or nothing: only what holds either way is said to.
 */
export function judgeAccess(
  expected: AccessExpectation,
  principal: PrincipalPolicies,
  options: AccessOptions,
): Judgement {
  // Once the pass has none left, nothing is read for nothing.
  if (options.budget?.isSpent === true) return TOO_COMPLEX;
  const { places: on, formats } = askedOf(expected, options);
  if (on.length === 0) return { holds: 'no', neverAsked: { place: expected.on[0] ?? '*', formats } };
  const expectation = { ...expected, on };
  const { sides, unread } = readPolicies(principal, options.context);
  const judged = judgeSides(expectation, principal, sides, options);
  if (unread.length === 0)
    return judged.holds === 'yes' ? unlessIdle(expectation, judged, sides, options) : judged;
  const unknown: Judgement = { holds: 'unknown', policies: unread.map(({ policy }) => policy) };
  // The widest that it can be: an explicit Deny and a known boundary still decide.
  const isOpen = unread.some(({ role }) => role === 'permissions');
  const widest = isOpen ? judgeWidest(expectation, principal, sides, options) : judged;
  if (expectation.verdict === 'allow') return widest.holds === 'no' ? widest : unknown;
  if (widest.holds === 'yes') return widest;
  // What the files allow themselves breaks a denial: policies that are attached deny hardly ever, boundaries do.
  return judged.holds === 'no' && unread.every(({ role }) => role === 'permissions') ? judged : unknown;
}

/**
 * Of an expected allowance, the resources that its action is asked of; a list may have a bucket for one action and its
 * objects for another. What is asked of none of them can be allowed by a policy, and AWS refuses it all the same.
 */
function askedOf(
  { verdict, action, on }: AccessExpectation,
  { catalogue }: AccessOptions,
): { readonly places: readonly string[]; readonly formats: readonly string[] } {
  if (verdict !== 'allow') return { places: on, formats: [] };
  const [service = '', name = ''] = action.toLowerCase().split(':');
  const isMeant = nameTest(name);
  const meant = namesOf(catalogue, service).filter(({ lowerName }) => isMeant(lowerName));
  if (meant.length === 0) return { places: on, formats: [] };
  return {
    places: on.filter((pattern) => meant.some(({ formats }) => canBeAsked(formats, pattern))),
    formats: [...new Set(meant.flatMap(({ formats = [] }) => formats))],
  };
}

/** A call that is allowed where the expectation says so, and refused for what else it is asked of. */
function unlessIdle(
  { verdict, action }: AccessExpectation,
  judged: Judgement,
  sides: RowSides,
  options: AccessOptions,
): Judgement {
  const needed = verdict === 'allow' ? neededFor(action, options.catalogue) : undefined;
  if (needed === undefined) return judged;
  const compare = { ...options, domain: resourceDomain };
  return isNowhere(action, needed, sides, options.context.partition, compare)
    ? { holds: 'no', alsoAsked: needed }
    : judged;
}

/** As if the policies that are not known allowed everything. */
function judgeWidest(
  expectation: AccessExpectation,
  principal: PrincipalPolicies,
  sides: RowSides,
  options: AccessOptions,
): Judgement {
  const policies = [...principal.policies, { name: 'a policy that is not known', document: EVERYTHING }];
  const rows = rowsOf(EVERYTHING, 'identity', options.context) ?? [];
  const widest = WIDEST.get(sides) ?? { ...sides, allows: [...sides.allows, ...rows] };
  WIDEST.set(sides, widest);
  return judgeSides(expectation, { ...principal, policies }, widest, options);
}

const WIDEST = new WeakMap<RowSides, RowSides>();

const EVERYTHING: Json = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

function judgeSides(
  expectation: AccessExpectation,
  { policies, boundary, arn, tags }: PrincipalPolicies,
  sides: RowSides,
  options: AccessOptions,
): Judgement {
  const known = KNOWN.get(policies) ?? contentsOf(policies);
  KNOWN.set(policies, known);
  const limit =
    boundary?.document === undefined
      ? {}
      : { boundary: { name: boundary.name, document: boundary.document } };
  const places = expectation.on.map((pattern) => canonicalPattern(pattern, RESOURCE_PATTERN));
  return judge({
    ...expectation,
    places,
    sides,
    near: (budget) => rowsNear(sides, expectation.action.toLowerCase(), places, budget),
    subject: { kind: 'identity', policies: known, ...limit },
    ...(arn === undefined ? {} : { own: ownContext(arn, tags) }),
    options,
    compare: { ...options, domain: resourceDomain },
  });
}

function ownContext(arn: string, tags: PrincipalPolicies['tags']): RequestContext {
  const values = [...ownVariables(arn, tags)].map(([key, value]) => [key, [value]] as const);
  return new Map([...values, ...ownKeys(arn)]);
}

function contentsOf(policies: PrincipalPolicies['policies']): readonly NamedPolicy[] {
  return policies.flatMap(({ name, document }) => (document === undefined ? [] : [{ name, document }]));
}

const KNOWN = new WeakMap<PrincipalPolicies['policies'], readonly NamedPolicy[]>();

/** Judges who may assume a role, or must not. */
export function judgeTrust(expectation: TrustExpectation, document: Json, options: AccessOptions): Judgement {
  const rows = rowsOf(document, 'trust', options.context);
  if (rows === undefined) return { holds: 'unknown', policies: ['trust policy'] };
  const sides = sidesOf(rows, undefined);
  return judge({
    ...expectation,
    places: [expectation.by],
    sides,
    near: () => sides,
    subject: { kind: 'trust', document },
    options,
    compare: { ...options, domain: principalDomain },
  });
}

interface Case {
  readonly verdict: 'allow' | 'deny';
  readonly action: string;
  readonly places: readonly string[];
  readonly with?: AccessExpectation['with'];
  readonly sides: RowSides;
  /** Those of its rows that may be about the action and the places. */
  readonly near: (budget: StepBudget) => RowSides;
  readonly subject: PolicySubject;
  /** What every request of the subject says of who makes it: the rows are decided by it already. */
  readonly own?: RequestContext;
  readonly options: AccessOptions;
  readonly compare: CompareOptions;
}

/**
 * An expected allowance is broken by any request of it that is not allowed, a denial by any that is. Where the request's
 * context is not given, a denial must hold in every one.
 */
function judge(one: Case): Judgement {
  const { verdict, compare } = one;
  const isFixed = verdict === 'allow' || one.with !== undefined;
  const budget = principalBudget(compare.budget);
  const near = one.near(budget);
  if (!budget.spend(STEPS_OF_A_ROW * (1 + lengthOf(near)))) return TOO_COMPLEX;
  const own = isFixed ? resolveRows(near, requestContext(one.with)) : near;
  const action: PatternSet = { negated: false, patterns: [one.action.toLowerCase()] };
  const wanted = one.places.map((place): RequestSet => ({ within: [place], without: [], lines: [] }));
  const options = { ...compare, budget };
  const { changes, tooComplex } =
    verdict === 'allow'
      ? gainsOf(
          action,
          own,
          { ...NOTHING, allows: wanted.map((requests) => rowOf(action, requests)) },
          options,
        )
      : gainsOf(action, NOTHING, sidesWithin(own, wanted, compare.domain(budget)), options);
  if (tooComplex || budget.isSpent) return TOO_COMPLEX;
  const [first] = [...changes].sort(
    (a, b) => Number(a.content === 'unknown') - Number(b.content === 'unknown'),
  );
  if (first === undefined) return { holds: 'yes' };
  const request = requestOf(first, one);
  if (request === undefined) return { holds: 'no' };
  // That it is broken is certain; by which statement, is looked for while that costs little.
  if (one.options.explaining?.spend(STEPS_OF_A_ROW * lengthOf(one.sides)) === false) {
    return { holds: 'no', request };
  }
  return { holds: 'no', request, decision: evaluate(one.subject, request, one.options.context) };
}

const TOO_COMPLEX: Judgement = { holds: 'no', tooComplex: true };

/** Reading the rows of a principal, and deciding a request by all of its statements. */
const STEPS_OF_A_ROW = 10;

function lengthOf({ allows, denies, limits }: RowSides): number {
  return allows.length + denies.length + (limits?.length ?? 0);
}

function rowOf(action: PatternSet, requests: RequestSet): Row {
  return { effect: 'Allow', action, actionKey: setKey(action), requests, requestsKey: requestsKey(requests) };
}

function requestOf({ actions, content }: AccessChange, one: Case): AccessRequest | undefined {
  if (content === 'unknown') return undefined;
  const { place, context } = content.witness;
  const given = Object.entries(one.with ?? Object.fromEntries(context));
  const own = [...(one.own ?? [])];
  const keys = Object.fromEntries([
    ...given.filter(([key]) => one.own?.has(key.toLowerCase()) !== true),
    ...own,
  ]);
  const where = one.subject.kind === 'trust' ? { principal: place } : { resource: place };
  return { action: nameOf(actions, one.action), ...where, context: keys };
}

function nameOf({ services }: ActionClass, wanted: string): string {
  for (const [service, { actions }] of services) {
    const [first] = actions;
    if (first !== undefined) return `${service}:${first.name}`;
  }
  return wanted;
}
