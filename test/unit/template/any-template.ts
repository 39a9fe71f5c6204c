import fc from 'fast-check';

/** A template with the values of its parameters that have no default, or another one. */
export interface TemplateCase {
  readonly template: object;
  readonly parameters: Readonly<Record<string, string>>;
}

const noValue = { Ref: 'AWS::NoValue' };
const condition = fc.constantFrom('On', 'Off', 'Both', 'Either');

/** A short text, by any function that gives one. */
const { text } = fc.letrec<{ text: unknown }>((tie) => ({
  text: fc.oneof(
    // A name of IAM has at most 64 characters, and a leaf up to 12.
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<unknown>(
      'plain',
      { Ref: 'Word' },
      { 'Fn::Sub': '${Word}x' },
      { 'Fn::Sub': '${AWS::StackName}' },
      { 'Fn::Select': ['1', { Ref: 'Names' }] },
      { 'Fn::FindInMap': ['Level', { Ref: 'Flag' }, 'Word'] },
      {
        'Fn::Select': [
          '4',
          { 'Fn::Split': ['-', { 'Fn::Select': ['2', { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }] },
        ],
      },
    ),
    fc
      .tuple(fc.constantFrom('-', '_'), tie('text'), tie('text'))
      .map(([separator, one, other]) => ({ 'Fn::Join': [separator, [one, other]] })),
    fc.tuple(fc.constantFrom('0', '1'), tie('text'), tie('text')).map(([index, one, other]) => ({
      'Fn::Select': [index, { 'Fn::Split': ['+', { 'Fn::Join': ['+', [one, other]] }] }],
    })),
    tie('text').map((inner) => ({ 'Fn::Sub': ['a${Inner}', { Inner: inner }] })),
    fc.tuple(condition, tie('text'), tie('text')).map((parts) => ({ 'Fn::If': parts })),
  ),
}));

const named = (stem: string): fc.Arbitrary<unknown> =>
  text.map((inner) => ({ 'Fn::Join': ['-', [stem, { 'Fn::Sub': ['${Inner}', { Inner: inner }] }]] }));

const unless = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    value,
    fc.tuple(condition, value).map(([name, one]) => ({ 'Fn::If': [name, one, noValue] })),
  );

const statement: fc.Arbitrary<unknown> = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constantFrom<unknown>('s3:GetObject', ['s3:PutObject', 'ec2:DescribeInstances']),
    Resource: fc.oneof(
      fc.constant<unknown>('*'),
      text.map((inner) => ({ 'Fn::Join': ['', ['arn:aws:s3:::', inner, '/*']] })),
      fc.constant<unknown>({ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${!aws:username}/*' }),
    ),
  })
  .chain((one) =>
    fc.option(text, { nil: undefined }).map((inner) => ({
      ...one,
      ...(inner === undefined ? {} : { Condition: { StringLike: { 'aws:PrincipalTag/team': inner } } }),
    })),
  );

const document: fc.Arbitrary<unknown> = fc
  .tuple(statement, fc.array(unless(statement), { maxLength: 2 }))
  .map(([first, more]) => ({ Version: '2012-10-17', Statement: [first, ...more] }));

const trust: fc.Arbitrary<unknown> = unless(named('id')).map((id) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${Account}:role/vendor' } },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': id, 'aws:PrincipalTag/of': 'vendor' } },
    },
  ],
}));

const plumbing = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | typeof noValue> =>
  fc.oneof(value, fc.constant(noValue));

function resource(type: string, properties: unknown, more: object = {}): object {
  return { Type: `AWS::IAM::${type}`, Properties: properties, ...more };
}

/** Roles, policies, users and groups that name each other, with conditions on whatever nothing else needs. */
const resources = fc
  .record({
    reader: fc.record({
      RoleName: optional(named('reader')),
      Path: optional(fc.constant('/vendor/')),
      MaxSessionDuration: optional(fc.constantFrom<unknown>('7200', 3600)),
      Description: optional(text),
      AssumeRolePolicyDocument: trust,
      ManagedPolicyArns: unless(
        unless(fc.constant({ Ref: 'Extra' })).map((own) => [
          own,
          { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess' },
        ]),
      ),
      PermissionsBoundary: optional(unless(fc.constant({ Ref: 'Extra' }))),
      Policies: optional(document.map((one) => [{ PolicyName: 'own', PolicyDocument: one }])),
      Tags: optional(text.map((Value) => [{ Key: 'of', Value }])),
    }),
    helper: fc.record({ PolicyDocument: document }),
    extra: fc.record({
      ManagedPolicyName: optional(named('extra')),
      Path: optional(fc.constant('/vendor/')),
      Description: optional(text),
      PolicyDocument: document,
      Users: optional(fc.constant([{ Ref: 'Person' }])),
    }),
    inline: document,
    attached: document,
    conditions: fc.tuple(condition, condition, condition),
    person: fc.record({ UserName: optional(named('person')), Path: optional(fc.constant('/people/')) }),
    team: fc.record({ GroupName: optional(named('team')) }),
  })
  .map(({ reader, helper, extra, inline, attached, conditions, person, team }) => ({
    Reader: resource('Role', reader),
    Helper: resource('Role', { AssumeRolePolicyDocument: plumbing }),
    OfHelper: resource('ManagedPolicy', { ...helper, Roles: [{ Ref: 'Helper' }] }),
    Extra: resource('ManagedPolicy', extra),
    Inline: resource(
      'Policy',
      {
        PolicyName: { 'Fn::Sub': 'inline-${Word}' },
        PolicyDocument: inline,
        Roles: [{ Ref: 'Reader' }],
        Groups: [{ Ref: 'Team' }],
      },
      { Condition: conditions[0] },
    ),
    Attached: resource(
      'RolePolicy',
      { PolicyName: 'attached', RoleName: { Ref: 'Reader' }, PolicyDocument: attached },
      { Condition: conditions[1] },
    ),
    Person: resource('User', person),
    Team: resource('Group', team),
    Member: resource(
      'UserToGroupAddition',
      { GroupName: { Ref: 'Team' }, Users: [{ Ref: 'Person' }] },
      { Condition: conditions[2] },
    ),
    Carrier: resource('InstanceProfile', { Roles: [{ Ref: 'Reader' }] }),
    Bucket: { Type: 'AWS::S3::Bucket' },
  }));

export const anyTemplate: fc.Arbitrary<TemplateCase> = fc
  .record({
    Resources: resources,
    Flag: fc.constantFrom('true', 'false'),
    Word: fc.constantFrom('word', 'w', 'long-er'),
    Names: fc.constantFrom('a,b', 'one, two,three'),
  })
  .map(({ Resources, ...parameters }) => ({
    parameters,
    template: {
      Parameters: {
        Flag: { Type: 'String', Default: 'true', AllowedValues: ['true', 'false'] },
        Word: { Type: 'String' },
        Names: { Type: 'CommaDelimitedList' },
        Account: { Type: 'String', Default: '777788889999' },
      },
      Mappings: { Level: { true: { Word: 'high' }, false: { Word: 'low' } } },
      Conditions: {
        On: { 'Fn::Equals': [{ Ref: 'Flag' }, 'true'] },
        Off: { 'Fn::Not': [{ Condition: 'On' }] },
        Both: { 'Fn::And': [{ Condition: 'On' }, { 'Fn::Equals': [{ Ref: 'Word' }, 'w'] }] },
        Either: { 'Fn::Or': [{ Condition: 'Off' }, { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }] },
      },
      Resources,
    },
  }));
