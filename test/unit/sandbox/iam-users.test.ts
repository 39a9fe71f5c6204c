import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteInstanceProfileCommand,
  DeleteLoginProfileCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  EnableMFADeviceCommand,
  GetGroupCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListUsersCommand,
  RemoveUserFromGroupCommand,
  DeactivateMFADeviceCommand,
  UpdateUserCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { failure, trust } from './stacks.ts';

let iam: Clients['iam'];
beforeEach(async () => {
  iam = running().clients.iam;
});

describe('users', () => {
  it('are held by keys, password, MFA and groups until each is gone', async () => {
    const UserName = 'u';
    await iam.send(new CreateUserCommand({ UserName, Path: '/v/' }));
    await iam.send(new CreateGroupCommand({ GroupName: 'g' }));
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'g' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'x' }));
    const SerialNumber = 'arn:aws:iam::111122223333:mfa/u';
    await iam.send(
      new EnableMFADeviceCommand({
        UserName,
        SerialNumber,
        AuthenticationCode1: '111111',
        AuthenticationCode2: '222222',
      }),
    );
    const held = async () => (await failure(iam.send(new DeleteUserCommand({ UserName })))).message;
    expect(await held()).toBe('Cannot delete entity, must delete access keys first.');
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: AccessKey?.AccessKeyId }));
    expect(await held()).toBe('Cannot delete entity, must delete login profile first.');
    await iam.send(new DeleteLoginProfileCommand({ UserName }));
    expect(await held()).toBe('Cannot delete entity, must delete MFA device first.');
    await iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
    expect(await held()).toBe('Cannot delete entity, must remove users from group first.');
    await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName: 'g' }));
    await iam.send(new DeleteUserCommand({ UserName }));
    expect((await failure(iam.send(new GetUserCommand({ UserName })))).message).toBe(
      'The user with name u cannot be found.',
    );
  });

  it('are held by certificates, SSH keys and credentials of single services', async () => {
    const UserName = 'u';
    await iam.send(new CreateUserCommand({ UserName }));
    const { Certificate } = await iam.send(
      new UploadSigningCertificateCommand({ UserName, CertificateBody: 'PEM' }),
    );
    const { SSHPublicKey } = await iam.send(
      new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: 'ssh-rsa AAAA' }),
    );
    const { ServiceSpecificCredential } = await iam.send(
      new CreateServiceSpecificCredentialCommand({
        UserName,
        ServiceName: 'codecommit.amazonaws.com',
      }),
    );
    const listed = await Promise.all([
      iam.send(new ListSigningCertificatesCommand({ UserName })),
      iam.send(new ListSSHPublicKeysCommand({ UserName })),
      iam.send(new ListServiceSpecificCredentialsCommand({ UserName })),
    ]);
    expect(listed[0].Certificates).toMatchObject([{ CertificateId: Certificate?.CertificateId }]);
    expect(listed[1].SSHPublicKeys).toMatchObject([{ SSHPublicKeyId: SSHPublicKey?.SSHPublicKeyId }]);
    expect(listed[2].ServiceSpecificCredentials).toMatchObject([
      { ServiceName: 'codecommit.amazonaws.com', Status: 'Active' },
    ]);
    const held = async () => (await failure(iam.send(new DeleteUserCommand({ UserName })))).message;
    expect(await held()).toBe('Cannot delete entity, must delete signing certificates first.');
    const CertificateId = Certificate?.CertificateId;
    await iam.send(new DeleteSigningCertificateCommand({ UserName, CertificateId }));
    expect(await held()).toBe('Cannot delete entity, must delete SSH public keys first.');
    const SSHPublicKeyId = SSHPublicKey?.SSHPublicKeyId;
    await iam.send(new DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId }));
    expect(await held()).toBe('Cannot delete entity, must delete service specific credentials first.');
    const ServiceSpecificCredentialId = ServiceSpecificCredential?.ServiceSpecificCredentialId;
    const remove = { UserName, ServiceSpecificCredentialId };
    await iam.send(new DeleteServiceSpecificCredentialCommand(remove));
    expect((await failure(iam.send(new DeleteServiceSpecificCredentialCommand(remove)))).name).toBe(
      'NoSuchEntityException',
    );
    await iam.send(new DeleteUserCommand({ UserName }));
  });

  it('have at most two access keys, and lists of what hangs on them', async () => {
    const UserName = 'u';
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new CreateAccessKeyCommand({ UserName }));
    await iam.send(new CreateAccessKeyCommand({ UserName }));
    expect((await failure(iam.send(new CreateAccessKeyCommand({ UserName })))).name).toBe(
      'LimitExceededException',
    );
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
    expect(AccessKeyMetadata).toHaveLength(2);
    const { MFADevices } = await iam.send(new ListMFADevicesCommand({ UserName }));
    expect(MFADevices).toEqual([]);
    expect((await failure(iam.send(new GetLoginProfileCommand({ UserName })))).name).toBe(
      'NoSuchEntityException',
    );
  });

  it('can be renamed and stay members of their groups', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'u' }));
    await iam.send(new CreateGroupCommand({ GroupName: 'g' }));
    await iam.send(new AddUserToGroupCommand({ UserName: 'u', GroupName: 'g' }));
    await iam.send(new UpdateUserCommand({ UserName: 'u', NewUserName: 'w', NewPath: '/x/' }));
    const { Users, Group } = await iam.send(new GetGroupCommand({ GroupName: 'g' }));
    expect(Users?.map((user) => user.Arn)).toEqual(['arn:aws:iam::111122223333:user/x/w']);
    expect(Group?.GroupName).toBe('g');
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: 'w' }));
    expect(Groups?.map((group) => group.GroupName)).toEqual(['g']);
    expect((await failure(iam.send(new DeleteGroupCommand({ GroupName: 'g' })))).message).toBe(
      'Cannot delete entity, must remove users from group first.',
    );
  });
});

