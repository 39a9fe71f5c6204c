import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { judgeAccess, type Judgement } from '../../../src/access/judge-expectation.ts';
import type { HeldPolicy } from '../../../src/access/identity-delta.ts';
import type { AccessExpectation } from '../../../src/model/expectation.ts';
import { identityPolicy, LONGEST_RUN, RUNS } from '../policy/generate-policy.ts';
import { SMALL_CATALOGUE } from './small-catalogue.ts';

const OPTIONS = { context: { partition: 'aws' }, catalogue: SMALL_CATALOGUE };

const expectation: fc.Arbitrary<AccessExpectation> = fc.record({
  expects: fc.constant('access' as const),
  principal: fc.constant('role/r' as const),
  verdict: fc.constantFrom('allow' as const, 'deny' as const),
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:*', 'iam:PassRole'),
  on: fc.constantFrom(['*'], ['arn:aws:s3:::a/b'], ['arn:aws:s3:::a/*']),
  location: fc.constant({ file: 'x.yaml', line: 1, column: 1 }),
});

const cases = fc.record({
  expectation,
  known: fc.array(identityPolicy, { maxLength: 2 }),
  boundary: fc.option(identityPolicy),
  /** What the policy that nobody read turns out to say. */
  unread: identityPolicy,
  role: fc.constantFrom('permissions' as const, 'boundary' as const),
});

function judged(one: typeof cases extends fc.Arbitrary<infer T> ? T : never, isRead: boolean): Judgement {
  const unread: HeldPolicy = isRead ? { name: 'aws', document: one.unread } : { name: 'aws' };
  const known = one.known.map((document, index): HeldPolicy => ({ name: `p${index}`, document }));
  const boundary = one.boundary === null ? {} : { boundary: { name: 'b', document: one.boundary } };
  const principal =
    one.role === 'boundary'
      ? { policies: known, boundary: unread }
      : { policies: [...known, unread], ...boundary };
  return judgeAccess(one.expectation, principal, OPTIONS);
}

it(
  'what is decided without a policy is so whatever the policy says',
  () => {
    fc.assert(
      fc.property(cases, (one) => {
        const without = judged(one, false);
        if (without.holds === 'unknown') {
          expect(without.policies).toEqual(['aws']);
          return;
        }
        // What the files allow is called broken at once, though a policy that is attached may deny it.
        if (one.expectation.verdict === 'deny' && without.holds === 'no') return;
        expect(judged(one, true).holds).toBe(without.holds);
      }),
      { numRuns: Math.ceil(RUNS.numRuns / 4) },
    );
  },
  LONGEST_RUN,
);
