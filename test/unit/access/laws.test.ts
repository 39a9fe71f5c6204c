import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { ActionClass } from '../../../src/access/action-classes.ts';
import { compareAccess } from '../../../src/access/compare-access.ts';
import { identityDelta, readPolicies, type PrincipalPolicies } from '../../../src/access/identity-delta.ts';
import { canCall } from '../../../src/access/principal-actions.ts';
import { resourceDomain } from '../../../src/access/resource-domain.ts';
import { trustDelta } from '../../../src/access/trust-delta.ts';
import type { AccessChanges, AccessDelta } from '../../../src/model/access.ts';
import { parseArn } from '../../../src/model/arn.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { evaluate, type AccessRequest, type PolicySubject } from '../../../src/policy/evaluate.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { identityPolicy, LONGEST_RUN, requestNear, RUNS, trustPolicy } from '../policy/generate-policy.ts';
import { lets, speaksOf } from './draw-request.ts';
import { SMALL_CATALOGUE } from './small-catalogue.ts';

const AWS = { partition: 'aws' };
const OPTIONS = { context: AWS, catalogue: SMALL_CATALOGUE };

interface Side {
  readonly documents: readonly JsonObject[];
  readonly boundary: JsonObject | null;
}

const side: fc.Arbitrary<Side> = fc.record({
  documents: fc.array(identityPolicy, { minLength: 0, maxLength: 3 }),
  boundary: fc.option(identityPolicy, { freq: 3 }),
});

/** Two sides that have something in common: policies kept, and others in the place of some. */
const sides = fc.tuple(side, side, fc.nat(3)).map(([one, other, kept]): readonly [Side, Side] => [
  one,
  {
    documents: [...one.documents.slice(0, kept), ...other.documents.slice(0, 2)],
    boundary: kept > 1 ? one.boundary : other.boundary,
  },
]);

/** The same without conditions, and with texts in the place of policy variables. */
function withoutConditions(pair: readonly [Side, Side]): readonly [Side, Side] {
  const text = JSON.stringify(pair, (key, value: unknown) => (key === 'Condition' ? undefined : value));
  return JSON.parse(text.replace(/\$\{[^}]*\}/g, 'v')) as [Side, Side];
}

function documentsOf({ documents, boundary }: Side): readonly JsonObject[] {
  return boundary === null ? documents : [...documents, boundary];
}

function policiesOf({ documents, boundary }: Side): PrincipalPolicies {
  return {
    policies: documents.map((document, index) => ({ name: `p${index}`, document })),
    ...(boundary === null ? {} : { boundary: { name: 'b', document: boundary } }),
  };
}

function subjectOf({ documents, boundary }: Side): PolicySubject {
  return {
    kind: 'identity',
    policies: documents.map((document, index) => ({ name: `p${index}`, document })),
    ...(boundary === null ? {} : { boundary: { name: 'b', document: boundary } }),
  };
}

function isAllowed(subject: PolicySubject, request: AccessRequest): boolean {
  return evaluate(subject, request, AWS).verdict === 'allowed';
}

/**
 * The law, for one request: which lists of the delta speak of it, by what the evaluator says on both sides. A direction
 * that is too complex to compare is an upper bound: it misses nothing. Of a request that no service makes the delta may be
 * silent.
 */
function check<T>(
  request: AccessRequest,
  delta: AccessChanges<T> & Pick<AccessDelta, 'tooComplex'>,
  speaks: (item: T, request: AccessRequest) => boolean,
  before: boolean,
  after: boolean,
): void {
  const said = (items: readonly T[]): boolean => items.some((item) => speaks(item, request));
  const truth = { gains: !before && after, loses: before && !after };
  if (!isMade(request) && !said([...delta.gains, ...delta.mayGain, ...delta.loses, ...delta.mayLose])) return;
  const bound = delta.tooComplex ?? [];
  const turns = {
    gains: said([...delta.gains, ...delta.mayGain]) && (truth.gains || !bound.includes('gains')),
    loses: said([...delta.loses, ...delta.mayLose]) && (truth.loses || !bound.includes('loses')),
    request,
  };
  expect(turns).toEqual({ ...truth, request });
}

/** Whether a service may ask for an action on a resource: `iam:PassRole` is not asked of a bucket. */
function isMade({ action, resource }: AccessRequest): boolean {
  const owner = resource === undefined ? undefined : parseArn(resource)?.service;
  if (owner === undefined || !Object.hasOwn(SMALL_CATALOGUE.services, owner)) return true;
  return action.toLowerCase().startsWith(`${owner}:`);
}

const cases = sides.chain(([before, after]) =>
  fc.tuple(
    fc.constant(before),
    fc.constant(after),
    fc.array(requestNear(...documentsOf(before), ...documentsOf(after)), { minLength: 8, maxLength: 8 }),
  ),
);

/** Laws about verdicts that turn say nothing of cases in which none does. */
it('a third of the cases has a request whose verdict turns', () => {
  const drawn = fc.sample(cases, { ...runsOf(150, 600), seed: 20261122 });
  const turning = drawn.filter(([before, after, requests]) =>
    requests.some(
      (request) => isAllowed(subjectOf(before), request) !== isAllowed(subjectOf(after), request),
    ),
  );
  expect(turning.length / drawn.length).toBeGreaterThan(0.3);
});

