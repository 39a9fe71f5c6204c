import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import { evaluate, type PolicySubject } from '../../../src/policy/evaluate.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { identityPolicy, LONGEST_RUN, requestNear, trustPolicy } from './generate-policy.ts';
import { letsIn } from './second-evaluator.ts';

const identity = fc
  .tuple(fc.array(identityPolicy, { minLength: 1, maxLength: 2 }), fc.option(identityPolicy))
  .map(([documents, boundary]): PolicySubject => ({
    kind: 'identity',
    policies: documents.map((document, index) => ({ name: `p${index}`, document })),
    ...(boundary === null ? {} : { boundary: { name: 'b', document: boundary } }),
  }));
const trust = trustPolicy.map((document): PolicySubject => ({ kind: 'trust', document }));

function documentsOf(subject: PolicySubject): readonly JsonObject[] {
  if (subject.kind === 'trust') return [subject.document].filter(isJsonObject);
  const { policies, boundary } = subject;
  return [...policies, ...(boundary === undefined ? [] : [boundary])]
    .map(({ document }) => document)
    .filter(isJsonObject);
}

/** Four requests for each subject, at the edges of its patterns. */
const cases = fc.oneof(identity, identity, identity, trust).chain((subject) =>
  fc.tuple(
    fc.constant(subject),
    fc.array(requestNear(...documentsOf(subject)), {
      minLength: 4,
      maxLength: 4,
    }),
  ),
);

it(
  'a second evaluator, made of regular expressions, decides every request alike',
  () => {
    fc.assert(
      fc.property(cases, ([subject, requests]) => {
        for (const request of requests) {
          const isAllowed = evaluate(subject, request, { partition: 'aws' }).verdict === 'allowed';
          expect({ request, isAllowed: letsIn(subject, request) }).toEqual({ request, isAllowed });
        }
      }),
      runsOf(25, 6_000),
    );
  },
  LONGEST_RUN,
);

it('some of the requests are allowed: refused ones alone would tell nothing', () => {
  const drawn = fc.sample(cases, { numRuns: 100, seed: 20261129 });
  const verdicts = drawn.flatMap(([subject, requests]) =>
    requests.map((request) => evaluate(subject, request, { partition: 'aws' }).verdict),
  );
  const allowed = verdicts.filter((verdict) => verdict === 'allowed');
  expect(allowed.length / verdicts.length).toBeGreaterThan(0.01);
});
