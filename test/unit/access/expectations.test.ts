import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import type { Scope } from '../../../src/model/integration.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { RunBudget } from '../../../src/access/step-budget.ts';
import { checkExpectations, type IntegrationExpectations } from '../../../src/assess/check-expectations.ts';

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
  const { scope, diagnostics } = parseScope({ directory: 'desired', files });
  if (scope === undefined) throw new Error(JSON.stringify(diagnostics));
  return scope;
}

async function judged(
  expectation: string,
  file = FILE,
  contents: Readonly<Record<string, JsonObject>> = {},
): Promise<IntegrationExpectations> {
  const scope = scopeOf(`${file}expect:\n  - ${expectation}\n`);
  const known = Object.entries(contents).map(
    ([arn, document]) => [arn, { version: 'v7', document }] as const,
  );
  const [result] = checkExpectations(scope, await readCatalogue(), { contents: new Map(known) });
  return result!;
}

async function broken(expectation: string, file = FILE): Promise<readonly string[]> {
  const { broken: diagnostics, undecided } = await judged(expectation, file);
  expect(undecided).toEqual([]);
  return diagnostics.map(
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

it('an expectation that one budget was too small for is judged by the next', async () => {
  const scope = scopeOf(`${FILE}expect:\n  - ${role('allow: [s3:ListBucket], on: ["arn:aws:s3:::b"]')}\n`);
  const catalogue = await readCatalogue();
  const spent = new RunBudget(0);
  spent.of('x').spend(1e9);
  expect(checkExpectations(scope, catalogue, { budget: spent })[0]?.kept).toBe(0);
  expect(checkExpectations(scope, catalogue)[0]?.kept).toBe(1);
});

describe('an expectation that hangs on a policy of AWS', () => {
  const s3 = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
  const file = FILE.replace('[m]', `[m, "${s3}"]`);
  const policy = (statement: JsonObject): JsonObject => ({ Version: '2012-10-17', Statement: [statement] });
  const full = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });

  it.each([
    role('deny: ["iam:*"], on: ["*"]'),
    role('allow: [s3:DeleteObject], on: ["arn:aws:s3:::b/x"]'),
    // A policy of AWS may deny too.
    role('allow: [s3:ListBucket], on: ["arn:aws:s3:::c"]'),
  ])('is undecided without its contents: %s', async (expectation) => {
    expect(await judged(expectation, file)).toMatchObject({
      kept: 0,
      broken: [],
      undecided: [{ policies: [s3], location: { line: LINE } }],
      awsManaged: [],
    });
  });

  it('says what is undecided in words', async () => {
    const { undecided } = await judged(role('deny: ["iam:*"], on: ["*"]'), file);
    expect(undecided.map(({ expects }) => expects)).toEqual(['role/r must not iam:* on *']);
  });

  it.each([
    [role('deny: ["iam:*"], on: ["*"]'), 1, 0],
    [role('allow: [s3:DeleteObject], on: ["arn:aws:s3:::b/x"]'), 1, 0],
    [role('deny: [s3:DeleteObject], on: ["arn:aws:s3:::b/x"]'), 0, 1],
  ] as const)('is decided with them, as of their version: %s', async (expectation, kept, broken) => {
    const result = await judged(expectation, file, { [s3]: full });
    expect([result.kept, result.broken.length, result.undecided]).toEqual([kept, broken, []]);
    expect(result.awsManaged).toEqual([{ arn: s3, version: 'v7' }]);
  });

  it('names the statement of AWS that decided it, and the version', async () => {
    const result = await judged(role('deny: [s3:DeleteObject], on: ["arn:aws:s3:::b/x"]'), file, {
      [s3]: full,
    });
    expect(result.broken.map(({ message }) => message)).toEqual([
      `role/r is allowed s3:DeleteObject on arn:aws:s3:::b/x: statement 1 of ${s3} as of v7 allows it`,
    ]);
  });

  it('is decided without them where a Deny of the files decides', async () => {
    const secret = 'on: ["arn:aws:s3:::b/secret/x"]';
    expect(await broken(role(`allow: [s3:GetObject], ${secret}`), file)).toHaveLength(1);
    expect(await judged(role(`deny: ["s3:*"], ${secret}`), file)).toMatchObject({ kept: 1, undecided: [] });
  });

  it('is broken without them where a statement of the files allows what must not be', async () => {
    expect(await broken(role('deny: [s3:ListBucket], on: ["arn:aws:s3:::c"]'), file)).toHaveLength(1);
  });

  it('is decided without them where the boundary decides', async () => {
    const bounded = file.replace('    Policies:\n', `    PermissionsBoundary: limit\n    Policies:\n`);
    const limit = `  - ManagedPolicyName: limit
    PolicyDocument:
      Version: "2012-10-17"
      Statement: { Effect: Allow, Action: "s3:*", Resource: "*" }
`;
    const text = `${bounded}${limit}`;
    expect(await judged(role('deny: ["iam:*"], on: ["*"]'), text)).toMatchObject({ kept: 1, undecided: [] });
    const { broken: diagnostics } = await judged(role('allow: [iam:GetRole], on: ["*"]'), text);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('the boundary does not allow it'),
    ]);
    expect(await judged(role('deny: [s3:DeleteObject], on: ["*"]'), text)).toMatchObject({
      undecided: [{ policies: [s3] }],
    });
  });

  it('is undecided where the boundary is the policy', async () => {
    const text = FILE.replace('    Policies:\n', `    PermissionsBoundary: ${s3}\n    Policies:\n`);
    for (const verdict of ['allow', 'deny']) {
      const expectation = role(`${verdict}: [s3:ListBucket], on: ["arn:aws:s3:::c"]`);
      expect(await judged(expectation, text)).toMatchObject({ kept: 0, broken: [], undecided: [{}] });
      expect(await judged(expectation, text, { [s3]: full })).toMatchObject({
        kept: verdict === 'allow' ? 1 : 0,
        undecided: [],
      });
    }
    expect(await judged(role('deny: ["iam:*"], on: ["*"]'), text)).toMatchObject({ kept: 1 });
  });
});

it('a suspended integration is tested as it will be again', async () => {
  const expectation = role('allow: [s3:ListBucket], on: ["arn:aws:s3:::c"]');
  expect(await broken(expectation, `suspend: true\n${FILE}`)).toEqual([]);
});
