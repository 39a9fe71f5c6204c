import {
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import {
  allow,
  deploy,
  events,
  execute,
  failure,
  handle,
  managedPolicy,
  prepare,
  role,
  settled,
  template,
} from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(() => {
  ({ clients, sandbox } = running());
});
const CREATE = { ChangeSetType: 'CREATE' as const };
const operations = () => sandbox.world.ledger.map((entry) => `${entry.operation} ${entry.resource}`);

describe('executing a change set', () => {
  it('creates in the order of dependencies and tells it in events with token and operation', async () => {
    const body = template({
      R: role('r', { ManagedPolicyArns: [{ Ref: 'P' }] }),
      I: {
        Type: 'AWS::IAM::InstanceProfile',
        Properties: { InstanceProfileName: 'i', Roles: ['r'] },
        DependsOn: 'R',
      },
      P: managedPolicy('p'),
    });
    const changeSet = await prepare(clients, body, CREATE);
    const stack = await execute(clients, changeSet, { ClientRequestToken: 'tok' });
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      LastOperations: [{ OperationType: 'CREATE_STACK' }],
    });
    expect(operations()).toEqual([
      'CreatePolicy managed-policy/p',
      'CreateRole role/r',
      'AttachRolePolicy role/r',
      'CreateInstanceProfile instance-profile/i',
      'AddRoleToInstanceProfile instance-profile/i',
    ]);
    expect((await events(clients, 'stack')).slice(0, 6)).toEqual([
      'stack REVIEW_IN_PROGRESS: User Initiated',
      'stack CREATE_IN_PROGRESS: User Initiated',
      'P CREATE_IN_PROGRESS',
      'P CREATE_IN_PROGRESS: Resource creation Initiated',
      'P CREATE_COMPLETE',
      'R CREATE_IN_PROGRESS',
    ]);
    const { StackEvents = [] } = await clients.cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: 'stack' }),
    );
    expect(StackEvents[0]).toMatchObject({ ResourceStatus: 'CREATE_COMPLETE', ClientRequestToken: 'tok' });
    expect(StackEvents[0]?.PhysicalResourceId).toBe(StackEvents[0]?.StackId);
    expect(StackEvents.find((event) => event.LogicalResourceId === 'P')?.EventId).toMatch(
      /^P-CREATE_COMPLETE-/,
    );
    expect(new Set(StackEvents.slice(0, -1).map((event) => event.OperationId)).size).toBe(1);
  });

  it('moves on with each request about the stack, and with no other', async () => {
    const changeSet = await prepare(clients, template({ R: role('r') }), CREATE);
    await clients.cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId }));
    await clients.cloudFormation
      .send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'r' }))
      .catch(() => undefined);
    expect(sandbox.world.iam.roles.size).toBe(0);
    const status = async () =>
      (await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: 'stack' }))).Stacks?.[0]
        ?.StackStatus;
    expect([await status(), sandbox.world.iam.roles.size]).toEqual(['CREATE_IN_PROGRESS', 1]);
    expect(await status()).toBe('CREATE_COMPLETE');
  });

  it('may take real time instead', async () => {
    sandbox.world.switches = { ...sandbox.world.switches, operationMs: 5 };
    expect((await deploy(clients, template({ R: role('r') }), CREATE)).StackStatus).toBe('CREATE_COMPLETE');
  });

  it('is one operation, however often the request is sent with the same token', async () => {
    const changeSet = await prepare(clients, template({ R: role('r') }), CREATE);
    const input = { ChangeSetName: changeSet.ChangeSetId, ClientRequestToken: 'tok' };
    await clients.cloudFormation.send(new ExecuteChangeSetCommand(input));
    await clients.cloudFormation.send(new ExecuteChangeSetCommand(input));
    const { ClientRequestToken, ...without } = input;
    expect(ClientRequestToken).toBe('tok');
    expect((await failure(clients.cloudFormation.send(new ExecuteChangeSetCommand(without)))).name).toBe(
      'InvalidChangeSetStatusException',
    );
    await settled(clients, 'stack');
    expect(operations()).toEqual(['CreateRole role/r']);
  });

  it('writes only what differs between the templates, so what was added by hand survives', async () => {
    await deploy(
      clients,
      template({ R: role('r', { Policies: [{ PolicyName: 'a', PolicyDocument: allow('s3:Get*') }] }) }),
      CREATE,
    );
    const byHand = { RoleName: 'r', PolicyName: 'hand', PolicyDocument: JSON.stringify(allow('iam:*')) };
    await clients.iam.send(new PutRolePolicyCommand(byHand));
    const before = sandbox.world.ledger.length;
    const Policies = [{ PolicyName: 'b', PolicyDocument: allow('s3:Get*') }];
    await deploy(clients, template({ R: role('r', { Policies }) }));
    expect(operations().slice(before)).toEqual(['DeleteRolePolicy role/r', 'PutRolePolicy role/r']);
    expect(sandbox.world.iam.role('r').inline.map((one) => one.name)).toEqual(['hand', 'b']);
  });

  it('leaves a session duration that the template no longer has as it is', async () => {
    await deploy(clients, template({ R: role('r', { MaxSessionDuration: 7200 }) }), CREATE);
    await deploy(clients, template({ R: role('r') }));
    expect(sandbox.world.iam.role('r').maxSessionDuration).toBe(7200);
  });

  it('makes new versions of a managed policy, and room for them unless the switch says fail', async () => {
    const body = (action: string) => template({ P: managedPolicy('p', { PolicyDocument: allow(action) }) });
    await deploy(clients, body('s3:A1'), CREATE);
    for (const index of [2, 3, 4, 5, 6]) await deploy(clients, body(`s3:A${String(index)}`));
    const policy = sandbox.world.iam.policy('arn:aws:iam::111122223333:policy/p');
    expect(policy.versions.map((one) => one.id)).toEqual(['v2', 'v3', 'v4', 'v5', 'v6']);
    sandbox.world.switches = { ...sandbox.world.switches, policyVersions: 'fail' };
    expect((await deploy(clients, body('s3:A7'))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  it('deletes what left the template at the end, or lets go of it by its deletion policy', async () => {
    const roles = { A: role('a', {}, { DeletionPolicy: 'Delete' }), B: role('b'), H: handle };
    await deploy(clients, template(roles), CREATE);
    await deploy(clients, template({ H: handle }));
    expect([...sandbox.world.iam.roles.keys()]).toEqual(['b']);
    expect((await events(clients, 'stack')).slice(-5)).toEqual([
      'stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'B DELETE_SKIPPED',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'stack UPDATE_COMPLETE',
    ]);
  });

  it('succeeds when a removed resource cannot be deleted, which then belongs to no stack', async () => {
    await deploy(clients, template({ A: role('a', {}, { DeletionPolicy: 'Delete' }), H: handle }), CREATE);
    sandbox.inject({ kind: 'handler', operation: 'delete', logicalId: 'A', message: 'no', times: 3 });
    expect(await deploy(clients, template({ H: handle }))).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      StackStatusReason: 'Update successful. One or more resources could not be deleted.',
    });
    const tried = (await events(clients, 'stack')).filter((event) => event.startsWith('A DELETE_FAILED'));
    expect(tried).toHaveLength(3);
    expect(sandbox.world.iam.roles.size).toBe(1);
    const owner = clients.cloudFormation.send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'a' }));
    expect((await failure(owner)).message).toBe('Stack for a does not exist');
  });

  it('tries three times to delete what was removed', async () => {
    await deploy(clients, template({ A: role('a', {}, { DeletionPolicy: 'Delete' }), H: handle }), CREATE);
    sandbox.inject({ kind: 'handler', operation: 'delete', logicalId: 'A', message: 'no', times: 2 });
    const stack = await deploy(clients, template({ H: handle }));
    expect([stack.StackStatus, stack.StackStatusReason]).toEqual(['UPDATE_COMPLETE', undefined]);
    expect(sandbox.world.iam.roles.size).toBe(0);
  });

  it('records who changed what: the change set, or another caller', async () => {
    const changeSet = await prepare(clients, template({ R: role('r') }), CREATE);
    await execute(clients, changeSet);
    await clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: 'r',
        PolicyName: 'p',
        PolicyDocument: JSON.stringify(allow('s3:*')),
      }),
    );
    expect(
      sandbox.world.ledger.map((entry) => [
        entry.origin.kind,
        entry.operation,
        entry.resource,
        entry.subject,
      ]),
    ).toEqual([
      ['change-set', 'CreateRole', 'role/r', undefined],
      ['api', 'PutRolePolicy', 'role/r', 'p'],
    ]);
    expect(sandbox.world.ledger[0]?.origin).toMatchObject({
      changeSetId: changeSet.ChangeSetId,
      logicalId: 'R',
      rollback: false,
    });
  });
});
