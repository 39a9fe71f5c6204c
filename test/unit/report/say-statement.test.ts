import { sayReachConditions } from '../../../src/report/say-condition.ts';
import { describe, expect, it } from '@jest/globals';
import { AS_IT_IS, sayPrincipal, sayStatement } from '../../../src/report/say-statement.ts';
import type { PolicyStatement } from '../../../src/model/statement.ts';
import { allow, line, LOGZIO, set, trust } from './plan-builders.ts';

const cases: readonly [PolicyStatement, string][] = [
  [allow(['s3:GetObject'], ['arn:aws:s3:::logs/*']), 'Allow s3:getobject on arn:aws:s3:::logs/*'],
  [allow(['*'], ['*']), 'Allow every action (*) on every resource (*)'],
  [
    trust([LOGZIO], [line('StringEquals', 'sts:ExternalId', 'a', 'b')]),
    'Allow sts:assumerole to AWS account 406095609952 when sts:ExternalId StringEquals a or b',
  ],
  [trust(['AWS:*']), 'Allow sts:assumerole to anybody (*)'],
  [trust(['Service:glue.amazonaws.com']), 'Allow sts:assumerole to the service glue.amazonaws.com'],
  [
    trust(['Federated:arn:aws:iam::111122223333:oidc-provider/x']),
    'Allow sts:assumerole to identity provider arn:aws:iam::111122223333:oidc-provider/x',
  ],
  [
    trust(['AWS:AROAEXAMPLE123']),
    'Allow sts:assumerole to the id AROAEXAMPLE123, of none of the roles and users that were read',
  ],
  [trust(['AWS:406095609952']), 'Allow sts:assumerole to AWS account 406095609952'],
  [
    {
      effect: 'Deny',
      principal: { negated: true, patterns: ['AWS:arn:aws:iam::111122223333:role/x'] },
      action: { negated: true, patterns: ['iam:PassRole'] },
      condition: [line('Null', 'aws:MultiFactorAuthPresent', 'true'), line('StringEquals', 'a')],
    },
    'Deny every action except iam:PassRole to every principal except arn:aws:iam::111122223333:role/x when aws:MultiFactorAuthPresent Null true and a StringEquals (nothing)',
  ],
];

describe('a statement in words', () => {
  it.each(cases)('%#', (statement, expected) => expect(sayStatement(statement, AS_IT_IS)).toBe(expected));

  it('counts what a short style leaves out', () =>
    expect(
      sayStatement(
        {
          effect: 'Allow',
          action: set('a:1', 'a:2', 'a:3'),
          resource: set(),
          condition: [line('X', 'k', '1', '2', '3')],
        },
        { ...AS_IT_IS, most: 2 },
      ),
    ).toBe('Allow a:1, a:2 and 1 more on nothing when k X 1 or 2 or 1 more'));
});

it.each([
  // The nearer of two bounds says it.
  [['60'], 'is at least 60'],
  [['60', '90'], 'is at least 5 and aws:MultiFactorAuthAge is not below 60 and not 90'],
])('a comparison with %j that is excepted is said by what is left of it', (values, left) => {
  const key = 'aws:MultiFactorAuthAge';
  const said = sayReachConditions(
    {
      on: ['*'],
      alsoOn: [],
      notOn: [],
      when: [{ operator: 'NumericGreaterThanEquals', key, values: ['5'] }],
      except: [{ on: [], notOn: [], when: [{ operator: 'NumericLessThan', key, values }] }],
    },
    AS_IT_IS,
  );
  expect(said).toBe(` when ${key} ${left}`);
});

it.each([
  ['AWS:arn:aws:iam::111122223333:root', 'this account (111122223333)'],
  ['AWS:arn:aws:iam::111122223333:role/a/b', 'role/a/b of this account'],
  ['AWS:arn:aws:iam::999988887777:root', 'AWS account 999988887777'],
  ['AWS:arn:aws:iam::999988887777:role/b', 'arn:aws:iam::999988887777:role/b'],
])('of a role of an account, %s is %s', (principal, said) =>
  expect(sayPrincipal(principal, { ...AS_IT_IS, account: '111122223333' })).toBe(said),
);

it.each([
  [['NumericLessThanEquals', '500'], ['NumericGreaterThan', '100'], 'is above 100 and at most 500'],
  [['NumericGreaterThanEquals', '1'], ['NumericLessThan', '9'], 'is at least 1 and below 9'],
])('both bounds of one number are one clause: %j and %j', (one, other, said) => {
  const key = 'ec2:VolumeSize';
  const when = [one, other].map(([operator = '', value = '']) => ({ operator, key, values: [value] }));
  expect(sayReachConditions({ on: ['*'], alsoOn: [], notOn: [], when, except: [] }, AS_IT_IS)).toBe(
    ` when ${key} ${said}`,
  );
});
