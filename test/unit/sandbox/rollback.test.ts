import {
  ContinueUpdateRollbackCommand,
  CreateStackCommand,
  DescribeEventsCommand,
  RollbackStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { HandlerFault } from '../../../src/sandbox/faults.ts';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { deploy, events, execute, failure, prepare, role, settled, template, trust } from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(() => {
  ({ clients, sandbox } = running());
});
const CREATE = { ChangeSetType: 'CREATE' as const };
const fail = (fault: Partial<HandlerFault>) =>
  sandbox.inject({ kind: 'handler', operation: '*', message: 'broken', times: 1, ...fault });
const after = { DependsOn: 'A' };

describe('a creation that fails', () => {
  it('is undone, and the stack can only be deleted', async () => {
    fail({ logicalId: 'B' });
    const stack = await deploy(clients, template({ A: role('a'), B: role('b', {}, after) }), CREATE);
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(stack.LastOperations?.map((one) => one.OperationType)).toEqual(['ROLLBACK', 'CREATE_STACK']);
    expect(sandbox.world.iam.roles.size).toBe(0);
    const told = await events(clients, 'stack');
    expect(told).toContain(
      'stack ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [B]. Rollback requested by user.',
    );
    expect(told.find((one) => one.startsWith('B CREATE_FAILED'))).toMatch(
      /Resource handler returned message: "broken" \(RequestToken: [0-9a-f-]+, HandlerErrorCode: GeneralServiceException\)$/,
    );
    expect((await failure(prepare(clients, template({ A: role('a') })))).message).toMatch(
      /is in ROLLBACK_COMPLETE state and can not be updated\.$/,
    );
  });

  it('keeps what Retain keeps, and not what RetainExceptOnCreate keeps', async () => {
    fail({ logicalId: 'C' });
    const roles = {
      A: role('a', {}, { DeletionPolicy: 'Retain' }),
      B: role('b', {}, after),
      C: role('c', {}, { DependsOn: 'B' }),
    };
    await deploy(clients, template(roles), CREATE);
    expect([...sandbox.world.iam.roles.keys()]).toEqual(['a']);
  });

  it('cancels what would have run beside the failure', async () => {
    fail({ logicalId: 'A' });
    await deploy(clients, template({ A: role('a'), B: role('b') }), CREATE);
    expect(await events(clients, 'stack')).toContain('B CREATE_FAILED: Resource creation cancelled');
  });

  it('names the conflict when another resource has the name', async () => {
    await clients.iam.send(
      new CreateRoleCommand({ RoleName: 'a', AssumeRolePolicyDocument: JSON.stringify(trust()) }),
    );
    const changeSet = await prepare(clients, template({ A: role('a') }), {
      ...CREATE,
      DisableValidation: true,
    });
    await execute(clients, changeSet);
    expect((await events(clients, 'stack')).find((one) => one.startsWith('A CREATE_FAILED'))).toMatch(
      /"Resource of type 'AWS::IAM::Role' with identifier 'a' already exists\." .*HandlerErrorCode: AlreadyExists\)$/,
    );
    expect(sandbox.world.iam.roles.size).toBe(1);
  });

  it('cannot always be undone', async () => {
    fail({ logicalId: 'B', operation: 'create' });
    fail({ logicalId: 'A', operation: 'delete' });
    const stack = await deploy(clients, template({ A: role('a'), B: role('b', {}, after) }), CREATE);
    expect(stack).toMatchObject({
      StackStatus: 'ROLLBACK_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [A]. ',
    });
  });

  it('can be left as it is and rolled back later', async () => {
    fail({ logicalId: 'B' });
    const changeSet = await prepare(clients, template({ A: role('a'), B: role('b', {}, after) }), CREATE);
    const stack = await execute(clients, changeSet, { DisableRollback: true });
    expect([stack.StackStatus, sandbox.world.iam.roles.size]).toEqual(['CREATE_FAILED', 1]);
    await clients.cloudFormation.send(new RollbackStackCommand({ StackName: 'stack' }));
    expect((await settled(clients, stack.StackId ?? '')).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(sandbox.world.iam.roles.size).toBe(0);
  });

  it('stays as it is too when the change set, or CreateStack, was told to do nothing', async () => {
    fail({ logicalId: 'A', times: 2 });
    const changeSet = await prepare(clients, template({ A: role('a') }), {
      ...CREATE,
      OnStackFailure: 'DO_NOTHING',
    });
    expect((await execute(clients, changeSet)).StackStatus).toBe('CREATE_FAILED');
    const { StackId = '' } = await clients.cloudFormation.send(
      new CreateStackCommand({
        StackName: 'other',
        TemplateBody: template({ A: role('a') }),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        OnFailure: 'DO_NOTHING',
      }),
    );
    expect((await settled(clients, StackId)).StackStatus).toBe('CREATE_FAILED');
  });

  it('deletes the stack too when OnStackFailure says so', async () => {
    fail({ logicalId: 'A' });
    const changeSet = await prepare(clients, template({ A: role('a') }), {
      ...CREATE,
      OnStackFailure: 'DELETE',
    });
    expect((await execute(clients, changeSet)).StackStatus).toBe('DELETE_COMPLETE');
  });
});

describe('an update that fails', () => {
  const wanted = (duration: number) => role('a', { MaxSessionDuration: duration });
  const begin = () => deploy(clients, template({ A: wanted(3600) }), CREATE);
  const update = () =>
    deploy(
      clients,
      template({ A: wanted(7200), B: role('b', {}, after), C: role('c', {}, { DependsOn: 'B' }) }),
    );

  it('goes back to the previous template, new resources included', async () => {
    await begin();
    fail({ logicalId: 'C' });
    const stack = await update();
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(sandbox.world.iam.role('a').maxSessionDuration).toBe(3600);
    expect([...sandbox.world.iam.roles.keys()]).toEqual(['a']);
    expect((await prepare(clients, template({ A: wanted(3600) }))).Status).toBe('FAILED');
    const rollbacks = sandbox.world.ledger.filter(
      (one) => one.origin.kind === 'change-set' && one.origin.rollback,
    );
    expect(rollbacks.map((one) => one.operation)).toEqual(['UpdateRole', 'DeleteRole']);
  });

  it('can be left as it is and rolled back later', async () => {
    await begin();
    fail({ logicalId: 'A' });
    const changeSet = await prepare(clients, template({ A: wanted(7200) }));
    const stack = await execute(clients, changeSet, { DisableRollback: true });
    expect(stack.StackStatus).toBe('UPDATE_FAILED');
    await clients.cloudFormation.send(new RollbackStackCommand({ StackName: 'stack' }));
    expect((await settled(clients, stack.StackId ?? '')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(sandbox.world.iam.role('a').maxSessionDuration).toBe(3600);
  });

  it('shows the rollback in DescribeEvents by stack, the failure by operation', async () => {
    await begin();
    fail({ logicalId: 'C' });
    const { LastOperations } = await update();
    const shown = async (input: { StackName?: string; OperationId?: string | undefined }) => {
      const { OperationEvents } = await clients.cloudFormation.send(
        new DescribeEventsCommand({ ...input, Filters: { FailedEvents: true } }),
      );
      return OperationEvents?.map((event) => event.LogicalResourceId);
    };
    expect(await shown({ StackName: 'stack' })).toEqual([]);
    expect(await shown({ OperationId: LastOperations?.[1]?.OperationId })).toEqual(['C']);
  });

  it('gets stuck when going back fails, and continues with or without the resource', async () => {
    await begin();
    fail({ logicalId: 'C', during: 'forward' });
    fail({ logicalId: 'A', during: 'rollback' });
    const stack = await update();
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    expect((await failure(prepare(clients, template({ A: wanted(3600) })))).message).toMatch(
      /UPDATE_ROLLBACK_FAILED state/,
    );
    fail({ logicalId: 'A', during: 'rollback' });
    const proceed = (ResourcesToSkip?: string[]) =>
      clients.cloudFormation.send(new ContinueUpdateRollbackCommand({ StackName: 'stack', ResourcesToSkip }));
    await proceed();
    expect((await settled(clients, stack.StackId ?? '')).StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    await proceed(['A']);
    expect((await settled(clients, stack.StackId ?? '')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(sandbox.world.iam.role('a').maxSessionDuration).toBe(7200);
    // What was skipped is in the stack as the old template says: the new one is a change again.
    expect((await deploy(clients, template({ A: wanted(7200) }))).StackStatus).toBe('UPDATE_COMPLETE');
  });

  it('cannot replace a resource under its own name', async () => {
    await begin();
    const stack = await deploy(clients, template({ A: role('a', { Path: '/new/' }) }));
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await events(clients, 'stack')).toContain(
      'A UPDATE_FAILED: CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename a and update the stack again.',
    );
    expect(sandbox.world.iam.role('a').path).toBe('/');
  });

  it('replaces a resource that gets a new name', async () => {
    await deploy(clients, template({ A: role('a', {}, { DeletionPolicy: 'Delete' }) }), CREATE);
    await deploy(clients, template({ A: role('z', {}, { DeletionPolicy: 'Delete' }) }));
    expect([...sandbox.world.iam.roles.keys()]).toEqual(['z']);
  });

  it.each(['fail', 'recreate'] as const)('meets a resource that is gone: %s', async (updateOfMissing) => {
    await begin();
    sandbox.world.switches = { ...sandbox.world.switches, updateOfMissing };
    await clients.iam.send(new DeleteRoleCommand({ RoleName: 'a' }));
    const stack = await deploy(clients, template({ A: wanted(7200) }));
    expect(stack.StackStatus).toBe(updateOfMissing === 'fail' ? 'UPDATE_ROLLBACK_FAILED' : 'UPDATE_COMPLETE');
    expect(sandbox.world.iam.roles.size).toBe(updateOfMissing === 'fail' ? 0 : 1);
  });

  it.each(['ignore', 'fail'] as const)(
    'meets a policy to remove that is gone: %s',
    async (removalOfMissing) => {
      const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
      await deploy(clients, template({ A: role('a', { ManagedPolicyArns: [arn] }) }), CREATE);
      sandbox.world.switches = { ...sandbox.world.switches, removalOfMissing };
      sandbox.world.iam.role('a').attached = [];
      const stack = await deploy(clients, template({ A: role('a', { ManagedPolicyArns: [] }) }));
      expect(stack.StackStatus).toBe(
        removalOfMissing === 'ignore' ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE',
      );
    },
  );
});

describe('stacks without change sets', () => {
  const input = { StackName: 'stack', Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
  it('are created and updated at once, and the ledger tells them apart', async () => {
    const send = (TemplateBody: string) =>
      clients.cloudFormation.send(new UpdateStackCommand({ ...input, TemplateBody }));
    const { StackId = '' } = await clients.cloudFormation.send(
      new CreateStackCommand({ ...input, TemplateBody: template({ A: role('a') }) }),
    );
    expect((await settled(clients, StackId)).StackStatus).toBe('CREATE_COMPLETE');
    expect((await failure(send(template({ A: role('a') })))).message).toBe('No updates are to be performed.');
    await send(template({ A: role('a', { Description: 'd' }) }));
    expect((await settled(clients, StackId)).StackStatus).toBe('UPDATE_COMPLETE');
    expect(sandbox.world.ledger.map((one) => one.origin.kind)).toEqual([
      'stack-operation',
      'stack-operation',
    ]);
    const again = clients.cloudFormation.send(
      new CreateStackCommand({ ...input, TemplateBody: template({ A: role('a') }) }),
    );
    expect(await failure(again)).toMatchObject({
      name: 'AlreadyExistsException',
      message: 'Stack [stack] already exists',
    });
  });
});
