import { describe, expect, it } from '@jest/globals';
import { parseIntegration } from '../../../src/desired/parse-integration.ts';
import { toJson } from '../../../src/desired/source-tree.ts';
import { allowedPattern } from '../../../src/template/allowed-pattern.ts';
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
      'these resources wait for each other: A → B → A',
      2,
    ],
    [
      'a part of the template that stands elsewhere',
      'Transform:\n  - { Name: AWS::Include, Parameters: { Location: "s3://vendor/more.yaml" } }\nResources:\n  R: { Type: "AWS::IAM::Role" }\n',
      'a part of the template that stands in "s3://vendor/more.yaml"',
      2,
    ],
    [
      'a loop over resources',
      `${role('')}  Fn::ForEach::All: [X, [a], {}]\n`,
      'makes Resources that do not',
      7,
    ],
    [
      'a function beside other keys',
      role('      Tags: [{ Key: a, Value: b, "Fn::If": [C, d, e] }]\n'),
      'Fn::If stands beside other keys',
      7,
    ],
    [
      'a condition that only CloudFormation knows',
      `Conditions:\n  C: !Equals ["{{resolve:ssm:x}}", "y"]\n${role('    Condition: C\n')}`,
      'whether R is made cannot be told',
      4,
    ],
    ['texts that multiply themselves', multiplied(), 'comes to more than CloudFormation takes', 1],
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

describe('a rule of the template', () => {
  const text = (rule: string, parameters = 'P: { Type: String, Default: a }'): string =>
    `Parameters:\n  ${parameters}\nRules:\n  Fits:\n    ${rule}\n${role('')}`;
  const assertion = (assert: string): string =>
    `Assertions: [{ Assert: ${assert}, AssertDescription: "must fit" }]`;

  it.each([
    ['{ "Fn::Equals": [{ Ref: P }, a] }'],
    ['{ "Fn::Contains": [[eu-west-1, us-east-1], { Ref: "AWS::Region" }] }'],
    ['{ "Fn::EachMemberIn": [[a], [a, b]] }'],
    ['{ "Fn::EachMemberEquals": [[a, a], { Ref: P }] }'],
  ])('that holds is not mentioned: %s', (assert) => {
    expect(converted(text(assertion(assert))).differences.rules).toEqual([]);
  });

  it('that does not hold refuses the answers, in the words of the vendor', () => {
    const conversion = convert(text(assertion('{ "Fn::Equals": [{ Ref: P }, b] }')));
    expect(conversion).toMatchObject({
      state: 'wrong',
      diagnostics: [{ code: 'template-rule', location: { line: 4 } }],
    });
    expect(JSON.stringify(conversion)).toContain('the rule Fits of the template does not hold: must fit');
  });

  it('is only about what its condition is about', () => {
    const rule = `RuleCondition: { "Fn::Equals": [{ Ref: P }, b] }\n    ${assertion('{ "Fn::Equals": [a, b] }')}`;
    expect(converted(text(rule)).differences.rules).toEqual([]);
  });

  it('of a parameter that nothing else needs is checked where it is answered, and else said to be open', () => {
    const rule = text(assertion('{ "Fn::Equals": [{ Ref: P }, b] }'), 'P: { Type: String }');
    const [open] = converted(rule).differences.rules;
    expect(open?.reason).toBe('the rule Fits is not checked: must fit');
    expect(open?.remedy).toContain("--answer 'P=…' has it checked");
    expect(converted(rule, { answers: { P: 'b' } }).differences.rules).toEqual([]);
    expect(convert(rule, { answers: { P: 'c' } }).state).toBe('wrong');
  });
});

