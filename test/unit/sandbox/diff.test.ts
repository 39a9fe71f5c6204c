import type { DescribeChangeSetCommandOutput, ResourceChange } from '@aws-sdk/client-cloudformation';
import { DescribeChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { allow, deploy, execute, prepare, role, template, trust, type Block } from './stacks.ts';

let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(() => {
  ({ clients, sandbox } = running());
});
const policy = (name: string, action: string) => ({ PolicyName: name, PolicyDocument: allow(action) });
const base = { Policies: [policy('a', 's3:GetObject')], MaxSessionDuration: 3600, Description: 'd' };

async function update(properties: Block, attributes: Block = {}): Promise<DescribeChangeSetCommandOutput> {
  await deploy(clients, template({ R: role('r', base) }), { ChangeSetType: 'CREATE' });
  return prepare(clients, template({ R: role('r', { ...base, ...properties }, attributes) }));
}
const only = (changeSet: DescribeChangeSetCommandOutput): ResourceChange =>
  changeSet.Changes?.[0]?.ResourceChange ?? {};

describe('an update', () => {
  it('shows each place that differs, with both values', async () => {
    const changeSet = await update({
      Policies: [policy('a', 's3:PutObject'), policy('b', 's3:ListBucket')],
      MaxSessionDuration: 7200,
      Description: undefined,
    });
    const change = only(changeSet);
    expect(change).toMatchObject({
      Action: 'Modify',
      PhysicalResourceId: 'r',
      Replacement: 'False',
      Scope: ['Properties'],
    });
    const targets = change.Details?.map(({ Target }) => [
      Target?.Path,
      Target?.AttributeChangeType,
      Target?.BeforeValue,
      Target?.AfterValue,
    ]);
    expect(targets).toEqual([
      [
        '/Properties/Policies/0/PolicyDocument',
        'Modify',
        JSON.stringify(allow('s3:GetObject')),
        JSON.stringify(allow('s3:PutObject')),
      ],
      ['/Properties/Policies/1', 'Add', undefined, JSON.stringify(policy('b', 's3:ListBucket'))],
      ['/Properties/MaxSessionDuration', 'Modify', '3600', '7200'],
      ['/Properties/Description', 'Remove', 'd', undefined],
    ]);
    expect(JSON.parse(change.AfterContext ?? '')).toMatchObject({ Properties: { MaxSessionDuration: 7200 } });
  });

  it('shows names only when property values are not asked for', async () => {
    const changeSet = await update({ MaxSessionDuration: 7200 });
    const brief = await clients.cloudFormation.send(
      new DescribeChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId }),
    );
    expect(only(brief).Details).toEqual([
      {
        Target: { Attribute: 'Properties', Name: 'MaxSessionDuration', RequiresRecreation: 'Never' },
        Evaluation: 'Static',
        ChangeSource: 'DirectModification',
      },
    ]);
    expect(only(brief).AfterContext).toBeUndefined();
  });

  it('may drop changes when property values are asked for, and warns in the reason alone', async () => {
    const changeSet = await update({ MaxSessionDuration: 7200 });
    sandbox.inject({ kind: 'dropped-values', logicalId: 'R' });
    const input = { ChangeSetName: changeSet.ChangeSetId, IncludePropertyValues: true };
    const full = await clients.cloudFormation.send(new DescribeChangeSetCommand(input));
    expect(full).toMatchObject({ Status: 'CREATE_COMPLETE', Changes: [] });
    expect(full.StatusReason).toMatch(
      /^\[WARN\] --include-property-values .*Logical Id: R, failed property validation$/,
    );
  });

  it('does not see what was changed by hand', async () => {
    await deploy(clients, template({ R: role('r', base) }), { ChangeSetType: 'CREATE' });
    const live = sandbox.world.iam.role('r');
    live.maxSessionDuration = 7200;
    live.inline = [];
    expect((await prepare(clients, template({ R: role('r', base) }))).Status).toBe('FAILED');
  });

  it('of a create-only property is a replacement, kept or deleted by UpdateReplacePolicy', async () => {
    expect(only(await update({ Path: '/x/' }))).toMatchObject({
      Replacement: 'True',
      PolicyAction: 'ReplaceAndDelete',
    });
    const kept = role('r', { ...base, Path: '/x/' }, { UpdateReplacePolicy: 'Retain' });
    expect(only(await prepare(clients, template({ R: kept })))).toMatchObject({
      PolicyAction: 'ReplaceAndRetain',
    });
  });

  it('removes last, and says what happens to the resource', async () => {
    const roles = { A: role('a'), B: role('b', {}, { DeletionPolicy: 'Delete' }), C: role('c') };
    await deploy(clients, template(roles), { ChangeSetType: 'CREATE' });
    const { Changes } = await prepare(clients, template({ C: role('c', { Description: 'd' }) }));
    expect(
      Changes?.map(({ ResourceChange: one }) => [one?.Action, one?.LogicalResourceId, one?.PolicyAction]),
    ).toEqual([
      ['Modify', 'C', undefined],
      ['Remove', 'A', 'Retain'],
      ['Remove', 'B', 'Delete'],
    ]);
  });
});

