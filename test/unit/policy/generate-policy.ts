import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { AccessRequest } from '../../../src/policy/evaluate.ts';
import { runsOf } from '../../helpers/thorough.ts';

/** How often each law is tried. */
export const RUNS = runsOf(15, 2_000);

/** How long a law may take at CI's number of runs, in milliseconds. */
export const LONGEST_RUN = 600_000;

// A small vocabulary whose members overlap, so that documents meet each other and their own edges.
const ACTIONS = [
  '*', 's3:*', 's3:Get*', 's3:GetObject', 's3:GetObject?', 's3:getobject', 's3:PutObject', 's3:*Object', 's3:?etObject*',
  's3:*?', 's3:**', 'S3:Get*Object', 'iam:PassRole', 'iam:*',
]; // prettier-ignore

const RESOURCES = [
  '*', 'arn:aws:s3:::a', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/b', 'arn:aws:s3:::a/?', 'arn:aws:s3:::*', 'arn:aws:s3:::a/**',
  'arn:aws:s3:*:*:a', 'arn:aws:s3:*?:123456789012:a', 'arn:aws:s3:?*:123456789012:a', 'arn:aws:s3:u*:123456789012:a', 'arn:aws:s3:u*t:123456789012:a', 'arn:aws:s3:*',
  'arn:aws:s3:::${aws:username}/*', 'arn:aws:s3:::${aws:UserName}/*', "arn:aws:s3:::${aws:username, 'a'}/*",
  'arn:aws:s3:::a/${*}', 'arn:aws:s3:::a/${$}{aws:username}', 'arn:aws:s3:::a/*/c', 'arn:aws:logs:*:123456789012:log-group:x:*',
]; // prettier-ignore

const glob = fc
  .array(fc.constantFrom('a', 'b', '*', '?', '/', '**'), { minLength: 1, maxLength: 7 })
  .map((parts) => `arn:aws:s3:::${parts.join('')}`);

const PRINCIPALS: readonly Json[] = [
  '*',
  { AWS: '*' },
  { AWS: '111122223333' },
  { AWS: 'arn:aws:iam::111122223333:root' },
  { AWS: ['arn:aws:iam::111122223333:role/r', '444455556666'] },
  { AWS: 'AROAEXAMPLEEXAMPLE' },
  { Service: ['ec2.amazonaws.com', 'glue.amazonaws.com'] },
  { Federated: 'accounts.google.com', Service: 'ec2.amazonaws.com' },
  { Federated: 'arn:aws:iam::111122223333:oidc-provider/x.example.com', AWS: '444455556666' },
];

const CONDITIONS: readonly (readonly [string, string, readonly Json[]])[] = [
  ['StringEquals', 'aws:username', ['a', 'b', '${aws:PrincipalTag/t}']],
  ['StringNotEquals', 'aws:username', ['a', 'b']],
  ['StringEqualsIfExists', 'aws:Username', ['a', 'b']],
  ['StringEqualsIgnoreCase', 'aws:username', ['A', 'a', 'B']],
  ['StringLike', 'aws:username', ['a*', '*?', '?*', '*', '${*}']],
  ['StringNotLike', 'aws:username', ['a*', 'b']],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b']],
  ['ForAnyValue:StringNotEquals', 'aws:TagKeys', ['a', 'b']],
  ['ForAnyValue:StringLike', 'aws:TagKeys', ['a', 'b*']],
  [
    'ArnEquals',
    'aws:PrincipalArn',
    ['arn:aws:iam::123456789012:role/a*', 'arn:aws:iam::123456789012:role/a'],
  ],
  ['ArnLike', 'aws:PrincipalArn', ['arn:aws:iam::123456789012:role/a*', 'arn:aws:iam::123456789012:role/b']],
  ['ArnNotEquals', 'aws:PrincipalArn', ['arn:aws:iam::123456789012:role/a']],
  ['Bool', 'aws:SecureTransport', [true, 'true', 'True', false]],
  ['Null', 'aws:username', [true, 'false']],
  ['NumericLessThan', 's3:max-keys', [10, '10.0', '20']],
  ['DateLessThan', 'aws:CurrentTime', ['2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z']],
  ['IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3/15']],
  ['NotIpAddress', 'aws:SourceIp', ['10.0.0.0/8', '0:0::1/128']],
];

/** What vendors and organisations are asked for. */
const PROOFS: typeof CONDITIONS = [
  ['StringEquals', 'sts:ExternalId', ['a', 'b']],
  ['StringEqualsIfExists', 'sts:ExternalId', ['a', 'b']],
  ['StringNotEquals', 'aws:PrincipalOrgID', ['o-a']],
  ['ForAllValues:StringEquals', 'aws:PrincipalOrgID', ['o-a', 'o-b']],
  ['StringLike', 'x.example.com:sub', ['repo:a/*', 'repo:a/b:*']],
];

/** `x`, `[x]` or several. */
function oneOrMore(of: fc.Arbitrary<string>): fc.Arbitrary<Json> {
  return fc.oneof(of, fc.array(of, { minLength: 1, maxLength: 4 }));
}

function conditionBlock(conditions: typeof CONDITIONS): fc.Arbitrary<JsonObject> {
  return fc
    .uniqueArray(
      fc
        .constantFrom(...conditions)
        .chain(([operator, key, values]) =>
          fc
            .oneof(fc.constantFrom(...values), fc.subarray([...values], { minLength: 1 }))
            .map((value) => ({ operator, key, value })),
        ),
      { maxLength: 2, selector: (entry) => entry.operator },
    )
    .map((entries) =>
      Object.fromEntries(entries.map(({ operator, key, value }) => [operator, { [key]: value }])),
    );
}

