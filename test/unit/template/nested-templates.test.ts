import { describe, expect, it } from '@jest/globals';
import { convert, converted, role } from './convert.ts';

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