describe('GetGroup', () => {
  it('lists the members page by page, and an unknown group is none', async () => {
    await iam.send(new CreateGroupCommand({ GroupName: 'g' }));
    for (const UserName of ['a', 'b', 'c']) {
      await iam.send(new CreateUserCommand({ UserName }));
      await iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'g' }));
    }
    const first = await iam.send(new GetGroupCommand({ GroupName: 'g', MaxItems: 2 }));
    expect(first.Users?.map((user) => user.UserName)).toEqual(['a', 'b']);
    expect(first).toMatchObject({ IsTruncated: true, Marker: expect.any(String) });
    const rest = await iam.send(new GetGroupCommand({ GroupName: 'g', MaxItems: 2, Marker: first.Marker }));
    expect(rest.Users?.map((user) => user.UserName)).toEqual(['c']);
    expect([rest.IsTruncated, rest.Marker]).toEqual([false, undefined]);
    expect((await failure(iam.send(new GetGroupCommand({ GroupName: 'h' })))).name).toBe(
      'NoSuchEntityException',
    );
  });

  it('does not tell when a password was used, which GetUser and ListUsers do', async () => {
    const { sandbox, clients } = running();
    await clients.iam.send(new CreateUserCommand({ UserName: 'u' }));
    await clients.iam.send(new CreateGroupCommand({ GroupName: 'g' }));
    await clients.iam.send(new AddUserToGroupCommand({ UserName: 'u', GroupName: 'g' }));
    const lastUsed = '2026-11-27T10:00:00Z';
    sandbox.world.iam.user('u').loginProfile = {
      createDate: lastUsed,
      passwordResetRequired: false,
      lastUsed,
    };
    const { User } = await clients.iam.send(new GetUserCommand({ UserName: 'u' }));
    const listed = await clients.iam.send(new ListUsersCommand({}));
    const { Users } = await clients.iam.send(new GetGroupCommand({ GroupName: 'g' }));
    expect([User, ...(listed.Users ?? []), ...(Users ?? [])].map((one) => one?.PasswordLastUsed)).toEqual([
      new Date(lastUsed),
      new Date(lastUsed),
      undefined,
    ]);
  });
});

describe('instance profiles', () => {
  it('hold one role, and cannot be deleted with it', async () => {
    const document = JSON.stringify(trust());
    for (const RoleName of ['a', 'b']) {
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document }));
    }
    const InstanceProfileName = 'i';
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    const add = (RoleName: string) =>
      iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    await add('a');
    expect((await failure(add('b'))).message).toBe(
      'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
    );
    const { InstanceProfiles } = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: 'a' }));
    expect(InstanceProfiles?.[0]?.Roles?.[0]?.RoleName).toBe('a');
    expect((await failure(iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName })))).name).toBe(
      'DeleteConflictException',
    );
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'empty' }));
    const all = await iam.send(new ListInstanceProfilesCommand({}));
    expect(all.InstanceProfiles?.map((one) => one.Roles?.length)).toEqual([0, 1]);
  });
});
