import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { namesOf } from '../../../src/access/catalogue.ts';
import { judgeAccess } from '../../../src/access/judge-expectation.ts';
import type { AccessExpectation } from '../../../src/model/expectation.ts';
import { evaluate, type AccessRequest, type PolicySubject } from '../../../src/policy/evaluate.ts';
import { identityPolicy, LONGEST_RUN, requestNear, RUNS } from '../policy/generate-policy.ts';
import { SMALL_CATALOGUE } from './small-catalogue.ts';

const AWS = { partition: 'aws' };

const expectation: fc.Arbitrary<AccessExpectation> = fc.record({
  expects: fc.constant('access' as const),
  principal: fc.constant('role/r' as const),
  verdict: fc.constantFrom('allow' as const, 'deny' as const),
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:*', 'iam:PassRole'),
  on: fc.constantFrom(
    ['*'],
    ['arn:aws:s3:::a/b'],
    ['arn:aws:s3:::a/*'],
    ['arn:aws:s3:::a', 'arn:aws:s3:::b/*'],
  ),
  location: fc.constant({ file: 'x.yaml', line: 1, column: 1 }),
});

const cases = fc
  .tuple(expectation, fc.array(identityPolicy, { minLength: 1, maxLength: 3 }), fc.option(identityPolicy))
  .chain(([expected, documents, boundary]) =>
    fc.tuple(
      fc.constant({ expected, documents, boundary }),
      fc.array(requestNear(...documents, ...(boundary === null ? [] : [boundary])), {
        minLength: 8,
        maxLength: 8,
      }),
    ),
  );

/** Whether a request is one that the expectation speaks of. */
function isMeant({ action, on, verdict }: AccessExpectation, request: AccessRequest): boolean {
  const asked = request.action.toLowerCase();
  const colon = asked.indexOf(':');
  const [service, name] = [asked.slice(0, colon), asked.slice(colon + 1)];
  const isKnown = namesOf(SMALL_CATALOGUE, service).some(({ lowerName }) => lowerName === name);
  const isNamed = action.endsWith(':*') ? action.startsWith(`${service}:`) : action.toLowerCase() === asked;
  const resource = request.resource ?? '*';
  const isThere = on.some((one) =>
    one.endsWith('*') ? resource.startsWith(one.slice(0, -1)) : resource === one,
  );
  return (
    isKnown && isNamed && isThere && (verdict === 'deny' || Object.keys(request.context ?? {}).length === 0)
  );
}

/** Requests as they come, and each turned to what the expectation speaks of: one of chance seldom is. */
function aimedAt(
  { action, on }: AccessExpectation,
  near: readonly AccessRequest[],
): readonly AccessRequest[] {
  const [service = '', name] = action.split(':');
  const names = namesOf(SMALL_CATALOGUE, service).map((one) => one.lowerName);
  const actions = name === '*' ? names.map((one) => `${service}:${one}`) : [action];
  return near
    .flatMap((request) => [request, { ...request, context: {} }])
    .flatMap((request, index) => [
      request,
      ...actions.map((one) => ({ ...request, action: one })),
      {
        ...request,
        action: actions[index % actions.length] ?? action,
        resource: (on[index % on.length] ?? '*').replace('*', 'b'),
      },
    ]);
}

it(
  'an expectation that holds has no request against it, and one that does not comes with a request that goes against it',
  () => {
    fc.assert(
      fc.property(cases, ([{ expected, documents, boundary }, near]) => {
        const policies = documents.map((document, index) => ({ name: `p${index}`, document }));
        const limit = boundary === null ? {} : { boundary: { name: 'b', document: boundary } };
        const subject: PolicySubject = { kind: 'identity', policies, ...limit };
        const isAgainst = (request: AccessRequest): boolean =>
          (evaluate(subject, request, AWS).verdict === 'allowed') === (expected.verdict === 'deny');
        const judged = judgeAccess(
          expected,
          { policies, ...limit },
          { context: AWS, catalogue: SMALL_CATALOGUE },
        );
        if (judged.holds === 'no' && judged.request !== undefined)
          expect({ request: judged.request, against: isAgainst(judged.request) }).toEqual({
            request: judged.request,
            against: true,
          });
        if (judged.holds !== 'yes') return;
        const meant = aimedAt(expected, near).filter((request) => isMeant(expected, request));
        expect(meant.filter(isAgainst)).toEqual([]);
      }),
      RUNS,
    );
  },
  LONGEST_RUN,
);
