import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { deploy, failure, handle, role, template } from './stacks.ts';

let clients: Clients;
beforeEach(() => {
  ({ clients } = running());
});
const one = template({ R: role('r') });
const create = (input: Partial<CreateChangeSetCommandInput> = {}) =>
  clients.cloudFormation.send(
    new CreateChangeSetCommand({
      StackName: 'stack',
      ChangeSetName: 'c',
      ChangeSetType: 'CREATE',
      TemplateBody: one,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ...input,
    }),
  );
const describeSet = (input = {}) =>
  clients.cloudFormation.send(
    new DescribeChangeSetCommand({ StackName: 'stack', ChangeSetName: 'c', ...input }),
  );

describe('CreateChangeSet refuses', () => {
  it.each([
    ['a wrong name', { ChangeSetName: '1c' }, /at 'changeSetName' failed to satisfy constraint/],
    ['a wrong stack name', { StackName: 'a_b' }, /pattern: \[a-zA-Z\]\[-a-zA-Z0-9\]\*\|arn:/],
    ['a stack to update that is not there', { ChangeSetType: 'UPDATE' }, /^Stack \[stack\] does not exist$/],
    ['no template', { TemplateBody: undefined }, /Either Template URL or Template Body/],
    [
      'broken JSON',
      { TemplateBody: '{"a": }' },
      /^Template format error: JSON not well-formed\. \(line 1, column/,
    ],
    ['broken YAML', { TemplateBody: 'a: [' }, /^Template format error: YAML not well-formed\.$/],
    ['no resources', { TemplateBody: '{"Resources":{}}' }, /At least one Resources member must be defined\./],
    [
      'a resource without type',
      { TemplateBody: template({ A: {} }) },
      /\[\/Resources\/A\] Every Resources object/,
    ],
    [
      'a wrong logical id',
      { TemplateBody: template({ 'a-b': handle }) },
      /Resource name a-b is non alphanumeric\./,
    ],
    [
      'nulls',
      { TemplateBody: '{"Resources":{"A":null}}' },
      /^\[\/Resources\/A\] 'null' values are not allowed/,
    ],
    [
      'unknown attributes',
      { TemplateBody: template({ A: { ...handle, Foo: 1 } }) },
      /resource property 'Foo'$/,
    ],
    [
      'unknown types',
      { TemplateBody: template({ A: { Type: 'AWS::X::Y' } }) },
      /Unrecognized resource types: \[AWS::X::Y\]/,
    ],
    [
      'unknown dependencies',
      { TemplateBody: template({ A: { ...handle, DependsOn: 'B' } }) },
      /Unresolved resource dependencies \[B\]/,
    ],
    [
      'circles',
      { TemplateBody: template({ A: { ...handle, DependsOn: 'B' }, B: { ...handle, DependsOn: 'A' } }) },
      /^Circular dependency/,
    ],
    [
      'functions it lacks',
      { TemplateBody: template({ A: role('r') }, { Transform: 'x' }) },
      /sandbox does not support the transform x/,
    ],
    [
      'parameters without a value',
      { TemplateBody: template({ A: handle }, { Parameters: { P: { Type: 'String' } } }) },
      /^Parameters: \[P\] must have values$/,
    ],
    [
      'a body that is too long',
      { TemplateBody: template({ A: role('r', { Description: 'x'.repeat(51_200) }) }) },
      /less than or equal to 51200/,
    ],
    [
      'drift repair of a new stack',
      { DeploymentMode: 'REVERT_DRIFT' as const },
      /^DeploymentMode is not valid for CREATE$/,
    ],
  ])('%s', async (_, input, message) => {
    const error = await failure(create(input as Partial<CreateChangeSetCommandInput>));
    expect(error).toMatchObject({ name: 'ValidationError', status: 400 });
    expect(error.message).toMatch(message);
    const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({}));
    expect(Stacks).toEqual([]);
  });

  it('IAM resources without the capability, custom names without the stronger one', async () => {
    expect(await failure(create({ Capabilities: ['CAPABILITY_IAM'] }))).toEqual({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
      status: 400,
    });
    const unnamed = template({ A: role('r', { RoleName: undefined }) });
    expect((await failure(create({ TemplateBody: unnamed, Capabilities: [] }))).message).toBe(
      'Requires capabilities : [CAPABILITY_IAM]',
    );
    await create({ TemplateBody: unnamed, Capabilities: ['CAPABILITY_IAM'] });
    await create({ StackName: 'other', TemplateBody: template({ A: handle }), Capabilities: [] });
  });

  it('a second creation of a stack that exists', async () => {
    await deploy(clients, one, { ChangeSetType: 'CREATE' });
    expect((await failure(create())).message).toBe(
      'Stack [stack] already exists and cannot be created again with the changeSet [c].',
    );
  });

  it('to find a change set by bare name, or in a stack that is not there', async () => {
    const execution = new ExecuteChangeSetCommand({ ChangeSetName: 'c' });
    expect((await failure(clients.cloudFormation.send(execution))).message).toBe(
      'StackName must be specified if ChangeSetName is not specified as an ARN.',
    );
    expect((await failure(describeSet())).message).toBe('Stack [stack] does not exist');
  });
});
