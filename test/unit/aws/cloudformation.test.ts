import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createStackReader } from '../../../src/aws/cloudformation-reader.ts';
import { createStackWriter } from '../../../src/aws/cloudformation-writer.ts';
import type { ChangeSet } from '../../../src/model/change-set.ts';
import type { ChangeSetRequest } from '../../../src/model/stack-writer.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server.ts';
import { quickConnections, useDummyCredentials, useEndpoint } from './fake-endpoint.ts';
import { roleTemplate } from './template.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
  useDummyCredentials();
  useEndpoint(sandbox.url);
});
afterEach(() => sandbox.close());

function ports() {
  const { cloudFormation, changes } = quickConnections(2);
  return { reader: createStackReader(cloudFormation), writer: createStackWriter(cloudFormation, changes) };
}

function request(overrides: Partial<ChangeSetRequest> = {}): ChangeSetRequest {
  return {
    stackName: 'rk-logs',
    changeSetName: 'first',
    type: 'CREATE',
    template: roleTemplate({ Role: 'fetcher' }),
    description: 'a change',
    clientToken: 'token-1',
    ...overrides,
  };
}

async function settled(changeSetId: string): Promise<ChangeSet> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const changeSet = await ports().writer.describeChangeSet(changeSetId);
    if (changeSet !== undefined && /COMPLETE|FAILED/.test(changeSet.status)) return changeSet;
  }
  throw new Error('the change set never settles');
}

async function apply(overrides: Partial<ChangeSetRequest> = {}): Promise<string> {
  const { reader, writer } = ports();
  const { changeSetId, stackId } = await writer.createChangeSet(request(overrides));
  await settled(changeSetId);
  await writer.executeChangeSet(changeSetId, `execute-${overrides.changeSetName ?? 'first'}`);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const stack = await reader.stack(stackId);
    if (stack !== undefined && !stack.status.endsWith('IN_PROGRESS')) return stackId;
  }
  throw new Error('the stack never settles');
}

describe('a change set', () => {
  it('is described as plain data, with the reason of every change', async () => {
    const { changeSetId, stackId } = await ports().writer.createChangeSet(request());
    const changeSet = await settled(changeSetId);
    expect(changeSet).toMatchObject({
      changeSetId,
      stackId,
      name: 'first',
      stackName: 'rk-logs',
      status: 'CREATE_COMPLETE',
      executionStatus: 'AVAILABLE',
      withValues: true,
    });
    expect(changeSet.changes).toEqual([
      { action: 'Add', logicalId: 'Role', resourceType: 'AWS::IAM::Role', scope: [], details: [] },
    ]);
  });

  it('shows what an update would touch, and what a removal would do', async () => {
    await apply({ template: roleTemplate({ Role: 'fetcher', Other: 'other' }) });
    const template = roleTemplate({ Role: 'fetcher' }, 'because');
    const update = request({ type: 'UPDATE', changeSetName: 'second', clientToken: 't2', template });
    const { changes } = await settled((await ports().writer.createChangeSet(update)).changeSetId);
    const [modify, remove] = [...changes].sort((a, b) => (a.action < b.action ? -1 : 1));
    expect(modify).toMatchObject({
      action: 'Modify',
      physicalId: 'fetcher',
      replacement: 'False',
      scope: ['Properties'],
      details: [{ attribute: 'Properties', name: 'Description', recreation: 'Never' }],
    });
    expect(remove).toMatchObject({ action: 'Remove', physicalId: 'other', policyAction: 'Delete' });
  });

  it('is read without values when CloudFormation drops changes because of them', async () => {
    sandbox.inject({ kind: 'dropped-values', logicalId: 'Role' });
    const { changeSetId } = await ports().writer.createChangeSet(request());
    const changeSet = await settled(changeSetId);
    expect(changeSet.withValues).toBe(false);
    expect(changeSet.changes.map((change) => change.logicalId)).toEqual(['Role']);
  });

  it('fails without changes when there is nothing to do', async () => {
    await apply();
    const again = request({ type: 'UPDATE', changeSetName: 'second', clientToken: 't2' });
    const changeSet = await settled((await ports().writer.createChangeSet(again)).changeSetId);
    expect(changeSet.status).toBe('FAILED');
    expect(changeSet.reason).toContain("didn't contain changes");
    expect(changeSet.changes).toEqual([]);
  });

  it('is gone after its deletion, and may be deleted twice', async () => {
    const { reader, writer } = ports();
    const { changeSetId, stackId } = await writer.createChangeSet(request());
    await settled(changeSetId);
    expect((await reader.changeSets(stackId)).map((row) => row.changeSetId)).toEqual([changeSetId]);
    await writer.deleteChangeSet(changeSetId);
    await writer.deleteChangeSet(changeSetId);
    expect(await writer.describeChangeSet(changeSetId)).toBeUndefined();
    expect(await reader.changeSets(stackId)).toEqual([]);
  });

  it('says why early validation refuses it', async () => {
    await apply();
    const other = request({ stackName: 'rk-other', changeSetName: 'c', clientToken: 't3' });
    const { changeSetId } = await ports().writer.createChangeSet(other);
    expect((await settled(changeSetId)).status).toBe('FAILED');
    const events = await ports().writer.validationEvents(changeSetId);
    expect(events).toHaveLength(1);
    expect(events?.[0]).toMatchObject({ logicalId: 'Role', validation: 'NAME_CONFLICT_VALIDATION' });
    expect(events?.[0]?.reason).toContain('already exists');
    sandbox.inject({ kind: 'deny', action: 'DescribeEvents', times: 1 });
    expect(await ports().writer.validationEvents(changeSetId)).toBeUndefined();
  });
});

