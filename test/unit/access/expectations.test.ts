import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import type { Scope } from '../../../src/model/integration.ts';
import { checkExpectations } from '../../../src/plan/check-expectations.ts';

const SETTINGS = 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n';

const FILE = `integration: x
description: d
roles:
  - RoleName: r
    AssumeRolePolicyDocument:
      Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Principal: { AWS: arn:aws:iam::406095609952:root }
          Action: sts:AssumeRole
          Condition: { StringEquals: { sts:ExternalId: a1 } }
    ManagedPolicyArns: [m]
    Policies:
      - PolicyName: p
        PolicyDocument:
          Version: "2012-10-17"
          Statement:
            - { Effect: Allow, Action: "s3:Get*", Resource: "arn:aws:s3:::b/*" }
            - { Sid: NoSecrets, Effect: Deny, Action: "s3:*", Resource: "arn:aws:s3:::b/secret/*" }
            - Effect: Allow
              Action: s3:PutObject
              Resource: "arn:aws:s3:::b/\${aws:username}/*"
              Condition: { Bool: { aws:SecureTransport: "true" } }
managedPolicies:
  - ManagedPolicyName: m
    PolicyDocument:
      Version: "2012-10-17"
      Statement: { Effect: Allow, Action: s3:ListBucket, Resource: "*" }
`;

function scopeOf(text: string): Scope {
  const files = [
    { file: 'desired/rolekeeper.yaml', name: 'rolekeeper.yaml', text: SETTINGS },
    { file: 'desired/x.yaml', name: 'x.yaml', text },
  ];
  const { scope, diagnostics } = parseScope('desired', files);
  if (scope === undefined) throw new Error(JSON.stringify(diagnostics));
  return scope;
}

async function broken(expectation: string, file = FILE): Promise<readonly string[]> {
  const scope = scopeOf(`${file}expect:\n  - ${expectation}\n`);
  return checkExpectations(scope, await readCatalogue()).map(
    ({ severity, message, location }) => `${severity} line ${location?.line ?? 0}: ${message}`,
  );
}

const LINE = FILE.split('\n').length + 1;
const role = (rest: string): string => `{ principal: role/r, ${rest} }`;
const assume = (rest: string): string => `{ assume: role/r, ${rest} }`;

describe('an expectation that holds says nothing', () => {
  it.each([
    role('allow: [s3:GetObject], on: ["arn:aws:s3:::b/2026/x.gz"]'),
    role('allow: [s3:ListBucket], on: ["arn:aws:s3:::c"]'),
    role('deny: [s3:DeleteObject, "iam:*"], on: ["*"]'),
    role('deny: ["s3:*"], on: ["arn:aws:s3:::b/secret/*"]'),
    role('deny: [s3:GetObject], on: ["arn:aws:s3:::c/*"]'),
    role('deny: [s3:PutObject], on: ["*"], with: { aws:SecureTransport: "false" }'),
    role(
      'allow: [s3:PutObject], on: ["arn:aws:s3:::b/u/*"], with: { aws:SecureTransport: "true", aws:username: u }',
    ).replace('b/u/*', 'b/u/x'),
    assume('by: "406095609952", with: { sts:ExternalId: a1 }, allow: true'),
    assume('by: "406095609952", allow: false'),
    assume('by: ec2.amazonaws.com, allow: false'),
    assume('by: "*", allow: false'),
  ])('%s', async (expectation) => {
    expect(await broken(expectation)).toEqual([]);
  });
});

describe('an expectation that is broken names the statement that decided it', () => {
  it.each<readonly [string, string]>([
    [
      role('allow: [s3:DeleteObject], on: ["arn:aws:s3:::b/x"]'),
      'role/r is not allowed s3:DeleteObject on arn:aws:s3:::b/x: no statement allows it',
    ],
    [
      role('allow: [s3:GetObject], on: ["arn:aws:s3:::b/secret/x"]'),
      'role/r is not allowed s3:GetObject on arn:aws:s3:::b/secret/x: statement 2 "NoSecrets" of p (desired/x.yaml:19) denies it',
    ],
    [
      role('deny: ["s3:List*"], on: ["arn:aws:s3:::b"]'),
      'role/r is allowed s3:ListBucket on arn:aws:s3:::b: statement 1 of arn:aws:iam::111122223333:policy/m (desired/x.yaml:28) allows it',
    ],
    [
      role('deny: [s3:PutObject], on: ["arn:aws:s3:::b/any-other-value/x"]'),
      'role/r is allowed s3:PutObject on arn:aws:s3:::b/any-other-value/x: statement 3 of p (desired/x.yaml:20) allows it',
    ],
    [
      assume('by: "406095609952", allow: true'),
      'arn:aws:iam::406095609952:role/rolekeeper-any-other-role is not allowed to assume role/r: no statement allows it',
    ],
    [
      assume('by: "arn:aws:iam::406095609952:role/x", with: { sts:ExternalId: a1 }, allow: false'),
      'arn:aws:iam::406095609952:role/x is allowed to assume role/r: statement 1 of the trust policy (desired/x.yaml:8) allows it',
    ],
  ])('%s', async (expectation, message) => {
    expect(await broken(expectation)).toEqual([`error line ${LINE}: ${message}`]);
  });
});

describe('an expectation that hangs on a policy of AWS', () => {
  const file = FILE.replace('[m]', '[m, "arn:aws:iam::aws:policy/AmazonS3FullAccess"]');

  it('is not called broken, and not called kept', async () => {
    expect(await broken(role('deny: ["iam:*"], on: ["*"]'), file)).toEqual([
      `warning line ${LINE}: not checked: it hangs on arn:aws:iam::aws:policy/AmazonS3FullAccess, whose contents are not in the files`,
    ]);
  });

  it('is kept where the files alone allow it, and broken where they alone deny it', async () => {
    expect(await broken(role('allow: [s3:ListBucket], on: ["arn:aws:s3:::c"]'), file)).toEqual([]);
    expect(await broken(role('allow: [s3:GetObject], on: ["arn:aws:s3:::b/secret/x"]'), file)).toHaveLength(
      1,
    );
  });
});

it('a suspended integration is tested as it will be again', async () => {
  const expectation = role('allow: [s3:ListBucket], on: ["arn:aws:s3:::c"]');
  expect(await broken(expectation, `suspend: true\n${FILE}`)).toEqual([]);
});
