import * as fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parseIntegration } from '../../../src/desired/parse-integration.ts';
import { evaluate } from '../../../src/policy/evaluate.ts';
import type { Json } from '../../../src/model/json.ts';
import { runsOf } from '../../helpers/thorough.ts';

const CONTEXT = { account: '111122223333', partition: 'aws', region: 'eu-central-1', tags: {} };

function trustOf(role: string): Json {
  const text = `integration: x\ndescription: d\nroles:\n  - RoleName: r\n${role}`;
  const { integration, diagnostics } = parseIntegration(text, 'desired/x.yaml', CONTEXT);
  const trust = integration?.resources[0]?.resource.properties['AssumeRolePolicyDocument'];
  if (trust === undefined) throw new Error(JSON.stringify(diagnostics));
  return trust;
}

const anyPrincipal = fc.oneof(
  fc.constantFrom('AWS:*', 'AWS:arn:aws:iam::111122223333:root', 'Service:ec2.amazonaws.com'),
  fc.stringMatching(/^[0-9]{12}$/).map((account) => `AWS:arn:aws:iam::${account}:root`),
  fc.stringMatching(/^[a-z]{1,8}$/).map((name) => `AWS:arn:aws:iam::111122223333:role/${name}`),
  fc
    .stringMatching(/^[a-z]{1,8}$/)
    .map((name) => `Federated:arn:aws:iam::111122223333:oidc-provider/${name}.com`),
);

const anyRequest = fc.record({
  principal: anyPrincipal,
  action: fc.constantFrom(
    'sts:AssumeRole',
    'sts:AssumeRoleWithSAML',
    'sts:AssumeRoleWithWebIdentity',
    'sts:TagSession',
    'sts:SetSourceIdentity',
  ),
  context: fc.dictionary(
    fc.constantFrom('sts:ExternalId', 'aws:PrincipalOrgID', 'aws:MultiFactorAuthPresent'),
    fc.string(),
  ),
});

describe('a role that is pending', () => {
  it('lets no request in, from any principal and with any context', () => {
    const document = trustOf('    pending: true\n');
    fc.assert(
      fc.property(anyRequest, (request) => {
        const { verdict } = evaluate({ kind: 'trust', document }, request, { partition: 'aws' });
        expect(verdict).not.toBe('allowed');
      }),
      runsOf(60),
    );
  });

  it('is a role with a trust policy like any other, and "pending: false" says nothing', () => {
    const trust =
      '    AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Deny, Principal: { AWS: "*" }, Action: "sts:AssumeRole" }] }\n';
    expect(trustOf('    pending: true\n')).toEqual(trustOf(trust));
    expect(trustOf(`    pending: false\n${trust}`)).toEqual(trustOf(trust));
  });
});
