import {
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
  type DescribeChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { allow, deploy, execute, managedPolicy, prepare, role, template, trust } from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(() => {
  ({ clients, sandbox } = running());
});
const CREATE = { ChangeSetType: 'CREATE' as const };
const REVERT = { DeploymentMode: 'REVERT_DRIFT' as const };
const a = { PolicyName: 'a', PolicyDocument: allow('s3:GetObject') };
const set = (switches: Partial<Switches>) => {
  sandbox.world.switches = { ...sandbox.world.switches, ...switches };
};
const full = (more = {}) => template({ R: role('r', { Policies: [a], MaxSessionDuration: 3600, ...more }) });
const revert = (body = full()) => prepare(clients, body, REVERT);
const paths = (changeSet: DescribeChangeSetCommandOutput) =>
  changeSet.Changes?.flatMap((change) =>
    change.ResourceChange?.Details?.map(
      ({ Target }) => `${Target?.AttributeChangeType ?? ''} ${Target?.Path ?? ''}`,
    ),
  );
const evil = { PolicyName: 'evil', PolicyDocument: JSON.stringify(allow('iam:*')) };

describe('a drift-aware change set', () => {
  it('shows the actual, the previous and the wanted value, and writes the wanted one', async () => {
    await deploy(clients, full(), CREATE);
    await clients.iam.send(new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 43_200 }));
    const changeSet = await revert();
    expect(changeSet).toMatchObject({ StackDriftStatus: 'DRIFTED', DeploymentMode: 'REVERT_DRIFT' });
    const change = changeSet.Changes?.[0]?.ResourceChange;
    expect(change).toMatchObject({ Action: 'Modify', ResourceDriftStatus: 'MODIFIED', Replacement: 'False' });
    expect(change?.Details?.[0]?.Target).toMatchObject({
      Path: '/Properties/MaxSessionDuration',
      BeforeValue: '43200',
      AfterValue: '3600',
      BeforeValueFrom: 'ACTUAL_STATE',
      AfterValueFrom: 'TEMPLATE',
      Drift: { PreviousValue: '3600', ActualValue: '43200' },
    });
    expect(JSON.parse(change?.BeforeContext ?? '')).toMatchObject({
      Properties: { MaxSessionDuration: 43_200 },
    });
    expect(JSON.parse(change?.PreviousDeploymentContext ?? '')).toMatchObject({
      Properties: { MaxSessionDuration: 3600 },
    });
    await execute(clients, changeSet);
    expect(sandbox.world.iam.role('r').maxSessionDuration).toBe(3600);
  });

  it.each([
    ['failed', 'FAILED', /^The submitted information didn't contain changes/],
    ['complete', 'CREATE_COMPLETE', undefined],
  ] as const)('without drift or change ends %s, by switch', async (emptyRevertDrift, status, reason) => {
    set({ emptyRevertDrift });
    await deploy(clients, full(), CREATE);
    const changeSet = await revert();
    expect(changeSet.Status).toBe(status);
    if (reason !== undefined) expect(changeSet.StatusReason).toMatch(reason);
  });

  it('sees declared properties only', async () => {
    await deploy(clients, template({ R: role('r') }), CREATE);
    await clients.iam.send(
      new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 7200, Description: 'x' }),
    );
    await clients.iam.send(new PutRolePolicyCommand({ RoleName: 'r', ...evil }));
    expect((await revert(template({ R: role('r') }))).Status).toBe('FAILED');
  });

  it('puts back what is missing or was edited in a role', async () => {
    await deploy(clients, full({ Tags: [{ Key: 'k', Value: 'v' }] }), CREATE);
    await clients.iam.send(new DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'a' }));
    const PolicyDocument = JSON.stringify(trust({ AWS: '999988887777' }));
    await clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument }));
    await clients.iam.send(
      new TagRoleCommand({
        RoleName: 'r',
        Tags: [
          { Key: 'k', Value: 'w' },
          { Key: 'own', Value: '' },
        ],
      }),
    );
    const changeSet = await revert(full({ Tags: [{ Key: 'k', Value: 'v' }] }));
    expect(paths(changeSet)).toEqual([
      'Modify /Properties/AssumeRolePolicyDocument',
      'Add /Properties/Policies/0',
      'Modify /Properties/Tags/0/Value',
    ]);
    await execute(clients, changeSet);
    const live = sandbox.world.iam.role('r');
    expect(live.inline.map((one) => one.name)).toEqual(['a']);
    expect(live.trust).toMatch(/406095609952/);
    expect(live.tags).toEqual([
      { key: 'own', value: '' },
      { key: 'k', value: 'v' },
    ]);
  });

  it.each([
    ['never', [a], false],
    ['non-empty-lists', [a], true],
    ['non-empty-lists', [], false],
    ['declared-lists', [], true],
  ] as const)(
    'with driftSeesExtras %s and declared %j sees an extra policy: %s',
    async (setting, Policies, seen) => {
      set({ driftSeesExtras: setting });
      await deploy(clients, full({ Policies }), CREATE);
      await clients.iam.send(new PutRolePolicyCommand({ RoleName: 'r', ...evil }));
      const changeSet = await revert(full({ Policies }));
      expect(changeSet.Status).toBe(seen ? 'CREATE_COMPLETE' : 'FAILED');
      if (!seen) return;
      await execute(clients, changeSet);
      expect(sandbox.world.iam.role('r').inline.map((one) => one.name)).toEqual(
        Policies.map((one) => one.PolicyName),
      );
    },
  );

  it('takes away what the template stops to declare, also where extras are not seen', async () => {
    set({ driftSeesExtras: 'never' });
    const arns = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/AmazonS3FullAccess'];
    await deploy(clients, full({ ManagedPolicyArns: arns }), CREATE);
    const changeSet = await revert(full({ ManagedPolicyArns: arns.slice(1) }));
    await execute(clients, changeSet);
    expect(sandbox.world.iam.role('r').attached).toEqual(arns.slice(1));
  });

  it('only resets the drift when the template was made equal to what is there', async () => {
    await deploy(clients, full(), CREATE);
    await clients.iam.send(new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 7200 }));
    const changeSet = await revert(full({ MaxSessionDuration: 7200 }));
    const change = changeSet.Changes?.[0]?.ResourceChange;
    expect([change?.Action, change?.Details?.[0]?.ChangeSource]).toEqual([
      'SyncWithActual',
      'NoModification',
    ]);
    const before = sandbox.world.ledger.length;
    expect((await execute(clients, changeSet)).StackStatus).toBe('UPDATE_COMPLETE');
    expect(sandbox.world.ledger).toHaveLength(before);
    expect((await prepare(clients, full({ MaxSessionDuration: 7200 }))).Status).toBe('FAILED');
  });

  it.each([false, true])(
    'sees the document of a managed policy: %s',
    async (driftSeesManagedPolicyDocument) => {
      set({ driftSeesManagedPolicyDocument });
      await deploy(clients, template({ P: managedPolicy('p') }), CREATE);
      const PolicyArn = 'arn:aws:iam::111122223333:policy/p';
      const edited = { PolicyArn, PolicyDocument: JSON.stringify(allow('s3:*')), SetAsDefault: true };
      await clients.iam.send(new CreatePolicyVersionCommand(edited));
      const same = await revert(template({ P: managedPolicy('p') }));
      expect(same.Status).toBe(driftSeesManagedPolicyDocument ? 'CREATE_COMPLETE' : 'FAILED');
      const withSid = managedPolicy('p', { PolicyDocument: allow('s3:GetObject', '*', 'Repair') });
      await execute(clients, await revert(template({ P: withSid })));
      const policy = sandbox.world.iam.policy(PolicyArn);
      expect(policy.versions.find((one) => one.id === policy.defaultVersionId)?.document).toMatch(
        /s3:GetObject.*Repair|Repair.*s3:GetObject/,
      );
    },
  );

  it.each(['literal', 'normalised'] as const)('compares documents %s', async (driftComparison) => {
    set({ driftComparison });
    const body = template({ R: role('r', { AssumeRolePolicyDocument: trust({ AWS: ['406095609952'] }) }) });
    await deploy(clients, body, CREATE);
    expect((await revert(body)).Status).toBe(driftComparison === 'literal' ? 'CREATE_COMPLETE' : 'FAILED');
  });

  it.each([
    ['recreate', 'Add', 'UPDATE_COMPLETE'],
    ['fail', 'Modify', 'UPDATE_ROLLBACK_FAILED'],
    ['ignore', undefined, undefined],
  ] as const)('meets a role that was deleted: %s', async (revertDriftDeleted, action, status) => {
    set({ revertDriftDeleted });
    const body = template({ R: role('r') });
    await deploy(clients, body, CREATE);
    await clients.iam.send(new DeleteRoleCommand({ RoleName: 'r' }));
    const changeSet = await revert(body);
    expect(changeSet.Changes?.[0]?.ResourceChange?.Action).toBe(action);
    if (action === undefined) return;
    expect(changeSet.Changes?.[0]?.ResourceChange?.ResourceDriftStatus).toBe('DELETED');
    expect((await execute(clients, changeSet)).StackStatus).toBe(status);
    expect(sandbox.world.iam.roles.size).toBe(action === 'Add' ? 1 : 0);
  });

  it('falls back to the last deployment for types that drift detection does not know', async () => {
    set({ driftUnsupportedTypes: ['AWS::IAM::Role'] });
    await deploy(clients, full(), CREATE);
    await clients.iam.send(new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 7200 }));
    expect((await revert()).Status).toBe('FAILED');
    const changed = await revert(full({ Description: 'd' }));
    expect(changed.Changes?.[0]?.ResourceChange?.ResourceDriftStatus).toBe('UNSUPPORTED');
    expect(paths(changed)).toEqual(['Add /Properties/Description']);
  });

  it('leaves drift of what cannot be updated in place', async () => {
    await deploy(clients, template({ R: role('r', { Path: '/a/' }) }), CREATE);
    sandbox.world.iam.role('r').path = '/b/';
    expect((await revert(template({ R: role('r', { Path: '/a/' }) }))).Status).toBe('FAILED');
  });

  it('that fails goes back to what was there, not to the previous template', async () => {
    const second = role('s', {}, { DependsOn: 'R' });
    await deploy(clients, full(), CREATE);
    await clients.iam.send(new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 7200 }));
    sandbox.inject({ kind: 'handler', operation: 'create', logicalId: 'S', message: 'no', times: 1 });
    const properties = { Policies: [a], MaxSessionDuration: 3600 };
    const changeSet = await revert(template({ R: role('r', properties), S: second }));
    expect((await execute(clients, changeSet)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(sandbox.world.iam.role('r').maxSessionDuration).toBe(7200);
  });
});

describe('drift detection', () => {
  it('tells the same drift, property by property', async () => {
    await deploy(clients, full({ ManagedPolicyArns: [] }), CREATE);
    const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await clients.iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: arn }));
    await clients.iam.send(new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 7200 }));
    const { StackDriftDetectionId } = await clients.cloudFormation.send(
      new DetectStackDriftCommand({ StackName: 'stack' }),
    );
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackDrift.html
    expect(StackDriftDetectionId).toMatch(/^.{1,36}$/);
    const status = await clients.cloudFormation.send(
      new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
    );
    expect(status).toMatchObject({
      StackDriftStatus: 'DRIFTED',
      DetectionStatus: 'DETECTION_COMPLETE',
      DriftedStackResourceCount: 1,
    });
    const { StackResourceDrifts } = await clients.cloudFormation.send(
      new DescribeStackResourceDriftsCommand({ StackName: 'stack' }),
    );
    expect(StackResourceDrifts?.[0]?.PropertyDifferences).toEqual([
      {
        PropertyPath: '/MaxSessionDuration',
        ExpectedValue: '3600',
        ActualValue: '7200',
        DifferenceType: 'NOT_EQUAL',
      },
    ]);
  });
});
