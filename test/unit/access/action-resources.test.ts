import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { canBeAsked, formatsOf } from '../../../src/access/action-resources.ts';
import { namesOf } from '../../../src/access/catalogue.ts';
import { identityDelta } from '../../../src/access/identity-delta.ts';
import { judgeAccess } from '../../../src/access/judge-expectation.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { matchResource } from '../../../src/policy/evaluation/match-resource.ts';
import { runsOf } from '../../helpers/thorough.ts';

const catalogue = await readCatalogue();
const OPTIONS = { context: { partition: 'aws' }, catalogue };

function formatsOfAction(action: string): readonly string[] | undefined {
  const [service = '', name = ''] = action.split(':');
  return namesOf(catalogue, service).find((known) => known.name === name)?.formats;
}

function policy(Action: string | string[], Resource: string | string[]) {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] };
  return { policies: [{ name: 'p', document }] };
}

describe('the resources that an action is asked of', () => {
  test('every type that the catalogue names has an ARN format, however it is spelled', () => {
    const without = Object.entries(catalogue.services).flatMap(([service, entry]) =>
      Object.values(entry.actions)
        .flatMap((actions) => Object.values(actions).flat())
        .filter((type) => (formatsOf([type], entry) ?? ['unknown']).length === 0)
        .map((type) => `${service} ${type}`),
    );
    expect(without).toEqual([]);
    expect(formatsOfAction('secretsmanager:DeleteSecret')).toEqual([
      'arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${SecretId}',
    ]);
  });

  test.each([
    ['s3:ListBucket', 'arn:aws:s3:::logs', true],
    ['s3:ListBucket', 'arn:aws:s3:::logs*', true],
    ['s3:ListBucket', 'arn:aws:s3:::logs/*', false],
    ['s3:ListBucket', 'arn:aws:s3:::*/*', false],
    ['s3:ListBucket', '*', true],
    ['s3:GetObject', 'arn:aws:s3:::logs', false],
    ['s3:GetObject', 'arn:aws:s3:::logs*', true],
    ['s3:GetObject', 'arn:aws:s3:::log?/a', true],
    ['s3:GetObject', 'arn:aws:s3:::${aws:PrincipalTag/bucket}/*', true],
    ['s3:GetObject', 'arn:aws:s3:::${aws:PrincipalTag/bucket}', true],
    ['s3:ListAllMyBuckets', 'arn:aws:s3:::logs/*', false],
    ['s3:ListAllMyBuckets', 'arn:aws:s3:::*', true],
    ['s3:ListAllMyBuckets', '*', true],
    ['ec2:RunInstances', 'arn:aws:s3:::b/*', false],
    ['ec2:RunInstances', 'arn:aws-cn:ec2:*:*:instance/*', true],
    ['iam:PassRole', 'arn:aws:iam::111122223333:role/path/x', true],
    ['iam:PassRole', 'arn:aws:iam::111122223333:user/x', false],
    // What AWS gives to all has a region and no account.
    ['ssm:SendCommand', 'arn:aws:ssm:*::document/AWS-RunShellScript', true],
    ['ssm:StartSession', 'arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSession', true],
    ['ssm:GetParameter', 'arn:aws:ssm:eu-west-1::parameter/aws/service/ami/*', true],
    ['ssm:SendCommand', 'arn:aws:ssm:::document/x', false],
    ['iam:PassRole', 'arn:aws:iam:::role/x', false],
    ['ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/a/b/*', true],
    ['logs:PutLogEvents', 'arn:aws:logs:*:*:log-group:/aws/lambda/x:*', true],
    ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t', true],
    ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t*', true],
    ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/${aws:PrincipalTag/table}', true],
    ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i', false],
    ['dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/*/index/*', false],
    ['dynamodb:Query', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i', true],
    ['dynamodb:GetRecords', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t', false],
    ['dynamodb:GetRecords', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/*', true],
    ['codepipeline:GetPipeline', 'arn:aws:codepipeline:eu-west-1:111122223333:p/Deploy', false],
    ['codepipeline:RetryStageExecution', 'arn:aws:codepipeline:eu-west-1:111122223333:p/Deploy', true],
    ['ecr:BatchGetImage', 'arn:aws:ecr:eu-west-1:111122223333:repository/team/app', true],
    [
      'secretsmanager:GetSecretValue',
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:a/b-??????',
      true,
    ],
    // A star that ends a field of an ARN reaches beyond it, any other wildcard of the first five fields does not.
    ['lambda:InvokeFunction', 'arn:aws:lambda:*:function:x', true],
    ['lambda:InvokeFunction', 'arn:aws:lambda:eu-*:function:x', true],
    ['lambda:InvokeFunction', 'arn:aws:lambda:*1:function:x', false],
    ['lambda:InvokeFunction', 'arn:aws:lambda:?:function:x', false],
    ['lambda:InvokeFunction', 'arn:aws:lambda*:function:x', true],
    ['lambda:InvokeFunction', 'arn:aws:*:function:x', true],
    ['lambda:InvokeFunction', 'arn:*:function:x', true],
    ['lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:*', true],
    ['s3:GetObject', 'arn:aws:s3:*:b:c', true],
    ['s3:GetObject', 'arn:aws:s3:*/c', false],
    ['s3:GetObject', 'arn:aws:s3:::*/c:*', true],
    ['s3:ListBucket', 'arn:aws:s3:::b:c', false],
    ['s3:ListBucket', 'arn:aws:s3:*:b:c', false],
    ['s3:ListBucket', 'arn:aws:s3:*', true],
    ['ec2:RunInstances', 'arn:aws:s3:*', false],
    ['ec2:RunInstances', 'arn:*:s3:::b', false],
    ['iam:PassRole', 'arn:aws:iam:*:role/x', true],
    ['iam:PassRole', 'arn:aws:iam:*:user/x', false],
    ['kendra:DescribeDataSource', 'arn:aws:kendra:eu-west-1:111122223333:index/i/*', true],
    ['connect:DescribeUser', 'arn:aws:connect:eu-west-1:111122223333:instance/i/*', true],
    ['brand-new:Action', 'arn:aws:s3:::b/*', true],
  ])('%s on %s: %p', (action, pattern, expected) => {
    expect(canBeAsked(formatsOfAction(action), pattern)).toBe(expected);
  });
});

describe('the catalogue and the evaluator read patterns alike', () => {
  const formats = [
    ...new Set(Object.values(catalogue.services).flatMap(({ resources }) => Object.values(resources))),
  ].filter((format) => format.startsWith('arn:'));
  const own: Readonly<Record<string, string>> = {
    Partition: 'aws',
    Region: 'eu-west-1',
    Account: '111122223333',
  };

  /** An ARN of a format, and a pattern that has wildcards in the place of some of its parts. */
  const pair = fc
    .tuple(
      fc.constantFrom(...formats),
      fc.constantFrom('name', 'a/b', 'x'),
      fc.array(fc.tuple(fc.nat(80), fc.nat(20), fc.constantFrom('*', '?')), { minLength: 1, maxLength: 3 }),
    )
    .map(([format, name, cuts]): readonly [string, string, string] => {
      const plain = /^arn:[^:]*:(?:s3|dynamodb|codepipeline|guardduty):/.test(format);
      const arn = format
        .replace('${ObjectName}', `${name}:b`)
        .replace(/\$\{(\w+)\}/g, (_, key: string) => own[key] ?? (plain ? 'x' : name));
      const pattern = cuts.reduce((text, [from, length, sign]) => {
        const start = 4 + (from % Math.max(1, text.length - 4));
        return text.slice(0, start) + sign + text.slice(start + length);
      }, arn);
      return [format, arn, pattern];
    });

  test('what a pattern matches can be asked', () => {
    fc.assert(
      fc.property(pair, ([format, arn, pattern]) => {
        if (matchResource(pattern, arn, undefined)) expect(canBeAsked([format], pattern)).toBe(true);
      }),
      runsOf(1_000, 100_000),
    );
  });
});

describe('what can never match', () => {
  test('is no access that is gained', () => {
    const delta = identityDelta(
      undefined,
      policy(['s3:ListBucket', 's3:GetObject', 's3:ListAllMyBuckets'], 'arn:aws:s3:::acme-logs/*'),
      OPTIONS,
    );
    expect(delta.gains.map(({ actions }) => actions)).toEqual([['GetObject']]);
    expect(identityDelta(undefined, policy('ec2:RunInstances', 'arn:aws:s3:::b/*'), OPTIONS).gains).toEqual(
      [],
    );
  });

  test('is not counted among every action of a service on a resource', () => {
    const object = 'arn:aws:s3:::logs/*';
    const { loses } = identityDelta(policy('s3:*', object), policy(['s3:Get*', 's3:List*'], object), OPTIONS);
    const names = loses.flatMap(({ actions }) => actions);
    expect(names).toContain('PutObjectAcl');
    expect(names).not.toContain('PutBucketAcl');
  });

  test.each([
    ['*', 'arn:aws:s3:::logs/*', 's3'],
    ['*', 'arn:aws:sqs:eu-west-1:111122223333:jobs', 'sqs'],
    ['*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t', 'dynamodb'],
  ])('makes no access of other services: %s on %s is of %s', (action, resource, owner) => {
    const { gains } = identityDelta(undefined, policy(action, resource), OPTIONS);
    const services = gains.map(({ service }) => service);
    expect(services).toContain(owner);
    expect(services).not.toContain('iam');
    expect(services).not.toContain('*');
  });

  test('makes no access of the services that a NotAction leaves, where the resource is of the one it names', () => {
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', NotAction: 's3:Delete*', Resource: 'arn:aws:s3:::logs/*' }],
    };
    const { gains } = identityDelta(undefined, { policies: [{ name: 'p', document }] }, OPTIONS);
    expect(gains).toMatchObject([{ service: 's3', every: true }]);
    expect(gains[0]?.exceptActions).toContain('DeleteObject');
    expect(gains[0]?.exceptActions).not.toContain('GetObject');
  });

  test.each([
    ['s3:ListBucket', ['arn:aws:s3:::acme-logs/*'], 'no'],
    ['s3:ListBucket', ['arn:aws:s3:::acme-logs', 'arn:aws:s3:::acme-logs/*'], 'yes'],
    ['s3:ListBucket', ['arn:aws:s3:::acme-logs'], 'yes'],
    ['s3:GetObject', ['arn:aws:s3:::acme-logs/*'], 'yes'],
    ['brand-new:Action', ['arn:aws:s3:::acme-logs/*'], 'yes'],
  ] as const)('breaks the expectation to be allowed %s on %j: %s', (action, on, holds) => {
    const principal = policy('*', '*');
    const expectation = {
      expects: 'access',
      principal: 'role/x',
      verdict: 'allow',
      action,
      on,
      location: { file: 'x.yaml', line: 1, column: 1 },
    } as const;
    expect(judgeAccess(expectation, principal, OPTIONS).holds).toBe(holds);
  });
});
