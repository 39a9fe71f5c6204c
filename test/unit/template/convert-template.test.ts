import { describe, expect, it } from '@jest/globals';
import { convert, converted, role } from './convert.ts';

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

/** Each name is the one before it, twice. */
function multiplied(): string {
  const group = (name: string): string => `{ Type: "AWS::IAM::Group", Properties: { GroupName: ${name} } }`;
  const groups = Array.from(
    { length: 40 },
    (_, index) => `  G${index + 1}: ${group(`!Sub "\${G${index}}\${G${index}}"`)}\n`,
  );
  return `Resources:\n  G0: ${group('g')}\n${groups.join('')}`;
}

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
    [
      'a cycle of resources',
      `Resources:\n  A: { Type: "AWS::IAM::Group", Properties: { Path: !Sub "/\${B}/" } }\n  B: { Type: "AWS::IAM::Group", DependsOn: A }\n`,
      'these resources depend on each other: A → B → A',
      2,
    ],
    [
      'a part of the template that stands elsewhere',
      'Transform:\n  - { Name: AWS::Include, Parameters: { Location: "s3://vendor/more.yaml" } }\nResources:\n  R: { Type: "AWS::IAM::Role" }\n',
      'a part of the template from "s3://vendor/more.yaml"',
      2,
    ],
    [
      'a loop over resources',
      `${role('')}  Fn::ForEach::All: [X, [a], {}]\n`,
      'makes Resources that are not',
      7,
    ],
    [
      'a function beside other keys',
      role('      Tags: [{ Key: a, Value: b, "Fn::If": [C, d, e] }]\n'),
      'Fn::If is beside other keys',
      7,
    ],
    [
      'a condition that only CloudFormation knows',
      `Conditions:\n  C: !Equals ["{{resolve:ssm:x}}", "y"]\n${role('    Condition: C\n')}`,
      'whether R is made cannot be told',
      4,
    ],
    ['texts that multiply themselves', multiplied(), 'expands to more than CloudFormation takes', 1],
    ['an index too far', role('      Description: !Select [3, [a, b]]\n'), 'item 3 of a list of 2', 7],
    [
      'a variable of IAM in Fn::Sub',
      role('      Description: !Sub "${aws:username}"\n'),
      '"aws:username"',
      7,
    ],
    [
      'text that is kept from being replaced',
      role('      Description: !Sub "${!Account}"\n'),
      'written with "!"',
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
    expect(says(parameter(''), { P: 'abc', Q: 'x' })).toContain('has no question Q');
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

describe('a template of SAM', () => {
  const sam = (rest: string): string => `Transform: AWS::Serverless-2016-10-31\n${role('')}${rest}`;

  it('is taken with what stands in it, and what SAM makes besides is said', () => {
    const { file, differences } = converted(sam('  F: { Type: "AWS::Serverless::Function" }\n'));
    expect(file).toMatchObject({ roles: [{ RoleName: 'r' }] });
    expect(differences.notes.map(({ reason }) => reason)).toEqual([
      'for F, SAM makes the role FRole, which lambda.amazonaws.com assumes: it is not in this file',
    ]);
  });

  it('leaves out what needs a resource that SAM makes', () => {
    const { differences } = converted(
      sam(
        '  P: { Type: "AWS::IAM::Group", Properties: { GroupName: !Ref FRole } }\n  F: { Type: "AWS::Serverless::Function" }\n',
      ),
    );
    expect(differences.notes[0]?.reason).toBe('P is left out: "FRole" is not in the template: SAM makes it');
  });
});

it('what is left out asks nothing, and neither does what the open questions may leave out', () => {
  const text = `Parameters: { Of: { Type: String }, More: { Type: String } }\nConditions: { C: !Equals [!Ref Of, x], D: !Equals [!Ref More, y] }\n${role('')}  Helper:\n    Type: AWS::IAM::Role\n    Condition: C\n    Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } }\n`;
  expect(converted(text).differences.serviceRoles).toEqual(['roles vendor-Helper']);
  const more = `${text}  G: { Type: "AWS::IAM::Group", Condition: D, Properties: { GroupName: !Ref Of } }\n`;
  expect(convert(more)).toMatchObject({ state: 'asks', questions: [{ id: 'More' }] });
});

it('a membership stands at its user, and one of a user elsewhere is said', () => {
  const { file, differences } = converted(
    `Resources:\n  U: { Type: "AWS::IAM::User", Properties: { UserName: u, Groups: [a] } }\n  M: { Type: "AWS::IAM::UserToGroupAddition", Properties: { GroupName: b, Users: [!Ref U, w] } }\n`,
  );
  expect(file).toMatchObject({ users: [{ UserName: 'u', Groups: ['a', 'b'] }] });
  expect(differences.notes.map(({ reason }) => reason)).toEqual([
    'M becomes a membership of u',
    'M is a membership of w, which this file does not have',
  ]);
});
