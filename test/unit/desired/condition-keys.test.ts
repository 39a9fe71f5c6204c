import { describe, expect, it } from '@jest/globals';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import type { ActionCatalogue } from '../../../src/model/action-catalogue.ts';

const CATALOGUE: ActionCatalogue = {
  source: 'test',
  globalKeys: [
    'aws:PrincipalArn',
    'aws:PrincipalTag/*',
    'aws:RequestTag/*',
    'aws:SourceIp',
    'aws:TagKeys',
    'lambda:SourceFunctionArn',
  ],
  services: {
    kms: { resources: {}, actions: {}, keys: ['kms:EncryptionContext:*', 'kms:ViaService'] },
    lambda: { resources: {}, actions: {}, keys: ['lambda:FunctionArn'] },
    s3: {
      resources: {},
      actions: { Read: { GetObject: [] } },
      keys: ['s3:ExistingObjectTag/*', 's3:max-keys', 's3:prefix'],
    },
    sts: { resources: {}, actions: { Write: { AssumeRole: [] } }, keys: ['sts:ExternalId'] },
    support: { resources: {}, actions: {} },
  },
};

/** What `validate` warns of one condition key, with its place. */
function warnings(key: string, where: 'policy' | 'trust' = 'policy', operator = 'StringEquals'): readonly string[] {
  const condition = `Condition: {${operator}: {"${key}": abcd1234}}`;
  const statement =
    where === 'policy'
      ? `{Effect: Allow, Action: s3:GetObject, Resource: "*", ${condition}}`
      : `{Effect: Allow, Principal: {AWS: "arn:aws:iam::999988887777:root"}, Action: sts:AssumeRole, ${condition}}`;
  const text = [
    'integration: x',
    'description: d',
    ...(where === 'policy'
      ? ['managedPolicies:', '  - ManagedPolicyName: m', '    PolicyDocument:']
      : ['roles:', '  - RoleName: r', '    AssumeRolePolicyDocument:']),
    '      Version: "2012-10-17"',
    '      Statement:',
    `        - ${statement}`,
    '',
  ].join('\n');
  const settings = 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n';
  const files = [
    { file: 'd/rolekeeper.yaml', name: 'rolekeeper.yaml', text: settings },
    { file: 'd/x.yaml', name: 'x.yaml', text },
  ];
  const { scope, diagnostics } = parseScope({ directory: 'd', files, catalogue: CATALOGUE });
  expect(scope).toBeDefined();
  return diagnostics.map(
    ({ severity, code, message, hint, location }) =>
      `${location?.line ?? 0} ${severity} ${code}: ${message} -> ${hint ?? ''}`,
  );
}

const unknown = (key: string, hint: string): readonly string[] => [
  `8 warning unknown-condition-key: "${key}" is no condition key that is known: no request has it -> ${hint}`,
];

describe('a condition key that no request has is a warning with the key that was meant', () => {
  it.each([
    ['aws:SourceIpp', 'did you mean "aws:SourceIp"?'],
    ['aws:PrincipleArn', 'did you mean "aws:PrincipalArn"?'],
    ['aws:TagKey', 'did you mean "aws:TagKeys"?'],
    ['aws:RequestTags/Team', 'did you mean "aws:RequestTag/Team"?'],
    ['aws:PrincipalTag', 'did you mean "aws:PrincipalTag/…"?'],
    ['aws:PrincipalTag/', 'did you mean "aws:PrincipalTag/"?'],
    ['aws:MFAPresent', 'if AWS has it, it is newer than the catalogue, and this warning can be left'],
    ['s3:prefxi', 'did you mean "s3:prefix"?'],
    ['s3:ExistingObjectTags/a', 'did you mean "s3:ExistingObjectTag/a"?'],
    ['kms:ViaServices', 'did you mean "kms:ViaService"?'],
  ])('%s', (key, hint) => {
    expect(warnings(key)).toEqual(unknown(key, hint));
  });

  it('of a trust policy too, under any operator', () => {
    const said = unknown('sts:ExternalIdd', 'did you mean "sts:ExternalId"?');
    expect(warnings('sts:ExternalIdd', 'trust')).toEqual(said);
    expect(warnings('sts:ExternalIdd', 'trust', 'StringNotEqualsIfExists')).toEqual(said);
  });

  it.each([
    'aws:sourceip',
    'AWS:SourceIp',
    'aws:PrincipalTag/any/thing',
    'aws:RequestTag/${aws:PrincipalTag/team}',
    's3:MAX-keys',
    's3:ExistingObjectTag/a:b',
    'kms:EncryptionContext:aws:s3:arn',
    // Of one service, and sent to all.
    'lambda:SourceFunctionArn',
    // Of a service whose table may leave it out: nothing near.
    's3:x-amz-something-else',
    // Of a service without keys, of an identity provider, of nobody that is known.
    'support:anything',
    'token.actions.githubusercontent.com:sub',
    'saml:sub',
    'foo:bar',
  ])('not of %s', (key) => {
    expect(warnings(key)).toEqual([]);
  });
});
