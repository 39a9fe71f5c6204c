import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/model/json.ts';
import type { StatementChange } from '../../../src/model/statement.ts';
import type { PolicyType } from '../../../src/policy/policy-type.ts';
import { conditionText, diffStatements } from '../../../src/policy/diff-statements.ts';

const AWS = { partition: 'aws' };
const READ = { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: 'arn:aws:s3:::logs/*' };
const PASS = { Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::123456789012:role/app' };
const TRUST = {
  Effect: 'Allow',
  Principal: { AWS: '123456789012' },
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'sts:ExternalId': 'x1' } },
};

function policy(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

function diff(
  before: Json | undefined,
  after: Json | undefined,
  type: PolicyType = 'identity',
): readonly StatementChange[] {
  return diffStatements(before, after, type, AWS);
}

/** The changes in short: `added Allow`, or what changed within a statement. */
function inShort(changes: readonly StatementChange[]): Json {
  return changes.map((change) =>
    change.change === 'changed'
      ? change.elements.map(
          ({ element, added, removed }) => `${element} +[${added.join()}] -[${removed.join()}]`,
        )
      : `${change.change} ${change.statement.action.patterns.join()}`,
  );
}

describe('the statement diff', () => {
  it('says nothing of policies that mean the same', () => {
    expect(diff(policy(READ, PASS), policy({ ...PASS, Sid: 'Pass' }, READ, READ))).toEqual([]);
  });

  it('takes no policy for one without statements', () => {
    expect(diff(undefined, undefined)).toEqual([]);
    expect(inShort(diff(undefined, policy(READ)))).toEqual(['added s3:getobject,s3:listbucket']);
    expect(inShort(diff(policy(READ), undefined))).toEqual(['removed s3:getobject,s3:listbucket']);
  });

  it('finds what was added and what was removed', () => {
    expect(inShort(diff(policy(READ), policy(READ, PASS)))).toEqual(['added iam:passrole']);
    expect(inShort(diff(policy(READ, PASS), policy(READ)))).toEqual(['removed iam:passrole']);
  });

  it.each<[string, Json, Json, readonly string[]]>([
    [
      'an action more',
      READ,
      { ...READ, Action: [...READ.Action, 's3:PutObject'] },
      ['Action +[s3:putobject] -[]'],
    ],
    ['an action less', READ, { ...READ, Action: 's3:GetObject' }, ['Action +[] -[s3:listbucket]']],
    [
      'a wildcard that covers the rest',
      READ,
      { ...READ, Action: ['s3:*', 's3:GetObject'] },
      ['Action +[s3:*] -[s3:getobject,s3:listbucket]'],
    ],
    ['another resource', READ, { ...READ, Resource: '*' }, ['Resource +[*] -[arn:aws:s3:::logs/*]']],
    ['another effect', READ, { ...READ, Effect: 'Deny' }, ['Effect +[Deny] -[Allow]']],
    [
      'NotAction for Action',
      PASS,
      { Effect: 'Allow', NotAction: 'iam:PassRole', Resource: PASS.Resource },
      ['Action +[not iam:passrole] -[iam:passrole]'],
    ],
    [
      'a condition',
      READ,
      { ...READ, Condition: { Bool: { 'aws:SecureTransport': true } } },
      ['Condition +[Bool aws:securetransport = "true"] -[]'],
    ],
  ])('says what changed within a statement: %s', (_, before, after, elements) => {
    expect(
      inShort(diff(policy(before, { ...PASS, Effect: 'Deny' }), policy({ ...PASS, Effect: 'Deny' }, after))),
    ).toEqual([elements]);
  });

  it('says what changed within a trust policy', () => {
    const after = { ...TRUST, Principal: { AWS: ['123456789012', '210987654321'] }, Condition: {} };
    expect(inShort(diff(policy(TRUST), policy(after), 'trust'))).toEqual([
      [
        'Principal +[AWS:arn:aws:iam::210987654321:root] -[]',
        'Condition +[] -[StringEquals sts:externalid = "x1"]',
      ],
    ]);
  });

  it('pairs each statement with the one most like it', () => {
    const write = { ...READ, Action: 's3:PutObject' };
    const before = policy(READ, { ...write, Effect: 'Deny' }, PASS);
    const after = policy(
      { ...READ, Action: ['s3:GetObject', 's3:GetObjectAcl', 's3:ListBucket'] },
      { ...write, Effect: 'Deny', Resource: '*' },
    );
    expect(inShort(diff(before, after))).toEqual([
      ['Action +[s3:getobjectacl] -[]'],
      ['Resource +[*] -[arn:aws:s3:::logs/*]'],
      'removed iam:passrole',
    ]);
  });

  it('does not pair statements that have little in common', () => {
    expect(inShort(diff(policy(READ), policy({ ...PASS, Effect: 'Deny' })))).toEqual([
      'added iam:passrole',
      'removed s3:getobject,s3:listbucket',
    ]);
  });

  it('does not depend on the order of statements', () => {
    const more = { ...READ, Action: 's3:*' };
    expect(diff(policy(READ, PASS), policy(more, TRUST))).toEqual(
      diff(policy(PASS, READ), policy(TRUST, more)),
    );
    expect(diff(policy(READ, PASS), policy(more))).toEqual(diff(policy(PASS, READ), policy(more)));
  });

  it('tells a deleted principal from the role of its name', () => {
    const role = { ...TRUST, Principal: { AWS: 'arn:aws:iam::123456789012:role/app' } };
    const gone = { ...TRUST, Principal: { AWS: 'AROAEXAMPLEIDEXAMPLE' } };
    expect(inShort(diff(policy(role), policy(gone), 'trust'))).toEqual([
      ['Principal +[AWS:AROAEXAMPLEIDEXAMPLE] -[AWS:arn:aws:iam::123456789012:role/app]'],
    ]);
  });

  it('does not pair thousands of statements with thousands', () => {
    const many = (bucket: string): Json =>
      policy(
        ...Array.from({ length: 300 }, (_, index) => ({
          ...READ,
          Action: `s3:A${index}`,
          Resource: `arn:aws:s3:::${bucket}${index}`,
        })),
      );
    const changes = diff(many('a'), many('b'));
    expect(new Set(changes.map((change) => change.change))).toEqual(new Set(['added', 'removed']));
  });
});

describe('a condition line as text', () => {
  it('names operator, key and values', () => {
    expect(conditionText({ operator: 'StringLike', key: 'aws:userid', values: ['a', 'b"'] })).toBe(
      'StringLike aws:userid = "a" or "b\\""',
    );
    expect(conditionText({ operator: 'StringLike', key: 'aws:userid', values: [] })).toBe(
      'StringLike aws:userid = (nothing)',
    );
  });
});
