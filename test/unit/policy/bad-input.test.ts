import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json } from '../../../src/model/json.ts';
import { canonicalPolicy, canonicalPolicyKey } from '../../../src/policy/canonical.ts';
import { checkGrammar } from '../../../src/policy/check-grammar.ts';
import { diffStatements } from '../../../src/policy/diff-statements.ts';
import { evaluate } from '../../../src/policy/evaluate.ts';
import { policiesEqual } from '../../../src/policy/policies-equal.ts';
import type { PolicyType } from '../../../src/policy/policy-type.ts';
import { trustedPrincipals } from '../../../src/policy/trusted-principals.ts';
import { LONGEST_RUN, RUNS } from './generate-policy.ts';

const AWS = { partition: 'aws' };
const TYPES: readonly PolicyType[] = ['identity', 'trust'];

const text = fc.constantFrom(
  'Allow', 'Deny', 'allow', '*', '', 's3:GetObject', 'arn:aws:s3:::a', '2012-10-17', '${', '${a', '\ud800', '__proto__',
  'sts:AssumeRole', '123456789012', 'a:b:c', 'arn:', ':', 'arn:aws:iam::123456789012:role/*', 'true',
); // prettier-ignore
const key = fc.constantFrom(
  'Version', 'Statement', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition',
  'Sid', 'Id', 'AWS', 'Service', 'StringEquals', 'stringequals', 'Null', 'NullIfExists', 'aws:x', 'AWS:X', '__proto__',
  'constructor', 'toString', 'Actions',
); // prettier-ignore

const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    text,
    fc.constantFrom(null, true, 1, 0.5, 1e21, -0),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map(objectOf),
  ),
}));

// As JSON.parse makes it: `__proto__` is a member like any other.
function objectOf(members: readonly (readonly [string, Json])[]): Json {
  const object: Record<string, Json> = {};
  for (const [name, value] of members) {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

/** Documents with one thing odd in a statement that is right otherwise. */
const nearlyRight = fc
  .tuple(fc.constantFrom(...TYPES), fc.array(fc.tuple(key, anyJson), { minLength: 1, maxLength: 3 }))
  .map(([type, members]) => {
    const rest = type === 'trust' ? { Principal: { AWS: '123456789012' } } : { Resource: '*' };
    const base: [string, Json][] = Object.entries({ Effect: 'Allow', Action: 'sts:AssumeRole', ...rest });
    return { Version: '2012-10-17', Statement: [objectOf([...base, ...members])] };
  });

const document = fc.oneof(anyJson, nearlyRight);

describe('any JSON', () => {
  it(
    'is taken by everything without an error thrown, and what has no meaning has a diagnostic',
    () => {
      fc.assert(
        fc.property(document, fc.constantFrom(...TYPES), (json, type) => {
          const errors = checkGrammar(json, type).filter((issue) => issue.severity === 'error');
          const canonical = canonicalPolicy(json, type, AWS);
          expect(errors.length > 0 || canonical.wellFormed).toBe(true);
          expect(Array.isArray(diffStatements(json, undefined, type, AWS))).toBe(true);
          const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::a', principal: 'AWS:x' };
          const policies = [{ name: 'p', document: json }];
          expect(typeof evaluate({ kind: 'identity', policies }, request, AWS).verdict).toBe('string');
          expect(typeof evaluate({ kind: 'trust', document: json }, request, AWS).verdict).toBe('string');
          expect(Array.isArray(trustedPrincipals(json))).toBe(true);
        }),
        RUNS,
      );
    },
    LONGEST_RUN,
  );

  it(
    'is equal to other JSON only where both have a meaning',
    () => {
      fc.assert(
        fc.property(document, document, fc.constantFrom(...TYPES), (one, other, type) => {
          fc.pre(JSON.stringify(one) !== JSON.stringify(other));
          const equal = canonicalPolicyKey(one, type, AWS) === canonicalPolicyKey(other, type, AWS);
          expect(policiesEqual(one, other, type, AWS)).toBe(equal);
          const sorted = [one, other].map((json) => canonicalPolicy(json, type, AWS));
          if (equal && sorted.some((canonical) => !canonical.wellFormed))
            expect(sortKeys(one)).toBe(sortKeys(other));
        }),
        RUNS,
      );
    },
    LONGEST_RUN,
  );

  function sortKeys(json: Json): string {
    return JSON.stringify(json, (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
        : value,
    );
  }
});

const STATEMENT = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

function nested(depth: number): Json {
  return JSON.parse(`{"Statement":${'['.repeat(depth)}${']'.repeat(depth)}}`) as Json;
}

describe('a hostile document', () => {
  it.each<[string, Json, Json]>([
    ['nested 100,000 deep', nested(100_000), nested(100_001)],
    ['with 50,000 statements', { Statement: Array.from({ length: 50_000 }, () => STATEMENT) }, {}],
    [
      'with a list of 200,000 texts',
      { Statement: { ...STATEMENT, Action: Array.from({ length: 200_000 }, () => 'a:b') } },
      {},
    ],
    [
      'with a member __proto__',
      JSON.parse('{"Statement":[],"__proto__":{"Effect":"Allow"}}') as Json,
      { Statement: [] },
    ],
    [
      'with a lone surrogate',
      { Statement: { ...STATEMENT, Action: 's3:\ud800' } },
      { Statement: { ...STATEMENT, Action: 's3:\udfff' } },
    ],
    [
      'with objects in its lists',
      { Statement: { ...STATEMENT, Action: [{ Ref: 'a' }] } },
      { Statement: { ...STATEMENT, Action: [{ Ref: 'b' }] } },
    ],
    ['with nothing for statements', { Statement: null }, { Statement: false }],
  ])('%s gets a diagnostic and is not equal to another', (_, json, other) => {
    expect(checkGrammar(json, 'identity').some((issue) => issue.severity === 'error')).toBe(true);
    expect(policiesEqual(json, other, 'identity', AWS)).toBe(false);
    expect(policiesEqual(json, { Version: '2012-10-17', Statement: STATEMENT }, 'identity', AWS)).toBe(false);
    expect(diffStatements(json, undefined, 'identity', AWS)).toBeDefined();
  });
});