const effect = fc.constantFrom('Allow', 'Allow', 'Deny');
const actions = oneOrMore(fc.constantFrom(...ACTIONS));
const resources = oneOrMore(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...RESOURCES) }, glob));
const elementName = (name: string): fc.Arbitrary<string> => fc.constantFrom(name, name, name, `Not${name}`);

const identityStatement: fc.Arbitrary<JsonObject> = fc
  .tuple(
    effect,
    elementName('Action'),
    actions,
    elementName('Resource'),
    resources,
    fc.option(conditionBlock(CONDITIONS)),
  )
  .map(([Effect, actionName, action, resourceName, resource, condition]) => ({
    Effect,
    [actionName]: action,
    [resourceName]: resource,
    ...(condition ? { Condition: condition } : {}),
  }));

const TRUST_ACTIONS = [
  'sts:AssumeRole', 'sts:AssumeRole', 'STS:assumerole', 'sts:TagSession', 'sts:SetSourceIdentity', 'sts:AssumeRoleWithWebIdentity',
  'sts:*', 'sts:Assume*',
]; // prettier-ignore

const trustStatement: fc.Arbitrary<JsonObject> = fc
  .tuple(
    effect,
    oneOrMore(fc.constantFrom(...TRUST_ACTIONS)),
    fc.constantFrom(...PRINCIPALS),
    fc.option(conditionBlock([...CONDITIONS, ...PROOFS, ...PROOFS])),
  )
  .map(([Effect, Action, Principal, condition]) => ({
    Effect,
    Action,
    Principal,
    ...(condition ? { Condition: condition } : {}),
  }));

function policyOf(statement: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(
      fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17', undefined),
      fc.array(statement, { minLength: 1, maxLength: 4 }),
    )
    .map(([Version, Statement]) => ({ ...(Version ? { Version } : {}), Statement }));
}

export const identityPolicy = policyOf(identityStatement);
export const trustPolicy = policyOf(trustStatement);

/** Texts that a pattern of the documents just matches, or just does not. */
function near(patterns: readonly string[]): fc.Arbitrary<string> {
  const filling = fc.constantFrom('', 'a', 'b', 'ab', 'a/b', ':', 'x:y');
  return fc.tuple(fc.constantFrom(...patterns), filling, filling, fc.constantFrom('', '', '', 'a', '*')).map(
    ([pattern, star, any, tail]) =>
      pattern
        .replace(/\$\{aws:username[^}]*\}/gi, 'a')
        .replace(/\$\{(.)\}/g, '$1')
        .replaceAll('*', star)
        .replaceAll('?', any.slice(0, 1) || 'a') + tail,
  );
}

const CALLERS = [
  'AWS:arn:aws:iam::111122223333:role/r',
  'AWS:arn:aws:sts::111122223333:assumed-role/r/session',
  'AWS:arn:aws:iam::444455556666:user/u',
  'AWS:AROAEXAMPLEEXAMPLE',
  'Service:ec2.amazonaws.com',
  'Federated:accounts.google.com',
  'Federated:arn:aws:iam::111122223333:oidc-provider/x.example.com',
];

function someKeys(): fc.Arbitrary<Record<string, string | string[]>> {
  return fc.record(
    {
      'aws:username': fc.constantFrom('a', 'ab', 'b', 'A', '*', ''),
      'AWS:TagKeys': fc.subarray(['a', 'b', 'bb']),
      'aws:PrincipalTag/T': fc.constantFrom('a', 'b'),
      'aws:PrincipalArn': fc.constantFrom(
        'arn:aws:iam::123456789012:role/a',
        'arn:aws:iam::123456789012:role/ab',
        'arn:aws:iam::123456789012:role/b',
      ),
      'aws:PrincipalOrgID': fc.constantFrom('o-a', 'o-b', 'o-c'),
      'sts:ExternalId': fc.constantFrom('a', 'b', 'c'),
      'x.example.com:sub': fc.constantFrom('repo:a/b:main', 'repo:a/c', 'repo:b/c'),
      'aws:SecureTransport': fc.constantFrom('true', 'false'),
      's3:max-keys': fc.constantFrom('9', '10', '15'),
      'aws:CurrentTime': fc.constantFrom(
        '2026-12-31T00:00:00Z',
        '2027-06-01T00:00:00Z',
        '2029-01-01T00:00:00Z',
      ),
      'aws:SourceIp': fc.constantFrom('10.1.2.3', '10.2.0.1', '192.0.2.1', '::1'),
    },
    { requiredKeys: [] },
  );
}

/** Requests at the edges of the patterns of these documents. */
export function requestNear(...documents: readonly JsonObject[]): fc.Arbitrary<AccessRequest> {
  const texts = documents.flatMap(textsOf);
  return fc.record({
    principal: fc.constantFrom(...CALLERS),
    action: near([
      ...texts.filter((text) => /^[a-z0-9]+:/i.test(text) && !text.startsWith('arn:')),
      's3:GetObject',
    ]),
    resource: near([...texts.filter((text) => text.startsWith('arn:')), 'arn:aws:s3:::a/b']),
    context: someKeys(),
  });
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((member) => textsOf(member))
    : [];
}
