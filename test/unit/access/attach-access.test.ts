import { describe, expect, it } from '@jest/globals';
import { netEffectOf } from '../../../src/access/net-effect.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { parseIntegration } from '../../../src/desired/parse-integration.ts';
import type { AccessDelta } from '../../../src/model/access.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { policiesToRead } from '../../../src/assess/access.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { describeAccess } from '../../../src/report/describe-access.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import { AS_IT_IS } from '../../../src/report/say-statement.ts';
import { assessedOf } from '../../helpers/assessed.ts';
import {
  allow,
  inline,
  integration,
  live,
  planInput,
  resource,
  role,
  scope,
  stack,
  trustOf,
} from '../../helpers/resources.ts';

const ARN = 'arn:aws:iam::111122223333:policy/m';
const AWS_ARN = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

async function planOf(
  desired: readonly Resource[],
  before: readonly Resource[],
  contents: Readonly<Record<string, JsonObject>> = {},
): Promise<{ readonly plan: AssessedPlan; readonly plain: Plan; readonly asked: readonly string[] }> {
  const input = planInput({
    scope: scope([integration('i', desired)]),
    stacks: before.length === 0 ? [] : [stack('i', before)],
    live: live(before),
  });
  const plain = buildPlan(input);
  const read = new Map(Object.entries(contents).map(([arn, document]) => [arn, { version: 'v3', document }]));
  const plan = assessedOf(input, { catalogue: await readCatalogue(), contents: read });
  return { plan, plain, asked: policiesToRead(plain, input) };
}

function accessOf(plan: AssessedPlan, address: string): AccessDelta | undefined {
  return plan.integrations[0]?.entries.find((entry) => entry.address === address)?.access;
}

function says(plan: AssessedPlan, address: string): readonly string[] {
  const access = accessOf(plan, address);
  return access === undefined ? [] : describeAccess(access, 'it', AS_IT_IS).map(({ text }) => text);
}

describe('the access delta of a plan', () => {
  it('is that of the role when only its managed policy changes', async () => {
    const policy = (action: string): Resource =>
      resource('managed-policy', 'm', { PolicyDocument: allow(action, 'arn:aws:s3:::b/*') });
    const holder = role('r', { ManagedPolicyArns: [ARN] });
    const { plan } = await planOf([holder, policy('s3:PutObject')], [holder, policy('s3:GetObject')]);
    expect(says(plan, 'role/r')).toEqual([
      'it gains Write on s3 b/*: PutObject',
      'it loses Read on s3 b/*: GetObject',
    ]);
    expect(accessOf(plan, 'managed-policy/m')).toBeUndefined();
  });

  it('is that of the declared policy, in whichever case it is named', async () => {
    const policy = resource('managed-policy', 'm', { PolicyDocument: allow('s3:PutObject', '*') });
    const holder = role('r', { ManagedPolicyArns: [ARN.replace('/m', '/M')] });
    const { plan } = await planOf([holder, policy], []);
    expect(says(plan, 'role/r')).toContain('it gains Write on every s3 resource: PutObject');
  });

  it('is that of a user over its groups', async () => {
    const group = (action: string): Resource =>
      resource('group', 'g', { Policies: [inline('p', allow(action, '*'))] });
    const user = resource('user', 'u', {
      Groups: ['g'],
      Policies: [inline('own', allow('s3:GetObject', '*'))],
    });
    const { plan } = await planOf([user, group('s3:Get*')], [user, group('s3:GetObject')]);
    expect(says(plan, 'user/u')).toEqual([
      'it gains Read on every s3 resource: GetObjectVersion, GetBucketAcl (+60)',
    ]);
  });

  it('reads AWS-managed policies by their document, and names the version', async () => {
    const attached = role('r', { ManagedPolicyArns: [AWS_ARN] });
    const { plan, asked } = await planOf([attached], [role('r')], { [AWS_ARN]: allow('s3:GetObject', '*') });
    expect(asked).toEqual([AWS_ARN]);
    expect(says(plan, 'role/r')).toEqual(['it gains Read on every s3 resource: GetObject']);
    expect(accessOf(plan, 'role/r')?.awsManaged).toEqual([
      { arn: AWS_ARN, version: 'v3', change: 'attached' },
    ]);
  });

  it('says so when their contents were not read', async () => {
    const { plan } = await planOf([role('r', { ManagedPolicyArns: [AWS_ARN] })], [role('r')]);
    expect(says(plan, 'role/r')).toEqual([`it gets the policy ${AWS_ARN}: contents not read`]);
  });

  it('is everything when a role is deleted, and nothing when nothing moves', async () => {
    const holder = role('r', { Policies: [inline('p', allow('s3:GetObject', '*'))] });
    const { plan } = await planOf([role('other')], [holder, role('other')]);
    expect(says(plan, 'role/r')).toContain('it loses Read on every s3 resource: GetObject');
    expect(accessOf(plan, 'role/other')).toBeUndefined();
  });

  it('shows no external id, in no report', async () => {
    const trusting = role('r', {
      AssumeRolePolicyDocument: trustOf('AWS', '406095609952', {
        StringEquals: { 'sts:ExternalId': 'logzio:aws:extid:4k2vq8m1t7' },
      }),
    });
    const { plan } = await planOf([trusting], []);
    expect(accessOf(plan, 'role/r')?.trust?.gains).toHaveLength(1);
    for (const format of ['text', 'markdown', 'json'] as const) {
      const report = renderPlan(plan, format, { command: 'plan', color: false });
      expect(report).toContain('logzio:…8m1t7');
      expect(report).not.toContain('4k2vq8m1t7');
    }
  });

  it('spells condition keys as the documents do, those of policies that stay too', async () => {
    const limit = resource('managed-policy', 'm', {
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: '*',
            Resource: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'true' } },
          },
        ],
      },
    });
    const bounded = (action: string): Resource =>
      role('r', { PermissionsBoundary: ARN, Policies: [inline('p', allow(action, '*'))] });
    const { plan } = await planOf([bounded('s3:GetObject'), limit], [bounded('s3:PutObject'), limit]);
    expect(says(plan, 'role/r')).toEqual([
      'it gains Read on every s3 resource with TLS: GetObject',
      'it loses Write on every s3 resource with TLS: PutObject',
    ]);
  });

  it('is not in the digest', async () => {
    const { plan, plain } = await planOf([role('r', { ManagedPolicyArns: [AWS_ARN] })], [role('r')]);
    expect(plan.integrations[0]?.digest).toBe(plain.integrations[0]?.digest);
  });
});

