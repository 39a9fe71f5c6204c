import { DescribeEventsCommand } from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { deploy, execute, managedPolicy, prepare, role, template, trust } from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(() => {
  ({ clients, sandbox } = running());
});
const one = template({ R: role('r') });

describe('early validation', () => {
  const make = (RoleName: string) =>
    clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust()) }));

  it('fails a change set whose names exist, and DescribeEvents says which', async () => {
    await make('r');
    const changeSet = await prepare(clients, one, { ChangeSetType: 'CREATE' });
    expect(changeSet.Status).toBe('FAILED');
    expect(changeSet.StatusReason).toBe(
      'The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.',
    );
    const { OperationEvents } = await clients.cloudFormation.send(
      new DescribeEventsCommand({ ChangeSetName: changeSet.ChangeSetId, Filters: { FailedEvents: true } }),
    );
    expect(OperationEvents).toMatchObject([
      {
        EventType: 'VALIDATION_ERROR',
        LogicalResourceId: 'R',
        ValidationName: 'NAME_CONFLICT_VALIDATION',
        ValidationStatusReason: "Resource of type 'AWS::IAM::Role' with identifier 'r' already exists.",
        ValidationPath: '/Resources/R',
      },
    ]);
  });

  it('can be turned off; then the conflict shows when the change set runs', async () => {
    await make('r');
    const changeSet = await prepare(clients, one, { ChangeSetType: 'CREATE', DisableValidation: true });
    expect((await execute(clients, changeSet)).StackStatus).toBe('ROLLBACK_COMPLETE');
  });

  it('does not see managed policies unless the switch says so', async () => {
    const body = template({ P: managedPolicy('p') });
    await deploy(clients, body, { ChangeSetType: 'CREATE' });
    const conflict = () => prepare(clients, body, { ChangeSetType: 'CREATE', StackName: 'other' });
    expect((await conflict()).Status).toBe('CREATE_COMPLETE');
    sandbox.world.switches = { ...sandbox.world.switches, nameConflictValidation: 'all' };
    expect((await conflict()).Status).toBe('FAILED');
  });

  it('finds properties that are missing or unknown', async () => {
    const wrong = role('r', { AssumeRolePolicyDocument: undefined, Polices: [] });
    const changeSet = await prepare(clients, template({ R: wrong }), { ChangeSetType: 'CREATE' });
    expect(changeSet.StatusReason).toMatch(/PropertyValidation/);
    const { OperationEvents } = await clients.cloudFormation.send(
      new DescribeEventsCommand({ ChangeSetName: changeSet.ChangeSetId }),
    );
    expect(OperationEvents?.map((event) => event.ValidationStatusReason)).toEqual([
      'Required property [AssumeRolePolicyDocument] not found',
      'Unsupported property [Polices]',
    ]);
  });
});