describe('the pattern of a parameter', () => {
  const text = (pattern: string): string =>
    `Parameters:\n  P: { Type: String, AllowedPattern: '${pattern}', Default: "${'a'.repeat(40)}!" }\n${role('      Description: !Ref P\n')}`;

  it.each([
    ['looks around', '(?=^.{1,64}$)^[\\w!]+$'],
    ['refers back', '(a)\\1'],
    ['has classes within classes, which only Java has', '[a-z&&[^b]]+'],
    ['is no pattern', '[\\w'],
    ['repeats more often than RE2 counts', '(a{1,50}){1,50}'],
    ['is too long', 'a?'.repeat(600)],
  ])('that %s is not tried, and that is said', (_, pattern) => {
    const [left] = converted(text(pattern)).differences.rules;
    expect(left?.reason).toContain(`the pattern of P is not checked: ${pattern}`);
  });

  it('that takes too many steps for an answer is not tried', () => {
    expect(allowedPattern('(a?b?c?){300}', 40)?.('abc')).toBe(true);
    expect(allowedPattern('(a?b?c?){300}', 4096)).toBeUndefined();
  });

  it.each([
    '^[a-z]+!?$',
    '^a{40}(!|x)?$',
    '^[(a+)+!]*$',
    '[\\[\\]a!]+',
    '(aa)*!',
    '[\\w+=,.@:\\/!-]{2,1224}',
    // Each of these takes an engine that goes back for ever.
    '((a+)+)!',
    '(a|a)*!',
    '(a{0,16}){0,16}!',
    '(a?){50}a{0,40}!',
    'a*a*a*a*a*a*!',
    '(?<n>a+)+!',
  ])('is tried, whatever it repeats: %s', (pattern) => {
    expect(converted(text(pattern)).differences.rules).toEqual([]);
    const refused = JSON.stringify(convert(text(pattern), { answers: { P: `${'a'.repeat(80)}%` } }));
    expect(refused).toContain('must match');
  });
});

describe('a nested stack', () => {
  const outer = (url: string): string =>
    `Resources:\n  N: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "${url}", Parameters: { Of: all, List: [a, b] } } }\n  P: { Type: "AWS::IAM::ManagedPolicy", Properties: { ManagedPolicyName: p, Roles: [!GetAtt N.Outputs.Name], PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:ListBucket", Resource: "*" }] } } }\n`;
  const text = '!Sub ["${Of} ${L}", { L: !Select [1, !Ref List] }]';
  const inner = `Parameters: { Of: { Type: String }, List: { Type: CommaDelimitedList } }\n${role(`      Description: ${text}\n`)}Outputs:\n  Name: { Value: !Ref R }\n`;

  it('whose template lies beside the outer one is opened, with its parameters and outputs', () => {
    const { file, differences } = converted(outer('./inner/role.yaml'), {
      nested: { 'inner/role.yaml': inner },
    });
    expect(file).toMatchObject({
      roles: [{ RoleName: 'r', Description: '${Of} b', ManagedPolicyArns: ['p'] }],
      parameters: { Of: 'all' },
    });
    expect(differences.others).toEqual([]);
    expect(differences.notes.map(({ reason }) => reason).join()).toContain('the nested stack N makes r');
  });

  it('of a bucket is said to make what this file does not have, with the command that makes one of it', () => {
    const text = outer('https://vendor.s3.amazonaws.com/it.yaml').replace('!GetAtt N.Outputs.Name', 'other');
    const { differences } = converted(text);
    expect(differences.others).toEqual([['AWS::CloudFormation::Stack', 1]]);
    const [note] = differences.notes;
    expect(note?.reason).toContain('made of https://vendor.s3.amazonaws.com/it.yaml');
    expect(note?.remedy).toContain(
      "curl -fsSL 'https://vendor.s3.amazonaws.com/it.yaml' | rolekeeper init --from-template -",
    );
  });

  it('whose condition does not hold is not made, and neither are outputs under one', () => {
    const text = outer('https://vendor.s3.amazonaws.com/it.yaml')
      .replace('!GetAtt N.Outputs.Name', 'other')
      .replace('N: { Type', 'N: { Condition: Never, Type');
    const { differences } = converted(
      `Conditions: { Never: !Equals [a, b], Always: !Equals [a, a] }\n${text}Outputs: { No: { Condition: Never, Value: !Ref N }, Yes: { Condition: Always, Value: a } }\n`,
    );
    expect(differences.others).toEqual([]);
    expect(differences.outputs).toEqual(['Yes']);
    expect(differences.notes.map(({ reason }) => reason)).toContain(
      'N (AWS::CloudFormation::Stack) is not made: its condition Never does not hold',
    );
  });

  it('that contains itself is refused', () => {
    const own = outer('vendor.yaml');
    expect(JSON.stringify(convert(own, { nested: { 'vendor.yaml': own } }))).toContain(
      'the template contains itself: vendor.yaml → vendor.yaml',
    );
  });

  it('asks under its own id', () => {
    const conversion = convert(outer('inner.yaml').replace('!GetAtt N.Outputs.Name', 'other'), {
      takes: false,
      nested: { 'inner.yaml': inner.replace('RoleName: r', 'MaxSessionDuration: 3600') },
    });
    expect(conversion).toMatchObject({
      state: 'asks',
      questions: [{ id: 'N/R.RoleName', proposal: 'vendor-N-R' }],
    });
  });
});

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
    expect(differences.notes[0]?.reason).toBe(
      'P is left out: "FRole" does not stand in the template: SAM makes it',
    );
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
