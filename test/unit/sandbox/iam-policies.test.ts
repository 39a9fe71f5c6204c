import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { allow, failure, trust } from './stacks.ts';

const arn = 'arn:aws:iam::111122223333:policy/p';
const document = (action = 's3:*') => JSON.stringify(allow(action));
let iam: Clients['iam'];
let sandbox: QuietSandbox;
beforeEach(async () => {
  const started = running();
  iam = started.clients.iam;
  sandbox = started.sandbox;
  await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: document(), Description: 'd' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(trust()) }));
});

describe('customer managed policies', () => {
  it('have up to five versions, one of them in force', async () => {
    const version = () =>
      iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: arn,
          PolicyDocument: document('s3:Get*'),
          SetAsDefault: true,
        }),
      );
    for (const _ of [2, 3, 4, 5]) await version();
    const full = await failure(version());
    expect(full).toMatchObject({ name: 'LimitExceededException', status: 409 });
    expect(full.message).toMatch(/up to 5 versions/);
    const remove = (VersionId: string) =>
      iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId }));
    expect((await failure(remove('v5'))).message).toBe('Cannot delete the default version of a policy.');
    await remove('v1');
    await version();
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: arn, VersionId: 'v3' }));
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
    expect(Versions?.map((one) => `${one.VersionId ?? ''}${one.IsDefaultVersion ? '*' : ''}`)).toEqual([
      'v6',
      'v5',
      'v4',
      'v3*',
      'v2',
    ]);
  });

  it('show description and tags in GetPolicy alone', async () => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    expect(Policy).toMatchObject({ Description: 'd', DefaultVersionId: 'v1', AttachmentCount: 0, Tags: [] });
    const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
    expect(Policies?.[0]?.Description).toBeUndefined();
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: 'v1' }),
    );
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(document());
  });

  it('cannot be deleted while attached, or with other versions', async () => {
    const remove = () => iam.send(new DeletePolicyCommand({ PolicyArn: arn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: arn }));
    const { PolicyRoles } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: arn }));
    expect(PolicyRoles?.map((one) => one.RoleName)).toEqual(['r']);
    expect((await failure(remove())).message).toBe('Cannot delete a policy attached to entities.');
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'r', PolicyArn: arn }));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: document() }));
    expect((await failure(remove())).message).toMatch(/more than one version/);
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: 'v2' }));
    await remove();
    expect((await failure(iam.send(new GetPolicyCommand({ PolicyArn: arn })))).message).toBe(
      `Policy ${arn} was not found.`,
    );
  });

  it('are bounded in size, and named once', async () => {
    const create = (name: string, text: string) =>
      failure(iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: text })));
    const long = JSON.stringify(allow('s3:*', `arn:aws:s3:::${'b'.repeat(6100)}`));
    expect((await create('q', long)).message).toBe('Cannot exceed quota for PolicySize: 6144');
    expect((await create('P', document())).message).toBe(
      'A policy called P already exists. Duplicate names are not allowed.',
    );
  });
});

describe('attachments', () => {
  it('are made once however often, and are up to ten', async () => {
    const attach = (PolicyArn: string) => iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    await attach(arn);
    await attach(arn);
    for (let i = 1; i < 10; i += 1) await attach(`arn:aws:iam::aws:policy/P${String(i)}`);
    expect((await failure(attach('arn:aws:iam::aws:policy/P10'))).message).toBe(
      'Cannot exceed quota for PoliciesPerRole: 10',
    );
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'r' }));
    expect(AttachedPolicies).toHaveLength(10);
    expect(AttachedPolicies?.[0]).toEqual({ PolicyName: 'p', PolicyArn: arn });
  });

  it('need a policy that exists; of AWS managed ones a switch decides', async () => {
    const attach = (PolicyArn: string) => iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    const missing = 'arn:aws:iam::111122223333:policy/none';
    expect((await failure(attach(missing))).message).toBe(
      `Policy ${missing} does not exist or is not attachable.`,
    );
    await attach('arn:aws:iam::aws:policy/Whatever');
    sandbox.world.switches = { ...sandbox.world.switches, unknownAwsPolicies: 'reject' };
    expect((await failure(attach('arn:aws:iam::aws:policy/Other'))).name).toBe('NoSuchEntityException');
    await attach('arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole');
  });

  it('to AWS managed policies can be read: they have documents', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonAthenaFullAccess';
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({ PolicyName: 'AmazonAthenaFullAccess', DefaultVersionId: 'v1' });
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toMatch(/athena:\*/);
  });
});
