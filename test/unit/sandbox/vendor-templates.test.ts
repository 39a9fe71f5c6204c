import { beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createSandbox, type QuietSandbox } from '../../../src/sandbox/server.ts';
import { VENDOR_STACKS } from '../../helpers/vendor-stacks.ts';

let sandbox: QuietSandbox;

beforeEach(() => {
  sandbox = createSandbox();
});

function send(call: Readonly<Record<string, string>>): string {
  const reply = sandbox.dispatch({
    authorization: 'AWS4-HMAC-SHA256 Credential=vendor/20260101/eu-west-1/cloudformation/aws4_request',
    body: new URLSearchParams({ Version: '2010-05-15', ...call }).toString(),
  });
  if (reply.kind !== 'answer') throw new Error(reply.kind);
  return reply.body;
}

function create(template: string, parameters: Readonly<Record<string, string>> = {}): string {
  const given = Object.entries(parameters).flatMap(([key, value], index) => [
    [`Parameters.member.${index + 1}.ParameterKey`, key],
    [`Parameters.member.${index + 1}.ParameterValue`, value],
  ]);
  const answer = send({
    Action: 'CreateStack',
    StackName: 'vendor',
    TemplateBody: template,
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    ...(Object.fromEntries(given) as Record<string, string>),
  });
  for (let tick = 0; tick < 12; tick += 1) send({ Action: 'DescribeStacks', StackName: 'vendor' });
  return answer;
}

describe('a template of a vendor', () => {
  it.each(VENDOR_STACKS.map((stack) => [stack.name, stack] as const))('is deployed: %s', (_, stack) => {
    create(readFileSync(stack.file, 'utf8'), stack.parameters);
    expect(send({ Action: 'DescribeStacks', StackName: 'vendor' })).toContain('CREATE_COMPLETE');
    expect([...sandbox.world.iam.roles.values()].map(({ name }) => name).sort()).toEqual(
      expect.arrayContaining([...stack.roles]),
    );
  });
});

describe('conditions and mappings', () => {
  const template = (more: object): string =>
    JSON.stringify({
      Parameters: {
        Mode: { Type: 'String', Default: 'full' },
        Names: { Type: 'CommaDelimitedList', Default: 'a,b' },
      },
      Mappings: { Level: { full: { Path: '/full/' }, less: { Path: '/less/' } } },
      Conditions: {
        Full: { 'Fn::Equals': [{ Ref: 'Mode' }, 'full'] },
        Here: {
          'Fn::And': [
            { Condition: 'Full' },
            { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] }] },
          ],
        },
      },
      ...more,
    });
  const group = (more: object = {}): object => ({ Type: 'AWS::IAM::Group', ...more });

  it('decide which resources exist, and what they are', () => {
    create(
      template({
        Resources: {
          A: group({
            Condition: 'Here',
            Properties: {
              GroupName: { 'Fn::Join': ['-', [{ 'Fn::Select': ['1', { Ref: 'Names' }] }, 'x']] },
              Path: { 'Fn::FindInMap': ['Level', { Ref: 'Mode' }, 'Path'] },
              ManagedPolicyArns: { 'Fn::If': ['Full', { Ref: 'AWS::NoValue' }, []] },
            },
          }),
          B: group({ Condition: 'Missing', Properties: { GroupName: 'never' } }),
        },
      })
        .replace('"Missing"', '"Less"')
        .replace('"Here":', '"Less":{"Fn::Equals":[{"Ref":"Mode"},"less"]},"Here":'),
    );
    expect([...sandbox.world.iam.groups.values()].map(({ name, path }) => path + name)).toEqual([
      '/full/b-x',
    ]);
  });

  it('are refused where a condition is not defined', () => {
    const answer = create(template({ Resources: { A: group({ Condition: 'Nope' }) } }));
    expect(answer).toContain('Unresolved condition dependency Nope');
  });
});
