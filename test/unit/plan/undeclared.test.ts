import { describe, expect, it } from '@jest/globals';
import type { LiveResource } from '../../../src/model/live.ts';
import { findUndeclared } from '../../../src/plan/undeclared.ts';
import { resource } from '../../helpers/resources.ts';

const OWN = '111122223333';

function outside(principal: object, path = '/', Action = 'sts:AssumeRoleWithWebIdentity'): boolean {
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: principal, Action },
  };
  const role = resource('role', 'x', { Path: path, AssumeRolePolicyDocument: trust as never });
  const live = { resource: role, arn: `arn:aws:iam::${OWN}:role${path}x` } as unknown as LiveResource;
  const [found] = findUndeclared([live], new Set(), [OWN], { partition: 'aws' });
  return found?.trustsOutside === true;
}

const provider = (name: string, account = OWN) => ({ Federated: `arn:aws:iam::${account}:${name}` });

describe('a live role that no file declares', () => {
  it.each([
    ['another account', { AWS: '909090909090' }, 'sts:AssumeRole'],
    [
      'GitHub, of which every repository has tokens',
      provider('oidc-provider/token.actions.githubusercontent.com'),
    ],
    [
      'a SAML provider of another account',
      provider('saml-provider/okta', '909090909090'),
      'sts:AssumeRoleWithSAML',
    ],
    ['an identity pool', { Federated: 'cognito-identity.amazonaws.com' }],
  ])('is outside where it trusts %s', (_, principal, action = 'sts:AssumeRoleWithWebIdentity') => {
    expect(outside(principal, '/', action)).toBe(true);
  });

  it.each([
    ['a SAML provider of the account', provider('saml-provider/okta'), '/'],
    ['a cluster of the account', provider('oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0A1B'), '/'],
    ['a service', { Service: 'ec2.amazonaws.com' }, '/'],
    [
      'the provider of Identity Center',
      provider('saml-provider/AWSSSO_0_DO_NOT_DELETE', '909090909090'),
      '/aws-reserved/sso.amazonaws.com/eu-west-1/',
    ],
    ['what a service-linked role trusts', { AWS: '909090909090' }, '/aws-service-role/x.amazonaws.com/'],
  ])('is not outside where it trusts %s', (_, principal, path) => {
    expect(outside(principal, path)).toBe(false);
    for (const action of ['sts:AssumeRole', 'sts:AssumeRoleWithSAML'])
      expect(outside(principal, path, action)).toBe(false);
  });

  it.each([
    ['GitHub', provider('oidc-provider/token.actions.githubusercontent.com'), 'sts:AssumeRole'],
    ['GitHub', provider('oidc-provider/token.actions.githubusercontent.com'), 'sts:TagSession'],
    ['a SAML provider of another account', provider('saml-provider/okta', '909090909090'), 'sts:AssumeRole'],
    ['another account', { AWS: '909090909090' }, 'sts:AssumeRoleWithSAML'],
  ])('is not outside where it trusts %s with an action that it cannot call', (_, principal, action) => {
    expect(outside(principal, '/', action)).toBe(false);
  });
});