/** A Deny of everything on the objects of a bucket goes: they are asked for actions of s3 alone. */
const EVERY_ACTION_ON_AN_OBJECT: [Side, Side, AccessRequest[]] = [
  {
    documents: [
      statements({ Effect: 'Allow' }),
      statements({ Effect: 'Deny', Resource: 'arn:aws:s3:::a/*' }),
    ],
    boundary: null,
  },
  { documents: [statements({ Effect: 'Allow' })], boundary: null },
  ['iam:PassRole', 's3:GetObject', 's3:ListBucket'].map((action) => ({
    principal: 'AWS:arn:aws:iam::111122223333:role/r',
    action,
    resource: 'arn:aws:s3:::a/b',
    context: {},
  })),
];

/** A Deny of one value of a key that the Allow compares with a variable: the variable may stand for that value. */
const DENIED_VALUE_OF_A_VARIABLE: [Side, Side, AccessRequest[]] = [
  { documents: [], boundary: null },
  {
    documents: [
      statements(
        { Effect: 'Allow', Condition: { StringEquals: { 'aws:username': '${aws:PrincipalTag/t}' } } },
        {
          Effect: 'Deny',
          Resource: 'arn:aws:s3:::a/*',
          Condition: { StringEquals: { 'aws:username': 'a' } },
        },
      ),
    ],
    boundary: null,
  },
  ['a', 'b'].map((user) => ({
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::a/b',
    context: { 'aws:username': user, 'aws:PrincipalTag/t': user },
  })),
];

function statements(...own: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: own.map((one) => ({ Action: '*', Resource: '*', ...one })) };
}

describe('the access delta of a principal', () => {
  it(
    'speaks of exactly the requests whose verdict turns',
    () => {
      fc.assert(
        fc.property(cases, ([before, after, requests]) => {
          const delta = identityDelta(policiesOf(before), policiesOf(after), OPTIONS);
          for (const request of requests.filter(isKnown)) {
            const [old, now] = [isAllowed(subjectOf(before), request), isAllowed(subjectOf(after), request)];
            check(request, delta, speaksOf, old, now);
          }
        }),
        { ...RUNS, examples: [[EVERY_ACTION_ON_AN_OBJECT], [DENIED_VALUE_OF_A_VARIABLE]] },
      );
    },
    LONGEST_RUN,
  );

  it(
    'is certain of what it says where no condition and no policy variable stands in the way',
    () => {
      fc.assert(
        fc.property(sides.map(withoutConditions), ([before, after]) => {
          const delta = identityDelta(policiesOf(before), policiesOf(after), OPTIONS);
          expect([...delta.mayGain, ...delta.mayLose]).toEqual([]);
        }),
        RUNS,
      );
    },
    LONGEST_RUN,
  );

  it(
    'has for every certain gain a request that shows it',
    () => {
      fc.assert(
        fc.property(sides, ([before, after]) => {
          const [old, now] = [before, after].map((side) => readPolicies(policiesOf(side), AWS).sides);
          const moves = compareAccess(old!, now!, {
            domain: resourceDomain,
            catalogue: SMALL_CATALOGUE,
          }).gains.changes;
          for (const { actions, content } of moves) {
            const action = nameOfOne(actions);
            if (content === 'unknown' || action === undefined) continue;
            const { place, context } = content.witness;
            const request = { action, resource: place, context: Object.fromEntries(context) };
            const verdicts = [before, after].map((side) => isAllowed(subjectOf(side), request));
            expect({ verdicts, request }).toEqual({ verdicts: [false, true], request });
          }
        }),
        { numRuns: Math.ceil(RUNS.numRuns / 4) },
      );
    },
    LONGEST_RUN,
  );
});

function nameOfOne({ services }: ActionClass): string | undefined {
  for (const [service, { actions }] of services) {
    const known = actions.find((action) => action.level !== 'Unknown');
    if (known !== undefined) return `${service}:${known.name}`;
  }
  return undefined;
}

/** An action that the catalogue knows, or that no policy means by a wildcard. */
function isKnown({ action }: AccessRequest): boolean {
  const [service = ''] = action.toLowerCase().split(':');
  const name = action.toLowerCase().slice(service.length + 1);
  const known = SMALL_CATALOGUE.services[service];
  if (known === undefined) return !['', 's3', 'iam', 'sts'].includes(service);
  return Object.values(known.actions).some((names) =>
    Object.keys(names).some((other) => other.toLowerCase() === name),
  );
}

describe('the access delta of a trust policy', () => {
  it(
    'speaks of exactly the requests whose verdict turns',
    () => {
      const cases = fc
        .tuple(trustPolicy, trustPolicy)
        .chain(([before, after]) =>
          fc.tuple(
            fc.constant(before),
            fc.constant(after),
            fc.array(requestNear(before, after), { minLength: 8, maxLength: 8 }),
            fc.constantFrom('sts:AssumeRole', 'sts:TagSession', 'sts:AssumeRoleWithWebIdentity'),
          ),
        );
      fc.assert(
        fc.property(cases, ([before, after, requests, action]) => {
          const delta = trustDelta(before, after, OPTIONS);
          if (delta === undefined) throw new Error('not well-formed');
          for (const near of requests) {
            const request = { ...near, action };
            if (!canCall(near.principal ?? '', action.replace('sts:', ''))) continue;
            const old = isAllowed({ kind: 'trust', document: before }, request);
            const now = isAllowed({ kind: 'trust', document: after }, request);
            check(request, delta, lets, old, now);
          }
        }),
        RUNS,
      );
    },
    LONGEST_RUN,
  );
});
