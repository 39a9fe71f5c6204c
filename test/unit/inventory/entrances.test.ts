import { describe, expect, test } from '@jest/globals';
import { entrancesOf } from '../../../src/inventory/entrances.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { sayEntrance } from '../../../src/report/inventory/say-entrance.ts';
import { knownVendors } from '../../../src/vendors/known-vendors.ts';

const NEIGHBOURHOOD = {
  account: '111122223333',
  partition: 'aws',
  ownAccounts: new Map([['222233334444', 'network']]),
  vendors: knownVendors(),
};
const GITHUB = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const SUBJECT = 'token.actions.githubusercontent.com:sub';

function said(Principal: Json, Condition?: JsonObject): readonly string[] {
  const Statement = {
    Effect: 'Allow',
    Principal,
    Action: ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'],
    ...(Condition === undefined ? {} : { Condition }),
  };
  const trust = { Version: '2012-10-17', Statement: [Statement] };
  return entrancesOf(trust, NEIGHBOURHOOD).map(sayEntrance);
}

const anybody = { AWS: '*' };

describe('who a trust policy lets in, and with what proof', () => {
  test.each<[string, Json, JsonObject | undefined, readonly string[]]>([
    ['a service of AWS', { Service: 'ec2.amazonaws.com' }, undefined, []],
    ['the account itself', { AWS: '111122223333' }, undefined, []],
    ['a principal that was deleted', { AWS: 'AROA1234567890EXAMPLE' }, undefined, []],
    ['all', '*', undefined, ['anybody with an AWS account, without proof']],
    [
      'all of two accounts',
      anybody,
      { StringEquals: { 'aws:PrincipalAccount': ['606060606060', '222233334444', '111122223333'] } },
      [
        'own account network (222233334444), from AWS account 222233334444',
        'unknown AWS account 606060606060, from AWS account 606060606060',
      ],
    ],
    [
      'all of an organization',
      anybody,
      { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdef1234' } },
      ['every account of the organization o-abcdef1234'],
    ],
    [
      'all of a unit of an organization',
      anybody,
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcdef1234/r-ab12/ou-ab12-11111111/*' } },
      ['every account of the organization o-abcdef1234 in o-abcdef1234/r-ab12/ou-ab12-11111111/*'],
    ],
    [
      'an external id',
      { AWS: '464622532012' },
      { StringEquals: { 'sts:ExternalId': '3f9a8c1d2e4b5a69' } },
      ['Datadog (AWS account 464622532012), with external id #2c7e9f'],
    ],
    [
      'any external id',
      { AWS: '464622532012' },
      { StringLike: { 'sts:ExternalId': '*' } },
      ['Datadog (AWS account 464622532012), without proof'],
    ],
    [
      'an external id, if there is one',
      { AWS: '464622532012' },
      { StringEqualsIfExists: { 'sts:ExternalId': '3f9a8c1d2e4b5a69' } },
      ['Datadog (AWS account 464622532012), without proof'],
    ],
    [
      'all networks',
      { AWS: '909090909090' },
      { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
      ['unknown AWS account 909090909090, without proof'],
    ],
    [
      'the subject of a token',
      { Federated: GITHUB },
      { StringLike: { [SUBJECT]: ['repo:acme/a:*', 'repo:acme/b:*'] } },
      ['GitHub Actions, with subject repo:acme/a:*, repo:acme/b:*'],
    ],
    [
      'any subject',
      { Federated: GITHUB },
      { StringLike: { [SUBJECT]: '*' } },
      ['GitHub Actions, with any subject'],
    ],
    [
      'any repository',
      { Federated: GITHUB },
      { StringLike: { [SUBJECT]: ['repo:acme/a', 'repo:*'] } },
      ['GitHub Actions, with any subject'],
    ],
    [
      'an audience alone, of several',
      { Federated: GITHUB },
      {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': ['sts.amazonaws.com', 'https://github.com/acme'],
        },
      },
      ['GitHub Actions, with any subject'],
    ],
    [
      'a SAML provider',
      { Federated: 'arn:aws:iam::111122223333:saml-provider/Okta' },
      { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      ['SAML provider Okta, with its assertion'],
    ],
  ])('%s', (_, principal, condition, expected) => {
    expect([...said(principal, condition)].sort()).toEqual(expected);
  });
});

describe('what a principal cannot call, or is denied, is no way in', () => {
  const VENDOR = { AWS: 'arn:aws:iam::909090909090:root' };
  const BOB = { AWS: 'arn:aws:iam::909090909090:user/bob' };
  const unknown = 'unknown AWS account 909090909090';
  const allow = (Principal: Json, Action: Json = 'sts:AssumeRole'): JsonObject => ({
    Effect: 'Allow',
    Principal,
    Action,
  });
  const deny = (Principal: Json, Action: Json = 'sts:AssumeRole', Condition?: JsonObject): JsonObject => ({
    Effect: 'Deny',
    Principal,
    Action,
    ...(Condition === undefined ? {} : { Condition }),
  });
  const UNLESS = { StringNotEquals: { 'sts:ExternalId': '3f9a8c1d2e4b5a69' } };

  test.each<[string, readonly JsonObject[], readonly string[]]>([
    ['a federation with AssumeRole', [allow({ Federated: GITHUB })], []],
    ['an account with a token', [allow(VENDOR, 'sts:AssumeRoleWithWebIdentity')], []],
    ['session tags alone', [allow(VENDOR, 'sts:TagSession')], []],
    [
      'any token',
      [allow('*', 'sts:AssumeRoleWithWebIdentity')],
      ['anybody with an identity of any OIDC provider, without proof'],
    ],
    [
      'any assertion',
      [allow('*', 'sts:AssumeRoleWithSAML')],
      ['anybody with an identity of any SAML provider, without proof'],
    ],
    ['a Deny of everybody', [allow(VENDOR), deny('*')], []],
    ['a Deny of the account', [allow(VENDOR), deny(VENDOR)], []],
    ['a Deny of the account of a user', [allow(BOB), deny(VENDOR)], []],
    ['a Deny of one user', [allow(VENDOR), deny(BOB)], [`${unknown}, without proof`]],
    ['a Deny of session tags', [allow(VENDOR), deny('*', 'sts:TagSession')], [`${unknown}, without proof`]],
    [
      'a Deny of the account without its external id',
      [allow(VENDOR), deny(VENDOR, 'sts:AssumeRole', UNLESS)],
      [`${unknown}, with external id #2c7e9f`],
    ],
    [
      'a Deny of one user without an external id',
      [allow(VENDOR), deny(BOB, 'sts:AssumeRole', UNLESS)],
      [`${unknown}, without proof`],
    ],
    [
      'a Deny of session tags without an external id',
      [allow(VENDOR), deny('*', 'sts:TagSession', UNLESS)],
      [`${unknown}, without proof`],
    ],
  ])('%s', (_, Statement, expected) => {
    const trust = { Version: '2012-10-17', Statement };
    expect(entrancesOf(trust, NEIGHBOURHOOD).map(sayEntrance)).toEqual(expected);
  });
});