it('a suspended integration loses all that it could do', async () => {
  const text = (suspend: string): string =>
    `integration: i\ndescription: d\n${suspend}roles:\n  - RoleName: r\n    AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: { Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" } }\n    Policies: [{ PolicyName: p, PolicyDocument: { Version: "2012-10-17", Statement: { Effect: Allow, Action: "s3:*", Resource: "*" } } }]\n`;
  const context = { account: '111122223333', partition: 'aws', region: 'eu-west-1', tags: {} };
  const [before, after] = ['', 'suspend: true\n'].map((line) =>
    parseIntegration(text(line), 'i.yaml', context).integration!.resources.map((item) => item.resource),
  );
  const { plan } = await planOf(after!, before!);
  expect(says(plan, 'role/r')).toEqual(['it loses every action of s3 on every resource']);
  expect(netEffectOf(accessOf(plan, 'role/r')!)).toBe('loses');
  expect(plan.integrations[0]?.entries[0]?.changes.map((change) => change.member)).toEqual([
    'rolekeeper-suspended',
  ]);
});

describe('of a live document without a certain meaning', () => {
  const allowed = allow('s3:GetObject', 'arn:aws:s3:::b/*');
  const withStatement = (statement: JsonObject): JsonObject => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*', ...statement }],
  });
  const holding = (document: JsonObject): Resource => role('r', { Policies: [inline('p', document)] });

  it.each<readonly [string, JsonObject, RegExp]>([
    [
      'a condition key twice',
      { Condition: { StringEquals: { 'aws:username': 'a', 'AWS:UserName': 'b' } } },
      /username/i,
    ],
    ['an operator that does not exist', { Condition: { StringFoo: { 'aws:username': 'a' } } }, /StringFoo/],
    ['a resource that is not an ARN', { Resource: ['b/*', 'arn:aws:s3:::b/*'] }, /"b\/\*"/],
  ])(
    'with %s, what is gained is only possible, and the whole document is shown',
    async (_title, statement, why) => {
      const { plan } = await planOf([holding(allowed)], [holding(withStatement(statement))]);
      const [gained, unclear, ...rest] = says(plan, 'role/r');
      expect([gained, rest]).toEqual(['it may gain Read on s3 b/*: GetObject', []]);
      expect(unclear).toMatch(
        /^the policy p of it, before this change, has a part that rolekeeper cannot judge \(/,
      );
      expect(unclear).toMatch(why);
      expect(unclear).toMatch(/: what it gives or takes is not in this comparison$/);
      expect(renderPlan(plan, 'text', { command: 'plan', color: false })).toContain(
        'inline policy p, as a whole',
      );
    },
  );

  it('principals that the desired trust policy lets in may be new', async () => {
    const trust = (...more: readonly JsonObject[]): Resource =>
      role('r', {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::999988887777:root' },
              Action: 'sts:AssumeRole',
            },
            ...more,
          ],
        },
      });
    const except = { AWS: 'arn:aws:iam::999988887777:role/v' };
    const { plan } = await planOf(
      [trust()],
      [trust({ Effect: 'Deny', NotPrincipal: except, Action: 'sts:AssumeRole' })],
    );
    expect(says(plan, 'role/r')).toEqual([
      'AWS account 999988887777 may newly assume it, without further proof',
      expect.stringMatching(
        /^the trust policy of it, before this change, has a part that rolekeeper cannot judge \(.*NotPrincipal/,
      ),
    ]);
  });

  it('"*:*" is everything', async () => {
    const debug = role('r', {
      Policies: [inline('p', allowed), inline('debug', allow('*:*', '*'))],
    });
    const { plan } = await planOf([holding(allowed)], [debug]);
    expect(renderPlan(plan, 'text', { command: 'plan', color: false })).toMatch(
      /role\/r keeps only s3:GetObject, on b\/\*; it loses everything else\s+\(was: everything on\s+everything\)/,
    );
  });
});
