import {
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  type ResourceToImport,
} from '@aws-sdk/client-cloudformation';
import {
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import { callingClients, type Clients } from './clients.ts';
import { running } from './running.ts';
import {
  allow,
  deploy,
  events,
  execute,
  failure,
  handle,
  prepare,
  role,
  settled,
  template,
  trust,
  type Block,
} from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
const PolicyArn = 'arn:aws:iam::111122223333:policy/p';
beforeEach(async () => {
  ({ clients, sandbox } = running());
  const { iam } = clients;
  await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(trust()) }));
  await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: JSON.stringify(allow('s3:*')) }));
  await iam.send(new CreateUserCommand({ UserName: 'u' }));
  await iam.send(new CreateGroupCommand({ GroupName: 'g' }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'i' }));
});
const retained = (kind: string, Properties: Block): Block => ({
  Type: `AWS::IAM::${kind}`,
  DeletionPolicy: 'Retain',
  Properties,
});
const R = role('r', {}, { DeletionPolicy: 'Retain' });
const one: ResourceToImport = {
  ResourceType: 'AWS::IAM::Role',
  LogicalResourceId: 'R',
  ResourceIdentifier: { RoleName: 'r' },
};
const importing = (body: string, ResourcesToImport: ResourceToImport[] = [one], more = {}) =>
  prepare(clients, body, { ChangeSetType: 'IMPORT', ResourcesToImport, ...more });
const writes = () =>
  sandbox.world.ledger.filter((entry) => entry.origin.kind !== 'api').map((entry) => entry.operation);

describe('an import', () => {
  it('takes all five kinds into a new stack and changes none of them', async () => {
    const resources = {
      R,
      P: retained('ManagedPolicy', { ManagedPolicyName: 'p', PolicyDocument: allow('s3:*') }),
      U: retained('User', { UserName: 'u' }),
      G: retained('Group', { GroupName: 'g' }),
      I: retained('InstanceProfile', { InstanceProfileName: 'i', Roles: [] }),
    };
    const changeSet = await importing(template(resources), [
      one,
      { ResourceType: 'AWS::IAM::ManagedPolicy', LogicalResourceId: 'P', ResourceIdentifier: { PolicyArn } },
      { ResourceType: 'AWS::IAM::User', LogicalResourceId: 'U', ResourceIdentifier: { UserName: 'u' } },
      { ResourceType: 'AWS::IAM::Group', LogicalResourceId: 'G', ResourceIdentifier: { GroupName: 'g' } },
      {
        ResourceType: 'AWS::IAM::InstanceProfile',
        LogicalResourceId: 'I',
        ResourceIdentifier: { InstanceProfileName: 'i' },
      },
    ]);
    expect(
      changeSet.Changes?.map(({ ResourceChange: change }) => [
        change?.Action,
        change?.PhysicalResourceId,
        change?.Replacement,
      ]),
    ).toEqual([
      ['Import', 'r', 'True'],
      ['Import', PolicyArn, 'True'],
      ['Import', 'u', 'True'],
      ['Import', 'g', 'True'],
      ['Import', 'i', 'True'],
    ]);
    expect((await execute(clients, changeSet)).StackStatus).toBe('IMPORT_COMPLETE');
    expect(writes()).toEqual([]);
    expect(await events(clients, 'stack')).toContain('R IMPORT_COMPLETE: Resource import completed.');
    const { StackResources } = await clients.cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: 'stack' }),
    );
    expect(StackResources).toHaveLength(5);
  });

  it('does not compare the template with what is there; a drift-aware change set does', async () => {
    const Policies = [{ PolicyName: 'wanted', PolicyDocument: allow('s3:GetObject') }];
    const body = template({ R: role('r', { Policies }, { DeletionPolicy: 'Retain' }) });
    await execute(clients, await importing(body));
    expect((await prepare(clients, body)).Status).toBe('FAILED');
    const revert = await prepare(clients, body, { DeploymentMode: 'REVERT_DRIFT' });
    expect(revert.Changes?.[0]?.ResourceChange?.ResourceDriftStatus).toBe('MODIFIED');
  });

  it('writes the template too when the switch says so', async () => {
    sandbox.world.switches = { ...sandbox.world.switches, importWritesProperties: true };
    const body = template({ R: role('r', { Description: 'new' }, { DeletionPolicy: 'Retain' }) });
    await execute(clients, await importing(body));
    expect(writes()).toEqual(['UpdateRole']);
  });

  it('goes into an existing stack, when nothing else changes', async () => {
    await deploy(clients, template({ S: role('s') }), { ChangeSetType: 'CREATE' });
    const both = (description: string) => template({ S: role('s', { Description: description }), R });
    const refused = await importing(both('changed'));
    expect(refused).toMatchObject({
      Status: 'FAILED',
      StatusReason:
        'You have modified resources [S] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.',
    });
    expect((await execute(clients, await importing(template({ S: role('s'), R })))).StackStatus).toBe(
      'IMPORT_COMPLETE',
    );
  });

  it.each([
    ['release', 'Delete', 1],
    ['delete', 'Retain', 1],
    ['delete', 'Delete', 0],
  ] as const)(
    'that fails, with importRollback %s and DeletionPolicy %s, leaves %i role',
    async (importRollback, DeletionPolicy, left) => {
      sandbox.world.switches = { ...sandbox.world.switches, importRollback };
      sandbox.inject({ kind: 'handler', operation: 'import', logicalId: 'R', message: 'no', times: 1 });
      const failed = await execute(
        clients,
        await importing(template({ R: role('r', {}, { DeletionPolicy }) })),
      );
      expect(failed.StackStatus).toBe('IMPORT_ROLLBACK_COMPLETE');
      expect(sandbox.world.iam.roles.size).toBe(left);
    },
  );

  it('whose rollback fails keeps what it could not let go of, until the stack is deleted', async () => {
    const body = template({ R });
    sandbox.inject({ kind: 'handler', operation: 'import', logicalId: 'R', message: 'no', times: 2 });
    const stack = await execute(clients, await importing(body));
    expect(stack).toMatchObject({
      StackStatus: 'IMPORT_ROLLBACK_FAILED',
      StackStatusReason: 'The following resource(s) failed to import: [R]. ',
    });
    expect(
      (await events(clients, 'stack')).find((line) => line.startsWith('R IMPORT_ROLLBACK_FAILED')),
    ).toMatch(/"no"/);
    expect((await failure(prepare(clients, body))).message).toMatch(/is in IMPORT_ROLLBACK_FAILED state/);
    await clients.cloudFormation.send(new DeleteStackCommand({ StackName: 'stack' }));
    expect((await settled(clients, stack.StackId ?? '')).StackStatus).toBe('DELETE_COMPLETE');
    expect([...sandbox.world.iam.roles.keys()]).toEqual(['r']);
  });

  it.each([
    [
      'without DeletionPolicy',
      template({ R: role('r', {}, { DeletionPolicy: undefined }) }),
      [one],
      /^The following resources to import \[R\] must have DeletionPolicy attribute specified in the template\.$/,
    ],
    [
      'with outputs',
      template({ R }, { Outputs: { O: { Value: 'x' } } }),
      [one],
      /^As part of the import operation, you cannot modify or add \[Outputs\]$/,
    ],
    [
      'of what cannot be imported',
      template({ H: handle }),
      [
        {
          ResourceType: 'AWS::CloudFormation::WaitConditionHandle',
          LogicalResourceId: 'H',
          ResourceIdentifier: { Id: 'x' },
        },
      ],
      /^ResourceTypes \[AWS::CloudFormation::WaitConditionHandle\] are not supported for Import$/,
    ],
    [
      'by a wrong identifier',
      template({ R }),
      [{ ...one, ResourceIdentifier: { Arn: 'x' } }],
      /identified by \[RoleName\]/,
    ],
    ['of nothing', template({ R }), [], /At least one resource/],
  ])('%s is refused at once', async (_, body, imports, message) => {
    const error = await failure(importing(body, imports));
    expect(error.name).toBe('ValidationError');
    expect(error.message).toMatch(message);
  });

  it('of something missing, or owned in the same region, fails', async () => {
    const missing = { ...one, ResourceIdentifier: { RoleName: 'none' } };
    const body = template({ R: role('none', {}, { DeletionPolicy: 'Retain' }) });
    expect((await importing(body, [missing])).StatusReason).toMatch(/'none' was not found/);
    await execute(clients, await importing(template({ R })));
    const second = await importing(template({ R }), [one], { StackName: 'second' });
    expect(second.StatusReason).toMatch(/^r already exists in stack arn:.*:stack\/stack\//);
    // IAM is global, stacks are not: another region does not know.
    const far = callingClients(sandbox, 'us-west-2');
    const other = await prepare(far, template({ R }), { ChangeSetType: 'IMPORT', ResourcesToImport: [one] });
    expect(other.Status).toBe('CREATE_COMPLETE');
  });
});

