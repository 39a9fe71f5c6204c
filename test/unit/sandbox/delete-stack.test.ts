import {
  DeleteStackCommand,
  DescribeEventsCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { deploy, events, failure, handle, managedPolicy, role, settled, template } from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(() => {
  ({ clients, sandbox } = running());
});
const CREATE = { ChangeSetType: 'CREATE' as const };

describe('deleting a stack', () => {
  it('deletes dependents first, keeps what is to be kept, and needs no stack', async () => {
    const roles = {
      P: managedPolicy('p', {}, { DeletionPolicy: 'Delete' }),
      R: role('r', { ManagedPolicyArns: [{ Ref: 'P' }] }, { DeletionPolicy: 'Delete' }),
      K: role('k'),
    };
    const { StackId } = await deploy(clients, template(roles), CREATE);
    await clients.cloudFormation.send(new DeleteStackCommand({ StackName: 'stack' }));
    expect((await settled(clients, StackId ?? '')).StackStatus).toBe('DELETE_COMPLETE');
    expect([...sandbox.world.iam.roles.keys()]).toEqual(['k']);
    expect(sandbox.world.iam.policies.size).toBe(0);
    expect(sandbox.world.ledger.at(-1)?.origin.kind).toBe('delete-stack');
    await clients.cloudFormation.send(new DeleteStackCommand({ StackName: 'never-was' }));
  });

  it('stops at termination protection', async () => {
    await deploy(clients, template({ H: handle }), CREATE);
    await clients.cloudFormation.send(
      new UpdateTerminationProtectionCommand({ StackName: 'stack', EnableTerminationProtection: true }),
    );
    const deletion = clients.cloudFormation.send(new DeleteStackCommand({ StackName: 'stack' }));
    expect((await failure(deletion)).message).toBe(
      'Stack [stack] cannot be deleted while TerminationProtection is enabled',
    );
  });

  it('fails on what cannot be deleted, and then leaves it on request', async () => {
    const { StackId = '' } = await deploy(
      clients,
      template({ R: role('r', {}, { DeletionPolicy: 'Delete' }) }),
      CREATE,
    );
    sandbox.inject({ kind: 'handler', operation: 'delete', logicalId: 'R', message: 'held', times: 1 });
    const remove = (RetainResources?: string[]) =>
      clients.cloudFormation.send(new DeleteStackCommand({ StackName: 'stack', RetainResources }));
    expect((await failure(remove(['R']))).message).toMatch(/DELETE_FAILED/);
    await remove();
    expect(await settled(clients, StackId)).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [R]. ',
    });
    await remove(['R']);
    expect((await settled(clients, StackId)).StackStatus).toBe('DELETE_COMPLETE');
    expect(await events(clients, StackId)).toContain('R DELETE_SKIPPED');
    expect(sandbox.world.iam.roles.size).toBe(1);
  });

  it('tells the failed operation apart in DescribeEvents', async () => {
    const { StackId = '' } = await deploy(clients, template({ H: handle }), CREATE);
    const { OperationEvents } = await clients.cloudFormation.send(
      new DescribeEventsCommand({ StackName: StackId }),
    );
    expect(OperationEvents?.every((event) => event.OperationType === 'CREATE_STACK')).toBe(true);
  });
});
