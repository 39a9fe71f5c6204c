import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isJsonArray, isJsonObject, type Json } from '../../../src/model/json.ts';
import { checkGrammar, type GrammarIssue } from '../../../src/policy/check-grammar.ts';
import type { PolicyType } from '../../../src/policy/policy-type.ts';

/** A document and the codes of its issues, in order. */
interface GrammarCase {
  readonly name: string;
  readonly type: PolicyType;
  readonly document: Json;
  readonly issues: readonly string[];
}

const file = new URL('../../cases/policy-grammar.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly GrammarCase[];

function stepInto(value: Json | undefined, step: string | number): Json | undefined {
  if (isJsonArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

describe('the grammar check', () => {
  it.each(cases)('$name: $issues', ({ type, document, issues }) => {
    expect(checkGrammar(document, type).map((issue) => issue.code)).toEqual(issues);
  });

  it('gives every issue a path that leads somewhere', () => {
    const paths = cases.flatMap(({ document, type }) =>
      checkGrammar(document, type).map(
        (issue) => [issue.code, issue.path.reduce<Json | undefined>(stepInto, document)] as const,
      ),
    );
    expect(paths.filter(([, value]) => value === undefined)).toEqual([]);
  });

  it('stops at a hundred issues', () => {
    const document = { Version: '2012-10-17', Statement: Array.from({ length: 300 }, () => null) };
    expect(checkGrammar(document, 'identity')).toHaveLength(100);
  });
});

const STATEMENT = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const TRUST = { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' };

function firstIssue(type: PolicyType, change: Record<string, Json>): GrammarIssue | undefined {
  const statement = { ...(type === 'trust' ? TRUST : STATEMENT), ...change };
  return checkGrammar({ Version: '2012-10-17', Statement: [statement] }, type)[0];
}

describe('a grammar issue says what is wrong, where, and what to write', () => {
  it.each<[PolicyType, Record<string, Json>, Omit<GrammarIssue, 'severity'> & Partial<GrammarIssue>]>([
    [
      'identity',
      { Effect: 'allow' },
      {
        path: ['Statement', 0, 'Effect'],
        code: 'effect',
        message: '"Effect" is "allow"; IAM accepts exactly "Allow" or "Deny"',
      },
    ],
    [
      'identity',
      { Sid: 'read-only' },
      {
        path: ['Statement', 0, 'Sid'],
        code: 'sid',
        message: '"Sid" is "read-only"; IAM accepts letters A–Z, a–z and digits only',
        hint: 'write "readonly"',
      },
    ],
    [
      'identity',
      { Action: ['s3:*', 'GetObject'] },
      {
        path: ['Statement', 0, 'Action', 1],
        code: 'action-format',
        message: 'action "GetObject" has no service in front',
        hint: 'write service and action, e.g. "s3:GetObject"',
      },
    ],
    [
      'identity',
      { Resource: 'my-bucket/*' },
      {
        path: ['Statement', 0, 'Resource'],
        code: 'arn-format',
        message: 'resource "my-bucket/*" is not an ARN',
        hint: 'write "*", or an ARN such as "arn:aws:s3:::my-bucket/*"',
      },
    ],
    [
      'identity',
      { Resource: ['arn:aws:logs:*:*:/aws-glue/*'] },
      {
        path: ['Statement', 0, 'Resource', 0],
        code: 'log-group-arn',
        message: 'resource "arn:aws:logs:*:*:/aws-glue/*" names no log group',
        hint: 'write "arn:aws:logs:*:*:log-group:/aws-glue/*"',
      },
    ],
    [
      'identity',
      { Resource: 'arn:aws:lambda:*:function:x' },
      {
        path: ['Statement', 0, 'Resource'],
        severity: 'warning',
        code: 'arn-fields',
        message:
          'resource "arn:aws:lambda:*:function:x" has too few fields for an ARN: the "*" of its region stands for its account, too',
        hint: 'write "arn:aws:lambda:*:*:function:x"',
      },
    ],
    [
      'identity',
      { Condition: { stringequals: { 'aws:username': 'a' } } },
      {
        path: ['Statement', 0, 'Condition', 'stringequals'],
        code: 'operator-casing',
        message: 'condition operator "stringequals" is not in IAM\'s casing',
        hint: 'write "StringEquals"',
      },
    ],
    [
      'identity',
      { Condition: { Bool: { 'aws:SecureTransport': ['yes'] } } },
      {
        path: ['Statement', 0, 'Condition', 'Bool', 'aws:SecureTransport', 0],
        code: 'condition-value',
        message: '"Bool" has the value "yes"; it takes "true" or "false"',
      },
    ],
    [
      'trust',
      { Principal: { AWS: 'arn:aws:iam::123456789012:role/eksctl-*' } },
      {
        path: ['Statement', 0, 'Principal', 'AWS'],
        code: 'principal-wildcard',
        message:
          'principal "arn:aws:iam::123456789012:role/eksctl-*" has a wildcard in it, which IAM does not allow in a principal',
        hint: 'write "arn:aws:iam::123456789012:root" and the condition "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/eksctl-*"}',
      },
    ],
    [
      'trust',
      { Principal: { AWS: ['AROAEXAMPLEIDEXAMPLE'] } },
      {
        path: ['Statement', 0, 'Principal', 'AWS', 0],
        code: 'unique-id-principal',
        message:
          'principal "AROAEXAMPLEIDEXAMPLE" is a unique id, which IAM shows in place of the ARN of a deleted role or user',
        hint: 'write the ARN of the role or user that is meant; a new one of the same name has another id',
      },
    ],
    [
      'trust',
      { Principal: 'arn:aws:iam::123456789012:root' },
      {
        path: ['Statement', 0, 'Principal'],
        code: 'principal-shape',
        message: '"Principal" is "arn:aws:iam::123456789012:root"; it takes "*" or a map',
        hint: 'write {"AWS": "arn:aws:iam::123456789012:root"}',
      },
    ],
    [
      'trust',
      { Resource: '*' },
      {
        path: ['Statement', 0, 'Resource'],
        code: 'resource-in-trust-policy',
        message: '"Resource" is not allowed in a trust policy: the role itself is the resource',
        hint: 'remove it',
      },
    ],
  ])('in a policy of type %s: %j', (type, change, expected) => {
    expect(firstIssue(type, change)).toMatchObject(expected);
  });

  it('warns only, where IAM takes the document', () => {
    const warnings = [
      'log-group-arn',
      'variable-in-old-version',
      'variable-place',
      'variable-of-list',
      'empty-condition',
    ];
    const issues = cases.flatMap(({ document, type }) => checkGrammar(document, type));
    const severities = issues.filter((issue) => warnings.includes(issue.code)).map((issue) => issue.severity);
    expect(new Set(severities)).toEqual(new Set(['warning']));
  });
});
