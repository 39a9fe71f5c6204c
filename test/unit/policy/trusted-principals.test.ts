import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/model/json.ts';
import { trustedPrincipals } from '../../../src/policy/trusted-principals.ts';

function trust(Principal: Json, more: Record<string, Json> = {}): Json {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }],
  };
}

describe('the principals that a trust policy lets in', () => {
  it.each<[string, Json, readonly string[]]>([
    ['an account', trust({ AWS: '123456789012' }), ['AWS:arn:aws:iam::123456789012:root']],
    ['everyone', trust({ AWS: '*' }), ['*']],
    [
      'several, sorted',
      trust({ Service: 'ec2.amazonaws.com', AWS: ['123456789012', 'arn:aws:iam::123456789012:root'] }),
      ['AWS:arn:aws:iam::123456789012:root', 'Service:ec2.amazonaws.com'],
    ],
    ['a provider', trust({ Federated: 'accounts.google.com' }), ['Federated:accounts.google.com']],
    ['none by a Deny', trust('*', { Effect: 'Deny' }), []],
    [
      'every principal that is not named',
      { Statement: { Effect: 'Allow', NotPrincipal: { AWS: '123456789012' } } },
      ['*'],
    ],
    [
      'a principal of a broken document',
      trust({ AWS: ['arn:aws:iam::123456789012:role/*', 5], X: 'y' }),
      ['AWS:5', 'AWS:arn:aws:iam::123456789012:role/*', 'X:y'],
    ],
    ['a bare ARN', trust('arn:aws:iam::123456789012:root'), ['AWS:arn:aws:iam::123456789012:root']],
    ['none by no document', null, []],
  ])('%s', (_, document, expected) => {
    expect(trustedPrincipals(document)).toEqual(expected);
  });

  it('is of the partition that is given', () => {
    expect(trustedPrincipals(trust({ AWS: '123456789012' }), { partition: 'aws-cn' })).toEqual([
      'AWS:arn:aws-cn:iam::123456789012:root',
    ]);
  });
});