describe('a refusal', () => {
  it('of CloudFormation is change-set-failed, in its own words', async () => {
    await apply();
    const again = request({ changeSetName: 'x', clientToken: 't2' });
    await expect(ports().writer.createChangeSet(again)).rejects.toMatchObject({
      reason: 'change-set-failed',
      message:
        'CloudFormation refuses: Stack [rk-logs] already exists and cannot be created again with the changeSet [x].',
      detail: { detail: 'overtaken' },
    });
  });

  it('because another operation runs is stack-busy', async () => {
    await apply();
    const { writer } = ports();
    const update = (name: string, description: string) =>
      request({
        type: 'UPDATE',
        changeSetName: name,
        clientToken: name,
        template: roleTemplate({ Role: 'fetcher' }, description),
      });
    const { changeSetId } = await writer.createChangeSet(update('second', 'because'));
    await settled(changeSetId);
    sandbox.world.switches = { ...sandbox.world.switches, operationMs: 60_000 };
    await writer.executeChangeSet(changeSetId, 'execute-second');
    await expect(writer.createChangeSet(update('third', 'therefore'))).rejects.toMatchObject({
      reason: 'stack-busy',
      message: expect.stringContaining('UPDATE_IN_PROGRESS') as unknown,
    });
  });

  it('is ours when the template is too long for CloudFormation', async () => {
    const template = JSON.stringify({ Description: 'ü'.repeat(30_000) });
    await expect(ports().writer.createChangeSet(request({ template }))).rejects.toMatchObject({
      message: 'the template of rk-logs has 60018 bytes, and CloudFormation takes 51200 at most',
    });
    expect(sandbox.world.requests).toEqual([]);
  });
});

describe('stacks', () => {
  it('are those with the prefix, of all pages, sorted by name', async () => {
    sandbox = await restarted({ pageSize: 1 });
    await apply({ stackName: 'rk-b' });
    await apply({ stackName: 'rk-a', template: roleTemplate({ Role: 'second' }) });
    await apply({ stackName: 'other', template: roleTemplate({ Role: 'third' }) });
    const stacks = await ports().reader.stacks('rk-');
    expect(stacks.map((stack) => [stack.stackName, stack.status])).toEqual([
      ['rk-a', 'CREATE_COMPLETE'],
      ['rk-b', 'CREATE_COMPLETE'],
    ]);
    expect(stacks[0]?.terminationProtection).toBe(false);
  });

  it('that do not exist are undefined everywhere', async () => {
    const { reader, writer } = ports();
    expect(await reader.stacks('rk-')).toEqual([]);
    expect(await reader.stack('rk-none')).toBeUndefined();
    expect(await reader.template('rk-none')).toBeUndefined();
    expect(await reader.changeSets('rk-none')).toEqual([]);
    expect(await reader.owner('nobody', 'AWS::IAM::Role')).toBeUndefined();
    await expect(writer.deleteStack('rk-none', 'token')).resolves.toBeUndefined();
  });

  it('give their template back as it was sent', async () => {
    const stackId = await apply();
    expect(await ports().reader.template(stackId)).toBe(roleTemplate({ Role: 'fetcher' }));
  });

  it('own their resources, by type and physical id', async () => {
    const stackId = await apply();
    const { reader } = ports();
    const owner = { stackName: 'rk-logs', stackId, logicalId: 'Role' };
    expect(await reader.owner('fetcher', 'AWS::IAM::Role')).toEqual(owner);
    expect(await reader.owner('fetcher')).toEqual(owner);
    expect(await reader.owner('fetcher', 'AWS::IAM::InstanceProfile')).toBeUndefined();
  });

  it('tell their events oldest first, and only those of one call', async () => {
    const stackId = await apply();
    const { reader } = ports();
    const all = await reader.events(stackId);
    expect(all.at(-1)).toMatchObject({
      resourceType: 'AWS::CloudFormation::Stack',
      status: 'CREATE_COMPLETE',
    });
    const first = all.filter((event) => event.clientToken === 'execute-first');
    expect(first.length).toBeGreaterThan(3);
    expect(await reader.events(stackId, 'execute-first')).toEqual(first);
    expect(await reader.events(stackId, 'another')).toEqual([]);
  });

  it('are gone after their deletion', async () => {
    const stackId = await apply();
    const { reader, writer } = ports();
    await writer.deleteStack(stackId, 'delete-1');
    for (let attempt = 0; attempt < 20 && (await reader.stack('rk-logs')) !== undefined; attempt += 1);
    expect((await reader.stack(stackId))?.status).toBe('DELETE_COMPLETE');
  });

  async function restarted(options: Parameters<typeof startSandbox>[0]): Promise<Sandbox> {
    await sandbox.close();
    const again = await startSandbox(options);
    useEndpoint(again.url);
    return again;
  }
});
