import {
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteUserPermissionsBoundaryCommand,
  GetAccountAuthorizationDetailsCommand,
  GetInstanceProfileCommand,
  ListAttachedGroupPoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  ListInstanceProfileTagsCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  PutGroupPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  TagInstanceProfileCommand,
  TagPolicyCommand,
  TagRoleCommand,
  TagUserCommand,
  UntagPolicyCommand,
  UntagUserCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QuietSandbox } from '../../../src/sandbox/server.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { allow, failure, trust } from './stacks.ts';

let iam: Clients['iam'];
let sandbox: QuietSandbox;
const aws = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
beforeEach(async () => {
  const started = running();
  iam = started.clients.iam;
  sandbox = started.sandbox;
  await iam.send(new CreateUserCommand({ UserName: 'u' }));
  await iam.send(new CreateGroupCommand({ GroupName: 'g' }));
});

describe('tags', () => {
  it('are added, replaced and taken away by key, without regard to case', async () => {
    const tag = (Key: string, Value: string) =>
      iam.send(new TagUserCommand({ UserName: 'u', Tags: [{ Key, Value }] }));
    await tag('Team', 'a');
    await tag('team', 'b');
    await tag('x', '');
    await iam.send(new UntagUserCommand({ UserName: 'u', TagKeys: ['X'] }));
    const { Tags } = await iam.send(new ListUserTagsCommand({ UserName: 'u' }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'b' }]);
  });

  it.each([
    ['aws:x', 'v', 'InvalidInputException'],
    ['a*', 'v', 'ValidationError'],
    ['k'.repeat(129), 'v', 'ValidationError'],
  ])('with the key %s are refused', async (Key, Value, name) => {
    expect(
      (await failure(iam.send(new TagUserCommand({ UserName: 'u', Tags: [{ Key, Value }] })))).name,
    ).toBe(name);
  });

  it('are at most fifty, each key once', async () => {
    const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${String(index)}`, Value: '' }));
    expect((await failure(iam.send(new TagUserCommand({ UserName: 'u', Tags })))).name).toBe(
      'LimitExceededException',
    );
    const twice = [
      { Key: 'a', Value: '' },
      { Key: 'A', Value: '' },
    ];
    expect((await failure(iam.send(new TagUserCommand({ UserName: 'u', Tags: twice })))).message).toMatch(
      /Duplicate tag keys/,
    );
  });

  it('stand on roles, policies and instance profiles too', async () => {
    const Tags = [{ Key: 'k', Value: 'v' }];
    await iam.send(
      new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(trust()) }),
    );
    await iam.send(new TagRoleCommand({ RoleName: 'r', Tags }));
    expect((await iam.send(new ListRoleTagsCommand({ RoleName: 'r' }))).Tags).toEqual(Tags);
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: JSON.stringify(allow('s3:*')) }),
    );
    await iam.send(
      new TagPolicyCommand({ PolicyArn: Policy?.Arn, Tags: [...Tags, { Key: 'l', Value: '' }] }),
    );
    await iam.send(new UntagPolicyCommand({ PolicyArn: Policy?.Arn, TagKeys: ['l'] }));
    expect((await iam.send(new ListPolicyTagsCommand({ PolicyArn: Policy?.Arn }))).Tags).toEqual(Tags);
    const InstanceProfileName = 'i';
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    await iam.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags }));
    expect((await iam.send(new ListInstanceProfileTagsCommand({ InstanceProfileName }))).Tags).toEqual(Tags);
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    expect(InstanceProfile?.Tags).toEqual(Tags);
  });
});

describe('groups', () => {
  it('have policies of both kinds, can be renamed, and are held by them', async () => {
    const PolicyDocument = JSON.stringify(allow('s3:*'));
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'g', PolicyName: 'p', PolicyDocument }));
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'g', PolicyArn: aws }));
    await iam.send(new UpdateGroupCommand({ GroupName: 'g', NewGroupName: 'h', NewPath: '/x/' }));
    const { Groups } = await iam.send(new ListGroupsCommand({}));
    expect(Groups?.map((group) => group.Arn)).toEqual(['arn:aws:iam::111122223333:group/x/h']);
    expect((await iam.send(new ListGroupPoliciesCommand({ GroupName: 'h' }))).PolicyNames).toEqual(['p']);
    const attached = await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: 'h' }));
    expect(attached.AttachedPolicies).toEqual([{ PolicyName: 'AmazonS3ReadOnlyAccess', PolicyArn: aws }]);
    expect((await failure(iam.send(new DeleteGroupCommand({ GroupName: 'h' })))).message).toMatch(
      /detach all policies/,
    );
  });
});

describe('boundaries', () => {
  it('count as use of a policy, not as attachment', async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'b', PolicyDocument: JSON.stringify(allow('s3:*')) }),
    );
    const PolicyArn = Policy?.Arn ?? '';
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'u', PermissionsBoundary: PolicyArn }));
    const used = await iam.send(
      new ListEntitiesForPolicyCommand({ PolicyArn, PolicyUsageFilter: 'PermissionsBoundary' }),
    );
    expect(used.PolicyUsers?.map((user) => user.UserName)).toEqual(['u']);
    const details = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['LocalManagedPolicy', 'User'] }),
    );
    expect(details.Policies?.[0]).toMatchObject({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 1 });
    expect(details.UserDetailList?.[0]?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PolicyArn);
    await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: 'u' }));
    expect((await failure(iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: 'u' })))).name).toBe(
      'NoSuchEntityException',
    );
    const { Users } = await iam.send(new ListUsersCommand({}));
    expect(Users?.map((user) => user.UserName)).toEqual(['u']);
  });

  it('and attachments show AWS managed policies in the bulk read, when they are asked for', async () => {
    await iam.send(new AttachUserPolicyCommand({ UserName: 'u', PolicyArn: aws }));
    const details = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['AWSManagedPolicy'] }),
    );
    expect(details.Policies?.map((policy) => policy.Arn)).toEqual([aws]);
    expect(sandbox.world.ledger.at(-1)).toMatchObject({
      operation: 'AttachUserPolicy',
      resource: 'user/u',
      subject: aws,
    });
  });
});
