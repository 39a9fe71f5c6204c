import { describe, expect, it } from '@jest/globals';
import { parseIntegration } from '../../../src/desired/parse-integration.ts';
import { toJson } from '../../../src/desired/source-tree.ts';
import { convertTemplate, type Conversion } from '../../../src/template/convert-template.ts';
import { readTemplate } from '../../../src/template/read-template.ts';

const ACCOUNT = { account: '444455556666', partition: 'aws', region: 'eu-west-1' };

interface Options {
  readonly answers?: Readonly<Record<string, string>>;
  readonly takes?: boolean;
  readonly serviceRoles?: boolean;
  readonly nested?: Readonly<Record<string, string>>;
}

function convert(
  text: string,
  { answers = {}, takes = true, serviceRoles = false, nested = {} }: Options = {},
): Conversion {
  const { template, diagnostics } = readTemplate(text, 'vendor.yaml');
  if (template === undefined) return { state: 'wrong', diagnostics };
  const unique = '11111111-2222-3333-4444-555555555555';
  return convertTemplate(
    template,
    { ...ACCOUNT, integration: 'vendor', unique },
    { ...ACCOUNT, tags: {} },
    {
      answers: new Map(Object.entries(answers)),
      takes,
      serviceRoles,
      nested: new Map(Object.entries(nested)),
    },
  );
}

function converted(text: string, options: Options = {}) {
  const conversion = convert(text, options);
  if (conversion.state !== 'converted') throw new Error(JSON.stringify(conversion, null, 1));
  const again = parseIntegration(JSON.stringify(toJson(conversion.root)), 'vendor.yaml', {
    ...ACCOUNT,
    tags: {},
  });
  expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { ...conversion, file: toJson(conversion.root), integration: again.integration };
}

const TRUST = `
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${VendorAccount}:root" }
            Action: sts:AssumeRole
            Condition: !If [HasId, { StringEquals: { "sts:ExternalId": !Ref ExternalId } }, !Ref AWS::NoValue]`;

const TEMPLATE = `
AWSTemplateFormatVersion: 2010-09-09
Description: A vendor reads
Parameters:
  VendorAccount: { Type: String, Default: 012345678901 }
  ExternalId: { Type: String, Default: "", AllowedPattern: "[a-z0-9]*", Description: In the console of the vendor }
  Extended: { Type: String, Default: false, AllowedValues: [true, false] }
  Unused: { Type: String }
Mappings:
  Buckets: { eu-west-1: { Name: logs-eu } }
Conditions:
  HasId: !Not [!Equals [!Ref ExternalId, ""]]
  IsExtended: !And [!Equals [!Ref Extended, true], !Condition HasId]
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      MaxSessionDuration: "7200"${TRUST}
      ManagedPolicyArns: !If [IsExtended, [!Sub "arn:\${AWS::Partition}:iam::aws:policy/SecurityAudit", !Ref Extra], [!Ref Extra]]
  Extra:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: !Join ["-", [extra, !Select [1, !Split [":", "a:b"]]]]
      PolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Action: "s3:ListBucket", Resource: !Sub ["arn:aws:s3:::\${B}", { B: !FindInMap [Buckets, !Ref AWS::Region, Name] }] }] }
  Inline:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: inline
      Roles: [!Ref Reader]
      PolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::logs-eu/\${aws:PrincipalTag/team}/*" }] }
  Helper:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
      Policies: [{ PolicyName: x, PolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: !GetAtt Made.Arn }] } }]
  Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: someone } }
  Made: { Type: AWS::Lambda::Function }
`;

describe("a vendor's template as a desired file", () => {
  it('asks for what decides a proof, though the template has a default for it', () => {
    expect(convert(TEMPLATE)).toMatchObject({
      state: 'asks',
      questions: [{ id: 'ExternalId', isProof: true }],
    });
  });

  it('evaluates functions and conditions, folds policies into their role, and keeps the parameters that are used', () => {
    const { file } = converted(TEMPLATE, {
      answers: { ExternalId: 'abc123def456', 'Reader.RoleName': 'reader' },
    });
    expect(file).toMatchObject({
      integration: 'vendor',
      description: 'A vendor reads',
      parameters: { VendorAccount: '012345678901', ExternalId: 'abc123def456' },
      roles: [
        {
          RoleName: 'reader',
          MaxSessionDuration: 7200,
          AssumeRolePolicyDocument: {
            Statement: [
              {
                Principal: { AWS: 'arn:${AWS::Partition}:iam::${VendorAccount}:root' },
                Condition: { StringEquals: { 'sts:ExternalId': '${ExternalId}' } },
              },
            ],
          },
          ManagedPolicyArns: ['extra-b'],
          Policies: [{ PolicyName: 'inline' }],
        },
      ],
      managedPolicies: [
        {
          ManagedPolicyName: 'extra-b',
          PolicyDocument: { Statement: [{ Resource: 'arn:aws:s3:::logs-eu' }] },
        },
      ],
    });
  });

  it('compares an unquoted true as text', () => {
    const { file } = converted(TEMPLATE, { answers: { ExternalId: 'abc123def456', Extended: 'true' } });
    expect(JSON.stringify(file)).toContain('policy/SecurityAudit');
  });

  it('says what CloudFormation would have made besides, and of the key why it is refused', () => {
    const { differences } = converted(TEMPLATE, { answers: { ExternalId: 'abc123def456' } });
    expect(differences.others).toEqual([['AWS::Lambda::Function', 1]]);
    expect(differences.serviceRoles).toEqual(['roles vendor-Helper']);
    expect(differences.notes.map(({ reason }) => reason).join('\n')).toMatch(
      /an access key is refused[^]*Inline becomes an inline policy/,
    );
    expect(differences.taken).toContainEqual({
      id: 'Reader.RoleName',
      answer: 'vendor-Reader',
      from: 'proposal',
    });
  });

  it('asks nothing about a role that is left out, and everything with --service-roles', () => {
    const answers = { ExternalId: 'abc123def456' };
    expect(convert(TEMPLATE, { answers, serviceRoles: true })).toMatchObject({
      state: 'asks',
      questions: [{ id: 'Made.Arn' }],
    });
  });
});

