import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { identityDelta, type PrincipalPolicies } from '../../../src/access/identity-delta.ts';
import type { AccessDelta, Permission } from '../../../src/model/access.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { notability } from '../../../src/model/notable-actions.ts';
import { MOST_LINES, rollUpAccess, type RolledSentence } from '../../../src/report/roll-up.ts';
import { BRIEFLY } from '../../../src/report/say-statement.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { identityPolicy, LONGEST_RUN } from '../policy/generate-policy.ts';
import { deltaOfCase, type CaseSide } from '../access/cases.ts';
import { SMALL_CATALOGUE } from '../access/small-catalogue.ts';

const say = (delta: AccessDelta): readonly string[] =>
  rollUpAccess(delta, 'it', BRIEFLY).map(({ symbol, text }) => `${symbol} ${text}`);

type Statement = JsonObject;

function allow(
  Action: string | string[],
  Resource: string | string[] = '*',
  Condition?: JsonObject,
): Statement {
  return { Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

function deny(Action: string, Condition?: JsonObject): Statement {
  return { ...allow(Action, '*', Condition), Effect: 'Deny' };
}

function policy(...statements: readonly Statement[]): CaseSide {
  return { policies: [statements] };
}

function trust(...statements: readonly JsonObject[]): CaseSide {
  return {
    trust: statements.map((one) => ({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::999988887777:root' },
      Action: 'sts:AssumeRole',
      ...one,
    })),
  };
}

const LOGS = 'arn:aws:s3:::logs/*';
const read = allow('s3:GetObject', LOGS);
const tagged = (operator: string, value: string): Statement =>
  allow('s3:GetObject', LOGS, { [operator]: { 'aws:PrincipalTag/t': value } });
const from = (...ranges: string[]): Statement =>
  allow('s3:GetObject', LOGS, { IpAddress: { 'aws:SourceIp': ranges } });
const passTo = (service: string): Statement =>
  allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': service } });
const organization: JsonObject = { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdef1234' } };
const id = (value: string): JsonObject => ({ StringEquals: { 'sts:ExternalId': value } });
const everything = allow('*');
const REVOKED = '2026-11-28T10:00:00.000Z';
const revocation = deny('*', { DateLessThan: { 'aws:TokenIssueTime': REVOKED } });
const account = (last: number): string => `arn:aws:iam::9999888877${String(last).padStart(2, '0')}:root`;

interface Pair {
  readonly it: string;
  readonly before: CaseSide;
  readonly after: CaseSide;
  readonly says: readonly string[];
}

/** Changes that a person has to understand at once, each with everything that is said of it. */
const PAIRS: readonly Pair[] = [
  {
    it: 'a role that could read one bucket can do everything, told once',
    before: policy(read),
    after: policy(everything),
    says: ['+ it can now do everything on everything (could: s3:GetObject, on logs/*)'],
  },
  {
    it: 'a NotAction spares what it names, and not the service of what was there',
    before: policy(read),
    after: policy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }),
    says: [
      '+ it can now do everything but the actions of iam and organizations, on everything (could: s3:GetObject, on logs/*)',
    ],
  },
  {
    it: 'a grant that shrinks is told by what stays',
    before: policy(allow('s3:*')),
    after: policy(allow('s3:GetObject', 'arn:aws:s3:::acme/*'), allow('s3:ListBucket', 'arn:aws:s3:::acme')),
    says: [
      '- it keeps only s3:GetObject and s3:ListBucket, on acme and its objects; it loses everything else in s3 (was: every action of s3 on every resource)',
    ],
  },
  {
    it: 'of sts:* only what a trust policy is asked for',
    before: trust({}),
    after: trust({ Action: 'sts:*' }),
    says: [
      '+ AWS account 999988887777 can newly call SetContext, TagSession, SetSourceIdentity on it, without further proof',
    ],
  },
  {
    it: 'one range of addresses more',
    before: policy(from('203.0.113.0/24')),
    after: policy(from('198.51.100.0/24', '203.0.113.0/24')),
    says: ['+ it gains Read on s3 logs/* from 198.51.100.0/24: GetObject'],
  },
  {
    it: 'a key that may be absent now',
    before: policy(tagged('StringEquals', 'a')),
    after: policy(tagged('StringEqualsIfExists', 'a')),
    says: ['+ it gains Read on s3 logs/* when aws:PrincipalTag/t is absent: GetObject'],
  },
  {
    it: 'an account that is spared from now on, without a double negation',
    before: policy(allow('s3:GetObject')),
    after: policy(allow('s3:GetObject', '*', { StringNotEquals: { 'aws:ResourceAccount': '111122223333' } })),
    says: ['- it loses Read on every s3 resource when aws:ResourceAccount is 111122223333: GetObject'],
  },
  {
    it: 'only long-term credentials from now on',
    before: policy(allow('s3:GetObject')),
    after: policy(allow('s3:GetObject', '*', { Null: { 'aws:TokenIssueTime': 'true' } })),
    says: ['- it loses Read on every s3 resource with temporary credentials: GetObject'],
  },
  {
    it: 'roles that may be passed to any service',
    before: policy(passTo('lambda.amazonaws.com')),
    after: policy(allow('iam:PassRole')),
    says: ['+ it can newly pass every role to any service, not only lambda.amazonaws.com (iam:PassRole)'],
  },
  {
    it: 'roles that may be passed to one service',
    before: policy(),
    after: policy(passTo('lambda.amazonaws.com')),
    says: ['+ it can newly pass every role to lambda.amazonaws.com (iam:PassRole)'],
  },
  {
    it: 'a role that can be assumed',
    before: policy(),
    after: policy(allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/admin')),
    says: ['+ it can newly assume role/admin of account 111122223333'],
  },
  {
    it: 'a role that can no longer be assumed',
    before: policy(allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/admin')),
    after: policy(read),
    says: [
      '+ it gains Read on s3 logs/*: GetObject',
      '- it can no longer assume role/admin of account 111122223333',
    ],
  },
  {
    it: 'every KMS key',
    before: policy(),
    after: policy(allow('kms:Decrypt')),
    says: ['+ it can newly decrypt with every KMS key (kms:Decrypt)'],
  },
  {
    it: 'forty ranges, the widest first',
    before: policy(),
    after: policy(from(...Array.from({ length: 39 }, (_, index) => `203.0.${index}.0/24`), '198.51.0.0/16')),
    says: ['+ it gains Read on s3 logs/* from 198.51.0.0/16, 203.0.0.0/24 and 38 more: GetObject'],
  },
  {
    it: 'one of five values of a tag',
    before: policy(...['v1', 'v2', 'v3', 'v4', 'v5'].map((value) => tagged('StringEquals', value))),
    after: policy(...['v1', 'v2', 'v3', 'v4'].map((value) => tagged('StringEquals', value))),
    says: ['- it loses Read on s3 logs/* when aws:PrincipalTag/t is v5: GetObject'],
  },
  {
    it: 'a condition that goes with nearly all that it was on',
    before: policy(allow('*', '*', { Bool: { 'aws:SecureTransport': 'true' } })),
    after: policy(allow('s3:GetObject', 'arn:aws:s3:::b/*')),
    says: [
      '~ it keeps only s3:GetObject, on b/* (now also without TLS); it loses everything else (was: everything on everything with TLS)',
    ],
  },
  {
    it: 'nothing, of a pattern without wildcards in the place of a text',
    before: policy(tagged('StringEquals', 'x')),
    after: policy(tagged('StringLike', 'x')),
    says: [],
  },
  {
    it: 'nothing, of IfExists beside an operator that holds without the key',
    before: policy(tagged('StringNotEquals', 'x')),
    after: policy(tagged('StringNotEqualsIfExists', 'x')),
    says: [],
  },
  {
    it: 'nothing, of one address with and without its length',
    before: policy(from('203.0.113.5')),
    after: policy(from('203.0.113.5/32')),
    says: [],
  },
  {
    it: 'sessions that were revoked are told once',
    before: { policies: [[everything], [revocation]] },
    after: policy(allow('s3:GetObject', 'arn:aws:s3:::b/*'), allow('iam:GetRole')),
    says: [
      `~ it keeps only iam:GetRole, on everything; s3:GetObject, on b/* (now also in sessions begun before ${REVOKED}); it loses everything else (was: everything on everything except in sessions begun before ${REVOKED})`,
    ],
  },
  {
    it: 'sessions are revoked',
    before: policy(allow('s3:*')),
    after: policy(allow('s3:*'), revocation),
    says: [`- it loses every action of s3 on every resource in sessions begun before ${REVOKED}`],
  },
  {
    it: 'what AWS adds to a service later, behind what there is now',
    before: policy(allow('s3:*', LOGS)),
    after: policy(allow(['s3:Get*', 's3:Put*', 's3:Delete*', 's3:Replicate*', 's3:Restore*'], LOGS)),
    says: [
      '- it loses Permissions management on s3 logs/*: BypassGovernanceRetention, ObjectOwnerOverrideToBucketOwner',
      '- it loses Write on s3 logs/*: InitiateReplication, AbortMultipartUpload, UpdateObjectEncryption',
      '- it loses List on s3 logs/*: ListObjectAnnotations, ListMultipartUploadParts, ListObjectVersionAnnotations, and every action that AWS adds to s3 in future',
    ],
  },
  {
    it: 'who may come in, with conditions in words',
    before: trust(),
    after: trust({
      Condition: {
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
      },
    }),
    says: ['+ AWS account 999988887777 can newly assume it, only with MFA and from 10.0.0.0/8'],
  },
  {
    it: 'an organization in the place of its account',
    before: trust({ Principal: { AWS: '*' }, Condition: organization }),
    after: trust({}),
    says: [
      '+ AWS account 999988887777 can newly assume it, not only from the organization o-abcdef1234, without further proof',
      '- anybody (*) from the organization o-abcdef1234 can no longer assume it, only AWS account 999988887777 (without further proof)',
    ],
  },
  {
    it: 'an external id that all have to show',
    before: trust({ Condition: id('aaaa') }),
    after: trust({ Principal: { AWS: '*' }, Condition: id('aaaa') }),
    says: ['+ anybody (*) with the external id aaaa can newly assume it, not only AWS account 999988887777'],
  },
  {
    it: 'another external id',
    before: trust({ Condition: id('aaaa') }),
    after: trust({ Condition: id('bbbb') }),
    says: ['+ it requires another external id from AWS account 999988887777: bbbb instead of aaaa'],
  },
  {
    it: 'accounts that come in alike are one line',
    before: trust(),
    after: trust(...[1, 2, 3].map((last) => ({ Principal: { AWS: account(last) }, Condition: id('x1') }))),
    says: [
      '+ AWS account 999988887701 and AWS account 999988887702 and AWS account 999988887703 can newly assume it with the external id x1',
    ],
  },
  {
    it: 'accounts that there is no room for are named behind the last one',
    before: trust(),
    after: trust(
      ...Array.from({ length: 12 }, (_, last) => ({
        Principal: { AWS: account(last) },
        Condition: id(`x${last}`),
      })),
    ),
    says: [
      ...Array.from(
        { length: 9 },
        (_, last) =>
          `+ AWS account 9999888877${String(last).padStart(2, '0')} can newly assume it with the external id x${last}`,
      ),
      '+ AWS account 999988887709 can newly assume it with the external id x9; and the like of AWS account 999988887710, AWS account 999988887711',
    ],
  },
  {
    it: 'reads of many services on one line, writes and rights by name',
    before: policy(),
    after: policy(
      allow([
        'ssm:GetParameter', 'rds:DescribeDBInstances', 'sqs:ListQueues', 'sns:ListTopics', 'logs:GetLogEvents', 'ec2:RunInstances',
        'ec2:TerminateInstances', 's3:PutBucketPolicy', 'iam:CreateRole',
      ]),
    ), // prettier-ignore
    says: [
      '+ it gains Permissions management on every s3 resource: PutBucketPolicy',
      '+ it gains Write on every iam resource: CreateRole',
      '+ it gains Write on every ec2 resource: RunInstances, TerminateInstances',
      '+ it gains Read and List of 5 services on everything: ssm:GetParameter, logs:GetLogEvents, sqs:ListQueues, rds:DescribeDBInstances, sns:ListTopics',
    ],
  },
  {
    it: 'the actions worth seeing first stand first',
    before: policy(),
    after: policy(
      allow([
        'ssm:Get*',
        'lambda:Update*',
        'lambda:Create*',
        'lambda:Invoke*',
        'ec2:Create*',
        'ec2:Run*',
        'ec2:Terminate*',
      ]),
    ),
    says: [
      '+ it gains Permissions management on every ec2 resource: CreateOdbNetworkPeering, CreateCoipPoolPermission, CreateNetworkInterfacePermission, CreateLocalGatewayRouteTablePermission',
      '+ it gains Write and Tagging on every ec2 resource: CreateKeyPair, RunInstances (+110)',
      '+ it gains Write on every lambda resource: UpdateFunctionCode, CreateFunction (+23)',
      '+ it gains Read and List on every ssm resource: GetParameter, GetParameters (+28)',
    ],
  },
  {
    it: 'thirty grants are one line for writing and one for reading',
    before: policy(),
    after: policy(
      ...Array.from({ length: 15 }, (_, index) =>
        allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::b${index}/*`, {
          StringEquals: { 'aws:PrincipalTag/t': String(index) },
        }),
      ),
    ),
    says: [
      '+ it gains Write of s3 on 15 resources or patterns, with conditions or exceptions: PutObject',
      '+ it gains Read of s3 on 15 resources or patterns, with conditions or exceptions: GetObject',
    ],
  },
  {
    it: 'a bucket and its objects',
    before: policy(),
    after: policy(allow('s3:GetObject', 'arn:aws:s3:::acme/*'), allow('s3:ListBucket', 'arn:aws:s3:::acme')),
    says: ['+ it gains Read and List on s3 acme and its objects: GetObject, ListBucket'],
  },
  {
    it: 'every action of many services',
    before: policy(),
    after: policy(allow(['s3:*', 'sqs:*', 'sns:*', 'rds:*', 'ec2:*'])),
    says: ['+ it gains every action of 5 services on everything'],
  },
  {
    it: 'a policy that could not be read',
    before: policy(),
    after: { policies: [[read], null] },
    says: ['+ it gains Read on s3 logs/*: GetObject', '? it gets the policy p1: contents not read'],
  },
];

describe('a roll-up tells', () => {
  it.each(PAIRS)('$it', async ({ before, after, says }) => {
    expect(say(await deltaOfCase({ before, after }))).toEqual(says);
  });

  it("AWS's policies by name, before what they allow", async () => {
    const arn = 'arn:aws:iam::aws:policy/SecurityAudit';
    const delta = await deltaOfCase({ before: policy(), after: policy(read) });
    const attached = { ...delta, awsManaged: [{ arn, version: 'v7', change: 'attached' as const }] };
    expect(say(attached)).toEqual([
      "+ it gets AWS's policy SecurityAudit (version v7)",
      '+ it gains Read on s3 logs/*: GetObject',
    ]);
  });
});

const side = fc.array(identityPolicy, { minLength: 0, maxLength: 3 });
const pairs = fc
  .tuple(side, side, fc.nat(2))
  .map(([one, other, kept]) => [one, [...one.slice(0, kept), ...other]] as const);

function principal(documents: readonly JsonObject[]): PrincipalPolicies {
  return { policies: documents.map((document, index) => ({ name: `p${index}`, document })) };
}

const LISTS = ['gains', 'mayGain', 'loses', 'mayLose'] as const;

/** What a line must be about, by its sign. */
const ABOUT: Readonly<Record<RolledSentence['symbol'], readonly (typeof LISTS)[number][]>> = {
  '+': ['gains', 'mayGain'],
  '-': ['loses', 'mayLose'],
  '~': LISTS,
  '?': [],
};

describe('the laws of a roll-up', () => {
  it(
    'at most ten lines, each about permissions of its sign, and every permission is in one',
    () => {
      fc.assert(
        fc.property(pairs, ([before, after]) => {
          const options = { context: { partition: 'aws' }, catalogue: SMALL_CATALOGUE };
          checkLaws(identityDelta(principal(before), principal(after), options));
        }),
        { numRuns: runsOf(60, 20_000).numRuns },
      );
    },
    LONGEST_RUN,
  );

  it('hold for a policy of many services, places and conditions', async () => {
    const services = [
      's3',
      'ec2',
      'iam',
      'kms',
      'sqs',
      'sns',
      'lambda',
      'rds',
      'ssm',
      'logs',
      'glue',
      'sts',
      'ecs',
    ];
    const statements = services.flatMap((service, index) => [
      allow(
        [`${service}:Get*`, `${service}:Put*`, `${service}:Create*`, `${service}:A*`],
        `arn:aws:${service}:*:111122223333:x${index}/*`,
      ),
      allow(`${service}:*`, '*', { StringEquals: { 'aws:RequestedRegion': `eu-west-${index}` } }),
    ]);
    const both = await Promise.all([
      deltaOfCase({ before: policy(), after: policy(...statements) }),
      deltaOfCase({ before: policy(...statements), after: policy(read) }),
      deltaOfCase({ before: policy(...statements.slice(0, 14)), after: policy(...statements.slice(12)) }),
    ]);
    for (const delta of both) checkLaws(delta);
  });
});

function checkLaws(delta: AccessDelta): void {
  const lines = rollUpAccess(delta, 'it', BRIEFLY);
  expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
  for (const { symbol, of, text } of lines) {
    const allowed = ABOUT[symbol].flatMap((list) => delta[list]);
    expect({
      text,
      isTrue: of.every((one) => allowed.includes(one)) && (symbol === '?' || of.length > 0),
    }).toEqual({
      text,
      isTrue: true,
    });
  }
  const told = new Set(lines.flatMap(({ of }) => of));
  const all = LISTS.flatMap((list) => delta[list]);
  expect(all.filter((one) => !told.has(one))).toEqual([]);
  for (const { text, of, symbol } of lines) {
    const gravest = gravestOf(of);
    // What is told by what there is now, or by every action, needs no names.
    if (gravest !== undefined && symbol !== '~' && !/keeps only|can now do/.test(text))
      expect(text).toContain(gravest);
  }
}

/** The name of the gravest action that a line is about, where it names actions and one of them is notable. */
function gravestOf(permissions: readonly Permission[]): string | undefined {
  const all = permissions.flatMap(({ service, actions }) => actions.map((action) => ({ service, action })));
  const [first] = [...all].sort((a, b) => notability(a.service, a.action) - notability(b.service, b.action));
  if (first === undefined || notability(first.service, first.action) === Number.MAX_SAFE_INTEGER)
    return undefined;
  return NAMED_BY_MEANING[`${first.service}:${first.action}`] ?? first.action;
}

const NAMED_BY_MEANING: Readonly<Record<string, string>> = { 'sts:AssumeRole': 'ssume' };
