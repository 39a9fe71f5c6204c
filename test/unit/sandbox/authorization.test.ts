import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../../src/sandbox/authorization/evaluate.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';

const document = (...Statement: readonly JsonObject[]): readonly JsonObject[] => [{ Statement }];
const request = { action: 'iam:CreateRole', resources: ['arn:aws:iam::1:role/a'], context: {} };
const ALLOW = { Effect: 'Allow', Action: 'iam:*', Resource: '*' };

describe('what policies decide', () => {
  it.each([
    ['nothing allows', document(), 'not-allowed'],
    ['something allows', document(ALLOW), 'allowed'],
    ['a Deny wins', document(ALLOW, { ...ALLOW, Effect: 'Deny', Action: 'iam:Create*' }), 'denied'],
    ['another resource', document({ ...ALLOW, Resource: 'arn:aws:iam::1:role/b' }), 'not-allowed'],
    [
      'all but that action',
      document({ Effect: 'Allow', NotAction: 'iam:CreateRole', Resource: '*' }),
      'not-allowed',
    ],
    ['all but another resource', document({ Effect: 'Allow', Action: '*', NotResource: '*/b' }), 'allowed'],
  ] as const)('%s', (_name, documents, decision) => expect(evaluate(documents, request)).toBe(decision));

  it.each([
    [{ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'a' } }, {}, 'not-allowed'],
    [{ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'a' } }, { 'aws:calledvia': ['b', 'a'] }, 'allowed'],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, 'not-allowed'],
    [{ 'ForAllValues:StringEquals': { k: 'a' } }, {}, 'allowed'],
    [{ StringEquals: { k: 'a' } }, {}, 'not-allowed'],
    [{ StringEqualsIfExists: { k: 'a' } }, {}, 'allowed'],
    [{ StringLike: { k: 'a-*' } }, { k: ['a-b'] }, 'allowed'],
    [{ ArnNotEquals: { k: 'a' } }, { k: ['a'] }, 'not-allowed'],
    [{ ArnNotEquals: { k: 'a' } }, { k: ['b'] }, 'allowed'],
    [{ Null: { k: 'true' } }, {}, 'allowed'],
  ] as const)('holds %j against %j', (Condition, context, decision) => {
    expect(evaluate(document({ ...ALLOW, Condition }), { ...request, context })).toBe(decision);
  });

  it('knows what it does not know', () => {
    const unknown = document({ ...ALLOW, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } });
    expect(() => evaluate(unknown, request)).toThrow('no condition IpAddress');
  });
});
