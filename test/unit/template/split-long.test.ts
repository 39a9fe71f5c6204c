import { describe, expect, it } from '@jest/globals';
import { convert, converted } from './convert.ts';

describe('a policy over the limit', () => {
  const actions = Array.from(
    { length: 400 },
    (_, index) => `service${index % 20}:DescribeSomethingLong${index}`,
  );
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::777788889999:role/v' }, Action: 'sts:AssumeRole' },
    ],
  };
  const long = (resource: unknown, more: object = {}, ofRole: object = {}): string =>
    JSON.stringify({
      Parameters: { Prefix: { Type: 'String', Default: 'vendor-' } },
      Resources: {
        P: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: {
            ManagedPolicyName: 'long',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
            },
            ...more,
          },
        },
        R: {
          Type: 'AWS::IAM::Role',
          Properties: { RoleName: 'r', AssumeRolePolicyDocument: trust, ...ofRole },
        },
      },
    });

  it('is split, and all of its parts are attached, with its path and description', () => {
    const { integration } = converted(long('*', { Roles: ['r'], Path: '/v/', Description: 'Reads' }));
    const policies =
      integration?.resources.filter(({ resource }) => resource.properties['PolicyDocument'] !== undefined) ??
      [];
    const held = policies.flatMap(
      ({ resource }) => JSON.stringify(resource.properties).match(/service\d+:\w+/g) ?? [],
    );
    expect(policies.length).toBeGreaterThan(2);
    expect(held.sort()).toEqual([...actions].sort());
    for (const { resource } of policies)
      expect(resource.properties).toMatchObject({ Path: '/v/', Description: 'Reads' });
    const attached = integration?.resources.find(({ resource }) => resource.name === 'r')?.resource
      .properties['ManagedPolicyArns'];
    expect(attached).toEqual(
      policies.map(({ resource }) => `arn:aws:iam::444455556666:policy/v/${resource.name}`),
    );
  });

  it('keeps the references of its statements', () => {
    const { file } = converted(
      long({ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Prefix}${!aws:username}' }, { Roles: ['r'] }),
    );
    expect(file).toMatchObject({ parameters: { Prefix: 'vendor-' } });
    const resources = new Set(JSON.stringify(file).match(/"Resource":"[^"]*"/g));
    expect([...resources]).toEqual(['"Resource":"arn:${AWS::Partition}:s3:::${Prefix}${aws:username}"']);
  });

  it('has parts that no other policy of the file is called as, however long the names are', () => {
    const holder = 'r'.repeat(64);
    const statements = actions.slice(0, 120).map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
    const inline = (PolicyName: string): object => ({
      PolicyName,
      PolicyDocument: { Version: '2012-10-17', Statement: statements },
    });
    const text = long('*', { ManagedPolicyName: `${holder}-x` }, {});
    const parsed = JSON.parse(text) as { Resources: Record<string, { Properties: object }> };
    Object.assign(parsed.Resources['R']?.Properties ?? {}, {
      RoleName: holder,
      Policies: [inline(`${'p'.repeat(100)}1`), inline(`${'p'.repeat(100)}2`), inline('x')],
    });
    Object.assign(parsed.Resources['P']?.Properties ?? {}, {
      PolicyDocument: { Version: '2012-10-17', Statement: statements.slice(0, 1) },
    });
    const { addresses } = converted(JSON.stringify(parsed));
    expect(new Set(addresses.map((address) => address.toLowerCase())).size).toBe(addresses.length);
    expect(addresses.length).toBeGreaterThan(4);
  });

  it('is not split where IAM counts the values of its references, and they are short', () => {
    const few = Array.from({ length: 150 }, () => ({
      'Fn::Sub': 'arn:aws:s3:::${AVeryLongNameOfAParameter}',
    }));
    const text = long('*')
      .replace(JSON.stringify(actions), '"s3:GetObject"')
      .replace('"Resource":"*"', `"Resource":${JSON.stringify(few)}`)
      .replace('"Prefix":{', '"AVeryLongNameOfAParameter":{');
    expect(converted(text).addresses).toContain('managed-policy/long');
  });

  it.each([
    ['a permissions boundary', { PermissionsBoundary: { Ref: 'P' } }, 'it is the permissions boundary of r'],
    [
      'named in a document',
      {
        Policies: [
          {
            PolicyName: 'delegate',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'iam:CreateRole',
                  Resource: '*',
                  Condition: { StringEquals: { 'iam:PermissionsBoundary': { Ref: 'P' } } },
                },
              ],
            },
          },
        ],
      },
      'r has its ARN in a document',
    ],
  ])('is refused as %s', (_, ofRole, says) => {
    const conversion = convert(long('*', {}, ofRole));
    expect(conversion).toMatchObject({ state: 'wrong' });
    expect(JSON.stringify(conversion)).toContain(`cannot be split: ${says}`);
  });
});
