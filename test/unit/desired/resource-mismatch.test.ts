import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import type { JsonObject } from '../../../src/model/json.ts';

const catalogue = await readCatalogue();

/** What `validate` warns of one statement of a managed policy, with its place. */
function warnings(statement: JsonObject): readonly string[] {
  const files = [
    {
      file: 'd/rolekeeper.yaml',
      name: 'rolekeeper.yaml',
      text: 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n',
    },
    {
      file: 'd/x.yaml',
      name: 'x.yaml',
      text: [
        'integration: x',
        'description: d',
        'managedPolicies:',
        '  - ManagedPolicyName: m',
        '    PolicyDocument:',
        '      Version: "2012-10-17"',
        `      Statement: [${JSON.stringify(statement)}]`,
        '',
      ].join('\n'),
    },
  ];
  return parseScope({ directory: 'd', files, catalogue }).diagnostics.map(
    ({ severity, code, message, hint, location }) =>
      `${location?.line ?? 0} ${severity} ${code}: ${message} -> ${hint ?? ''}`,
  );
}

const allow = (Action: string | string[], Resource: string | string[]): JsonObject => ({
  Effect: 'Allow',
  Action,
  Resource,
});

describe('an action that is asked of none of its resources is a warning with what to write', () => {
  it.each<readonly [string, JsonObject, readonly string[]]>([
    [
      'listing a bucket, of its objects',
      allow('s3:ListBucket', 'arn:aws:s3:::logs/*'),
      [
        '"s3:ListBucket" allows nothing on "arn:aws:s3:::logs/*" -> s3:ListBucket is asked of the bucket, arn:aws:s3:::logs, not of its objects',
      ],
    ],
    [
      'reading objects, of their bucket',
      allow('s3:GetObject', 'arn:aws:s3:::logs'),
      [
        '"s3:GetObject" allows nothing on "arn:aws:s3:::logs" -> s3:GetObject is asked of objects, arn:aws:s3:::logs/*, not of their bucket',
      ],
    ],
    [
      'reading items, of an index',
      allow('dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i'),
      [
        '"dynamodb:GetItem" allows nothing on "arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i" -> dynamodb:GetItem is asked of arn:aws:dynamodb:eu-west-1:111122223333:table/t, not of what is below it',
      ],
    ],
    [
      'an action without a resource',
      allow('s3:ListAllMyBuckets', 'arn:aws:s3:::logs/*'),
      [
        '"s3:ListAllMyBuckets" allows nothing on "arn:aws:s3:::logs/*" -> s3:ListAllMyBuckets is asked of no resource: write "*"',
      ],
    ],
    [
      'a resource of another type of the same service',
      allow('iam:PassRole', 'arn:aws:iam::111122223333:user/x'),
      [
        '"iam:PassRole" allows nothing on "arn:aws:iam::111122223333:user/x" -> iam:PassRole is asked of arn:aws:iam::*:role/*',
      ],
    ],
    [
      'none of several resources, and only the action that it is about',
      allow(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*']),
      [
        '"s3:ListBucket" allows nothing on any of the 2 resources of the statement -> s3:ListBucket is asked of the bucket, arn:aws:s3:::a, not of its objects',
      ],
    ],
    [
      'a pattern of actions of which none is asked of it',
      allow('s3:ListBucket*', 'arn:aws:s3:::logs/*'),
      [
        '"s3:ListBucket*" allows nothing on "arn:aws:s3:::logs/*" -> s3:ListBucket* is asked of the bucket, arn:aws:s3:::logs, not of its objects',
      ],
    ],
  ])('%s', (_title, statement, expected) => {
    expect(warnings(statement)).toEqual(expected.map((text) => `7 warning resource-mismatch: ${text}`));
  });
});

describe('what only looks like a mismatch is none', () => {
  it.each<readonly [string, JsonObject]>([
    ['everything', allow('s3:ListBucket', '*')],
    ['a bucket whose name goes on', allow('s3:GetObject', 'arn:aws:s3:::logs*')],
    ['one of the resources fits', allow('s3:ListBucket', ['arn:aws:s3:::logs/*', 'arn:aws:s3:::logs'])],
    ['all of a service, on objects', allow('s3:*', 'arn:aws:s3:::logs/*')],
    ['one action of a pattern fits', allow('s3:List*', 'arn:aws:s3:::logs/*')],
    [
      'a variable in the place of the bucket',
      allow('s3:GetObject', 'arn:aws:s3:::${aws:PrincipalTag/bucket}'),
    ],
    ['another partition', allow('s3:GetObject', 'arn:*:s3:::logs/*')],
    ['a Deny', { ...allow('s3:ListBucket', 'arn:aws:s3:::logs/*'), Effect: 'Deny' }],
    ['NotResource', { Effect: 'Allow', Action: 's3:ListBucket', NotResource: 'arn:aws:s3:::logs/*' }],
  ])('%s', (_title, statement) => {
    expect(warnings(statement).filter((text) => text.includes('resource-mismatch'))).toEqual([]);
  });
});
