import { describe, expect, it } from '@jest/globals';
import type { Integration } from '../../../src/model/integration.ts';
import { type FileContext, parseIntegration } from '../../../src/desired/parse-integration.ts';

const CONTEXT: FileContext = { account: '111122223333', partition: 'aws', region: 'eu-central-1', tags: {} };

function parse(text: string, context: Partial<FileContext> = {}): Integration {
  const { integration, diagnostics } = parseIntegration(text, 'desired/x.yaml', { ...CONTEXT, ...context });
  if (integration === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return integration;
}

const FILE = `
integration: x
description: reads \${BucketName}
vendor: { name: V, docs: "https://example.com/docs" }
owner: data-team
parameters: { BucketName: acme-logs, Key: sts:ExternalId }
roles:
  - RoleName: reader
    Path: /vendors/
    AssumeRolePolicyDocument:
      Version: 2012-10-17
      Statement:
        - Effect: Allow
          Principal: { AWS: "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" }
          Action: sts:AssumeRole
          Condition: { StringEquals: { "\${Key}": abc } }
    ManagedPolicyArns: [Read, "arn:aws:iam::aws:policy/ReadOnlyAccess"]
    PermissionsBoundary: read
    Tags: { team: data }
managedPolicies:
  - ManagedPolicyName: Read
    Path: /v/
    PolicyDocument:
      {
        "Version": "2012-10-17",
        "Statement": [
          { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::\${BucketName}/\${aws:username}/*" }
        ]
      }
delete: [role/old]
release: [user/left]
overwrite: [role/reader]
hold: [{ address: role/reader, drift: 0123456789abcdef, reason: incident, until: 2027-01-31 }]
ignore: [{ address: role/reader, field: Description, reason: robot }]
observe: true
`;

describe('a desired file as an integration', () => {
  const integration = parse(FILE, { tags: { Team: 'default', env: 'prod' } });
  const properties = integration.resources[0]?.resource.properties;

  it('carries what the file says about itself', () => {
    expect({ ...integration, resources: [] }).toEqual({
      name: 'x',
      description: 'reads acme-logs',
      vendor: { name: 'V', docs: 'https://example.com/docs' },
      owner: 'data-team',
      file: 'desired/x.yaml',
      resources: [],
      delete: ['role/old'],
      release: ['user/left'],
      overwrite: ['role/reader'],
      acknowledgedAt: {
        'delete: [role/old]': { file: 'desired/x.yaml', line: 30, column: 10 },
        'release: [user/left]': { file: 'desired/x.yaml', line: 31, column: 11 },
        'hold: [0123456789abcdef]': { file: 'desired/x.yaml', line: 33, column: 8 },
        'overwrite: [role/reader]': { file: 'desired/x.yaml', line: 32, column: 13 },
      },
      hold: [{ address: 'role/reader', drift: '0123456789abcdef', reason: 'incident', until: '2027-01-31' }],
      ignore: [{ address: 'role/reader', field: 'Description', reason: 'robot' }],
      observe: true,
    });
  });

  it('has its resources in normal form, with defaults filled in', () => {
    expect(integration.resources.map(({ resource }) => [resource.kind, resource.name])).toEqual([
      ['role', 'reader'],
      ['managed-policy', 'Read'],
    ]);
    expect(properties?.['MaxSessionDuration']).toBe(3600);
    expect(properties?.['Policies']).toEqual([]);
    expect(properties).not.toHaveProperty('RoleName');
  });

  it('has parameters and pseudo parameters replaced, in keys too, and variables of IAM left alone', () => {
    expect(properties?.['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Condition: { StringEquals: { 'sts:ExternalId': 'abc' } },
        },
      ],
    });
    expect(integration.resources[1]?.resource.properties['PolicyDocument']).toMatchObject({
      Statement: [{ Resource: 'arn:aws:s3:::acme-logs/${aws:username}/*' }],
    });
  });

  it('has literal ARNs for names of its managed policies, with their path', () => {
    const arn = 'arn:aws:iam::111122223333:policy/v/Read';
    expect(properties?.['ManagedPolicyArns']).toEqual([arn, 'arn:aws:iam::aws:policy/ReadOnlyAccess']);
    expect(properties?.['PermissionsBoundary']).toBe(arn);
  });

  it("has the settings' tags where the resource has none of its own", () => {
    expect(properties?.['Tags']).toEqual([
      { Key: 'env', Value: 'prod' },
      { Key: 'team', Value: 'data' },
    ]);
  });

  it('says where each resource and each property stands', () => {
    const [role] = integration.resources;
    expect(role?.location).toEqual({ file: 'desired/x.yaml', line: 8, column: 15 });
    expect(role?.propertyLocations['Path']).toEqual({ file: 'desired/x.yaml', line: 9, column: 5 });
  });

  it('resolves names in the partition of the account', () => {
    const text = FILE.replaceAll('arn:aws:', 'arn:aws-cn:');
    const role = parse(text, { partition: 'aws-cn' }).resources[0]?.resource;
    expect(role?.properties['PermissionsBoundary']).toBe('arn:aws-cn:iam::111122223333:policy/v/Read');
  });
});

describe('spellings of the same file', () => {
  const trust = '{ "Version": "2012-10-17", "Statement": [] }'.replace(
    '[]',
    '[{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }]',
  );
  const json = `{ "integration": "x", "description": "d", "roles": [{ "RoleName": "r", "AssumeRolePolicyDocument": ${trust} }] }`;

  it('a file may be JSON as a whole', () => {
    expect(parse(json).resources).toHaveLength(1);
  });

  it('tags are the same as a map and as a list', () => {
    const withTags = (tags: string): string => json.replace('"RoleName"', `"Tags": ${tags}, "RoleName"`);
    const map = parse(withTags('{ "a": "b" }')).resources[0]?.resource;
    const list = parse(withTags('[{ "Key": "a", "Value": "b" }]')).resources[0]?.resource;
    expect(map).toEqual(list);
  });

  it('a byte order mark and Windows line ends do not matter', () => {
    const plain = parse(FILE).resources[0];
    expect(parse(`\uFEFF${FILE.replaceAll('\n', '\r\n')}`).resources[0]).toEqual(plain);
  });
});
