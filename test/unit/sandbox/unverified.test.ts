import { GetTemplateCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateRoleCommand,
  GetRoleCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  DeleteRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import type { Clients } from './clients.ts';
import { running, stopAfterEach } from './running.ts';
import { allow, deploy, execute, failure, handle, prepare, role, template, trust } from './stacks.ts';

stopAfterEach();
let clients: Clients;
let sandbox: QuietSandbox;
beforeEach(async () => {
  ({ clients, sandbox } = running());
});
const CREATE = { ChangeSetType: 'CREATE' } as const;

function setSwitch(switches: Partial<Switches>): void {
  sandbox.world.switches = { ...sandbox.world.switches, ...switches };
}

async function readBack(text: string): Promise<string | undefined> {
  await deploy(clients, text, CREATE);
  return (await clients.cloudFormation.send(new GetTemplateCommand({ StackName: 'stack' }))).TemplateBody;
}

describe('characters beyond ASCII', () => {
  const tagged = template({ R: role('r', { Tags: [{ Key: '所有者', Value: 'Prüfer' }] }) });

  it('come back from GetTemplate as question marks, one for each, and reach IAM whole', async () => {
    expect(await readBack(tagged)).toBe(tagged.replace('所有者', '???').replace('ü', '?'));
    const { Tags } = await clients.iam.send(new ListRoleTagsCommand({ RoleName: 'r' }));
    expect(Tags).toEqual([{ Key: '所有者', Value: 'Prüfer' }]);
  });

  it('are one question mark where they are two units of UTF-16', async () => {
    expect(await readBack(template({ H: handle }, { Description: 'a😀b' }))).toContain('"a?b"');
  });

  it('come back as they were where they are escaped', async () => {
    const escaped = tagged.replace('ü', String.raw`\u00fc`).replace('所有者', 'owner');
    expect(await readBack(escaped)).toBe(escaped);
  });
});

describe('a change set that is older than an update of its stack', () => {
  it.each(['a role that it removes', 'another role'])('is obsolete after an update of %s', async (what) => {
    const [A, B] = [role('a', {}, { DeletionPolicy: 'Delete' }), role('b')];
    await deploy(clients, template({ A, B, H: handle }), CREATE);
    const changeSet = await prepare(clients, template({ B, H: handle }));
    const update = what === 'another role' ? { A, H: handle } : { B, H: handle };
    await clients.cloudFormation.send(
      new UpdateStackCommand({
        StackName: 'stack',
        TemplateBody: template({ ...update, C: role('c') }),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
    for (let tick = 0; tick < 5; tick += 1) await readTemplate();
    expect(await failure(execute(clients, changeSet))).toMatchObject({
      name: 'InvalidChangeSetStatusException',
      message: `ChangeSet [${changeSet.ChangeSetId ?? ''}] cannot be executed in its current execution status of [OBSOLETE]`,
    });
  });

  function readTemplate(): Promise<unknown> {
    return clients.cloudFormation.send(new GetTemplateCommand({ StackName: 'stack' }));
  }
});

describe('switches', () => {
  const remove = async (DeletionPolicy: string) => {
    await deploy(clients, template({ R: role('r', {}, { DeletionPolicy }), H: handle }), CREATE);
    const { Changes = [] } = await prepare(clients, template({ H: handle }));
    return Changes[0]?.ResourceChange?.PolicyAction;
  };
  it.each([
    ['never', 'Delete', 'Delete'],
    ['never', 'RetainExceptOnCreate', 'Retain'],
    ['retain', 'Delete', 'Delete'],
    ['retain', 'Retain', undefined],
    ['always', 'Delete', undefined],
  ] as const)('unsaidPolicyAction %s: %s is said as %s', async (unsaidPolicyAction, policy, said) => {
    setSwitch({ unsaidPolicyAction });
    expect(await remove(policy)).toBe(said);
  });

  it.each([
    [false, ['Metadata']],
    [true, ['Metadata', 'UpdatePolicy', 'CreationPolicy']],
  ])('metadataWidensScope %s: the scope is %j', async (metadataWidensScope, scope) => {
    setSwitch({ metadataWidensScope });
    await deploy(clients, template({ R: role('r') }), CREATE);
    const { Changes = [] } = await prepare(clients, template({ R: role('r', {}, { Metadata: { a: 1 } }) }));
    expect(Changes[0]?.ResourceChange?.Scope).toEqual(scope);
  });

  it.each([
    ['untag-first', [{ Key: 'OWNER', Value: 'me' }]],
    ['tag-first', []],
  ] as const)('tagOrder %s: a key in another case leaves %j', async (tagOrder, tags) => {
    setSwitch({ tagOrder });
    await deploy(clients, template({ R: role('r', { Tags: [{ Key: 'Owner', Value: 'me' }] }) }), CREATE);
    await deploy(clients, template({ R: role('r', { Tags: [{ Key: 'OWNER', Value: 'me' }] }) }));
    expect((await clients.iam.send(new ListRoleTagsCommand({ RoleName: 'r' }))).Tags).toEqual(tags);
  });

  it.each([
    ['changed', ['a']],
    ['all', ['a', 'b']],
  ] as const)('inlinePolicyWrites %s: an update of a leaves %j', async (inlinePolicyWrites, names) => {
    setSwitch({ inlinePolicyWrites });
    const policies = (action: string) => ({
      Policies: [
        { PolicyName: 'a', PolicyDocument: allow(action) },
        { PolicyName: 'b', PolicyDocument: allow('s3:GetObject') },
      ],
    });
    await deploy(clients, template({ R: role('r', policies('s3:GetObject')) }), CREATE);
    await clients.iam.send(new DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'b' }));
    await deploy(clients, template({ R: role('r', policies('s3:PutObject')) }));
    const { PolicyNames } = await clients.iam.send(new ListRolePoliciesCommand({ RoleName: 'r' }));
    expect(PolicyNames).toEqual(names);
  });

  it.each(['optional', 'required'] as const)(
    'inlinePolicyVersion %s: inline policies without Version',
    async (inlinePolicyVersion) => {
      setSwitch({ inlinePolicyVersion });
      const { Version: _, ...document } = allow('s3:GetObject');
      const PolicyDocument = JSON.stringify(document);
      const AssumeRolePolicyDocument = JSON.stringify(trust());
      await clients.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument }));
      const put = clients.iam.send(
        new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument }),
      );
      if (inlinePolicyVersion === 'optional') await put;
      else expect((await failure(put)).message).toMatch(/must be version 2012-10-17 or greater/);
    },
  );

  it.each([
    ['nothing', ['H', 'G'], 'CREATE_COMPLETE'],
    ['nothing', ['G'], 'CREATE_COMPLETE'],
    ['members', ['H', 'G'], 'CREATE_COMPLETE'],
    ['members', ['G'], 'FAILED'],
    ['order', ['H', 'G'], 'FAILED'],
    ['order', ['G', 'H'], 'CREATE_COMPLETE'],
  ] as const)(
    'importComparesDependsOn %s: an import beside [G, H] written as %j is %s',
    async (importComparesDependsOn, DependsOn, status) => {
      setSwitch({ importComparesDependsOn });
      const block = (order: readonly string[]) => role('r', {}, { DependsOn: order });
      await deploy(clients, template({ R: block(['G', 'H']), G: handle, H: handle }), CREATE);
      const AssumeRolePolicyDocument = JSON.stringify(trust());
      await clients.iam.send(new CreateRoleCommand({ RoleName: 's', AssumeRolePolicyDocument }));
      const imported = await prepare(
        clients,
        template({ R: block(DependsOn), G: handle, H: handle, S: role('s') }),
        {
          ChangeSetType: 'IMPORT',
          ResourcesToImport: [
            {
              ResourceType: 'AWS::IAM::Role',
              LogicalResourceId: 'S',
              ResourceIdentifier: { RoleName: 's' },
            },
          ],
        },
      );
      expect(imported.Status).toBe(status);
    },
  );
});

describe('a role that only AWS may change', () => {
  const AssumeRolePolicyDocument = JSON.stringify(trust());
  it.each(['/aws-service-role/autoscaling.amazonaws.com/', '/aws-reserved/sso.amazonaws.com/'])(
    'cannot be made under %s',
    async (Path) => {
      const made = clients.iam.send(new CreateRoleCommand({ RoleName: 'r', Path, AssumeRolePolicyDocument }));
      expect((await failure(made)).name).toBe('InvalidInputException');
    },
  );

  it('is read, tagged and otherwise left alone', async () => {
    await clients.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument }));
    Object.assign(sandbox.world.iam.role('r'), { path: '/aws-service-role/autoscaling.amazonaws.com/' });
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName: 'r' }));
    expect(Role?.Arn).toContain('/aws-service-role/');
    await clients.iam.send(new TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'a', Value: 'b' }] }));
    const PolicyDocument = JSON.stringify(allow('s3:GetObject'));
    const put = clients.iam.send(
      new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument }),
    );
    expect(await failure(put)).toMatchObject({
      name: 'UnmodifiableEntityException',
      message: expect.stringMatching(/only modifiable by AWS/),
    });
  });
});