describe('a difference outside the properties', () => {
  const cases: readonly [string, keyof Switches, boolean, Block, readonly string[]][] = [
    ['resource metadata', 'resourceMetadataIsChange', true, { Metadata: { a: 1 } }, ['Metadata']],
    ['the deletion policy', 'deletionPolicyIsChange', true, { DeletionPolicy: 'Delete' }, ['DeletionPolicy']],
    ['dependencies', 'dependsOnIsChange', false, { DependsOn: ['H'] }, []],
  ];
  const handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
  it.each(cases)(
    'in %s alone is a change when %s says so (default %s)',
    async (_, name, byDefault, attributes, scope) => {
      expect(sandbox.world.switches[name]).toBe(byDefault);
      await deploy(clients, template({ R: role('r'), H: handle }), { ChangeSetType: 'CREATE' });
      const body = template({ R: role('r', {}, attributes), H: handle });
      for (const setting of [true, false]) {
        sandbox.world.switches = { ...sandbox.world.switches, [name]: setting };
        const changeSet = await prepare(clients, body);
        expect(changeSet.Status).toBe(setting ? 'CREATE_COMPLETE' : 'FAILED');
        if (setting) expect(only(changeSet)).toMatchObject({ Action: 'Modify', Scope: scope });
      }
    },
  );

  it('in the template metadata is a change by switch only, in the description never', async () => {
    await deploy(clients, template({ R: role('r') }, { Metadata: { a: 1 } }), { ChangeSetType: 'CREATE' });
    const body = template({ R: role('r') }, { Metadata: { a: 2 }, Description: 'new' });
    expect((await prepare(clients, body)).Status).toBe('FAILED');
    sandbox.world.switches = { ...sandbox.world.switches, templateMetadataIsChange: true };
    expect(await prepare(clients, body)).toMatchObject({ Status: 'CREATE_COMPLETE', Changes: [] });
  });

  it('rides along with a change that counts', async () => {
    await deploy(clients, template({ R: role('r') }), { ChangeSetType: 'CREATE' });
    const turned = role('r', {}, { DeletionPolicy: 'Delete', Metadata: { a: 1 } });
    const before = sandbox.world.ledger.length;
    await execute(clients, await prepare(clients, template({ R: turned })));
    expect(sandbox.world.ledger).toHaveLength(before);
    const H = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
    expect(only({ ...(await prepare(clients, template({ H }))), $metadata: {} }).Action).toBe('Add');
    await deploy(clients, template({ H }));
    expect(sandbox.world.iam.roles.size).toBe(0);
  });
});

describe('stack tags', () => {
  it('land on roles, and not on what CloudFormation cannot tag', async () => {
    const Tags = [{ Key: 'team', Value: 'x' }];
    await deploy(clients, template({ R: role('r', { AssumeRolePolicyDocument: trust() }) }), {
      ChangeSetType: 'CREATE',
      Tags,
    });
    expect(sandbox.world.iam.role('r').tags).toEqual([{ key: 'team', value: 'x' }]);
  });
});