describe('ImportExistingResources', () => {
  const input = { ChangeSetType: 'CREATE' as const, ImportExistingResources: true };
  it('takes what exists by its name, and creates the rest', async () => {
    const changeSet = await prepare(clients, template({ R, S: role('s') }), input);
    expect(changeSet.Changes?.map((change) => change.ResourceChange?.Action)).toEqual(['Import', 'Add']);
    expect((await execute(clients, changeSet)).StackStatus).toBe('CREATE_COMPLETE');
    expect(writes()).toEqual(['CreateRole']);
  });

  it('needs a deletion policy that retains', async () => {
    const body = template({ R: role('r', {}, { DeletionPolicy: 'Delete' }) });
    expect((await prepare(clients, body, input)).StatusReason).toMatch(
      /attempting to import some resources .* The affected resources are R \({RoleName=r}\)$/,
    );
  });

  it('cannot take managed policies', async () => {
    const P = retained('ManagedPolicy', { ManagedPolicyName: 'p', PolicyDocument: allow('s3:*') });
    const changeSet = await prepare(clients, template({ P }), input);
    expect(changeSet.Changes?.[0]?.ResourceChange?.Action).toBe('Add');
    expect((await execute(clients, changeSet)).StackStatus).toBe('ROLLBACK_COMPLETE');
  });
});

describe('the ledger', () => {
  it('says which changes no change set made', async () => {
    await execute(clients, await importing(template({ R })));
    const PolicyDocument = JSON.stringify(allow('s3:*'));
    await clients.iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'x', PolicyDocument }));
    expect(sandbox.world.ledger.at(-1)?.origin).toEqual({ kind: 'api', action: 'PutRolePolicy', by: 'test' });
  });
});