const role = (rest: string): string =>
  `Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: r\n      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::777788889999:role/v" }, Action: "sts:AssumeRole" }] }\n${rest}`;

describe('what is no template, or one that CloudFormation refuses', () => {
  it.each([
    ['nothing', '', 'empty', 1],
    ['a page of the web', '<html>\n<body>', 'not', 1],
    ['a desired file', 'integration: x\nroles: []\n', 'a desired file already', 1],
    ['another format', 'resource: { aws_iam_role: {} }\n', 'no Resources', 1],
    ['no type', 'Resources:\n  R: { Properties: {} }\n', 'R has no Type', 2],
    [
      'a macro',
      'Transform: VendorMacro\nResources:\n  R: { Type: "AWS::IAM::Role" }\n',
      'the macro "VendorMacro"',
      1,
    ],
    [
      'a reference to nothing',
      role('      Description: !Ref Nowhere\n'),
      'no parameter or resource "Nowhere"',
      7,
    ],
    [
      'a cycle of names',
      'Resources:\n  A: { Type: "AWS::IAM::Group", Properties: { GroupName: !Ref B } }\n  B: { Type: "AWS::IAM::Group", Properties: { GroupName: !Ref A } }\n',
      'contains itself: name of A → name of B → name of A',
      2,
    ],
    [
      'a cycle of conditions',
      `Conditions:\n  C: !Not [!Condition C]\n${role('    Condition: C\n')}`,
      'condition C → condition C',
      2,
    ],
    ['an index too far', role('      Description: !Select [3, [a, b]]\n'), 'item 3 of a list of 2', 7],
    [
      'a variable of IAM in Fn::Sub',
      role('      Description: !Sub "${aws:username}"\n'),
      '"aws:username"',
      7,
    ],
    ['text that looks replaced', role('      Description: "${AWS::Region}"\n'), 'outside of Fn::Sub', 7],
    [
      'another partition',
      role('      ManagedPolicyArns: ["arn:aws-cn:iam::aws:policy/SecurityAudit"]\n'),
      'aws-cn',
      7,
    ],
  ])('%s is said with its place', (_, text, says, line) => {
    const conversion = convert(text);
    if (conversion.state !== 'wrong') throw new Error(conversion.state);
    expect(conversion.diagnostics.map(({ message }) => message).join('\n')).toContain(says);
    const places = conversion.diagnostics.map(({ location }) => location?.line);
    expect(places).toContain(line);
    for (const { hint } of conversion.diagnostics) expect(hint).toBeDefined();
  });

  it('refuses a wrong answer, one to nothing, and a NoEcho value that would stand in the file', () => {
    const parameter = (more: string): string =>
      `Parameters:\n  P: { Type: String, MaxLength: 3${more} }\n${role('      Description: !Ref P\n')}`;
    const says = (text: string, answers: Readonly<Record<string, string>>): string =>
      JSON.stringify(convert(text, { answers }));
    expect(says(parameter(''), { P: 'abcd' })).toContain('the answer to P must have at most 3 characters');
    expect(says(parameter(''), { P: 'a\u200bb' })).toContain('or others that are not shown');
    expect(says(parameter(''), { P: 'abc', Q: 'x' })).toContain('asks nothing that is called Q');
    expect(says(parameter(', NoEcho: true'), { P: 'abc' })).toContain('P is NoEcho');
    const list = `Parameters:\n  P: { Type: CommaDelimitedList, NoEcho: true }\n${role('      Description: !Select [0, !Ref P]\n')}`;
    expect(says(list, { P: 'abc,d' })).toContain('is NoEcho');
  });
});

it.each(['constructor', '__proto__', 'toString'])(
  'a resource of the type %s is one that the file does not have',
  (type) => {
    const { differences } = converted(`${role('')}  O: { Type: "${type}" }\n`);
    expect(differences.others).toEqual([[type, 1]]);
  },
);

it('the template within a StackSet is opened, with the parameters that the outer one gives it', () => {
  const inner = role('      Description: !Ref Of\n').replace(
    'Resources:',
    'Parameters: { Of: { Type: String } }\nResources:',
  );
  const outer = `Resources:\n  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      Parameters: [{ ParameterKey: Of, ParameterValue: all }]\n      TemplateBody: |\n${inner.replaceAll(/^/gm, '        ')}`;
  const { file, differences } = converted(outer);
  expect(file).toMatchObject({ roles: [{ RoleName: 'r' }], parameters: { Of: 'all' } });
  expect(differences.notes[0]?.reason).toContain('in each of its accounts');
  const secret = outer
    .replace('Resources:', 'Parameters: { Secret: { Type: String, NoEcho: true } }\nResources:')
    .replace('ParameterValue: all', 'ParameterValue: !Ref Secret');
  expect(JSON.stringify(convert(secret, { answers: { Secret: 'hidden' } }))).toContain('Of is NoEcho');
});

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
