import {
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  AddRoleToInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from '@jest/globals';
import { running } from './running.ts';
import { allow, failure, trust } from './stacks.ts';

const document = JSON.stringify(trust());
const create = (name: string, more = {}) =>
  new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document, ...more });

describe('roles', () => {
  it('come back with what they were created with, documents encoded', async () => {
    const { iam } = running().clients;
    const tags = [{ Key: 'team', Value: 'a b' }];
    await iam.send(
      create('r', { Path: '/x/', Description: 'a "d" & <e>', MaxSessionDuration: 7200, Tags: tags }),
    );
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
    expect(Role).toMatchObject({
      Arn: 'arn:aws:iam::111122223333:role/x/r',
      Description: 'a "d" & <e>',
      MaxSessionDuration: 7200,
      Tags: tags,
    });
    expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(Role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(document);
  });

  it('have names that are unique without regard to case', async () => {
    const { iam } = running().clients;
    await iam.send(create('Fetcher'));
    expect(await failure(iam.send(create('fetcher')))).toEqual({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name fetcher already exists.',
      status: 409,
    });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'FETCHER' }));
    expect(Role?.RoleName).toBe('Fetcher');
  });

  it.each([
    ['a b', {}, /specified value for roleName is invalid/],
    ['x'.repeat(65), {}, /length less than or equal to 64/],
    ['r', { MaxSessionDuration: 10 }, /greater than or equal to 3600/],
    ['r', { Description: 'not — allowed' }, /regular expression pattern/],
    ['r', { Path: 'x' }, /path is invalid/],
  ])('refuse the name or setting %s %j', async (name, more, message) => {
    const { iam } = running().clients;
    const error = await failure(iam.send(create(name, more)));
    expect(error.name).toBe('ValidationError');
    expect(error.message).toMatch(message);
  });

  it('are not found with the words of IAM', async () => {
    const { iam } = running().clients;
    expect(await failure(iam.send(new GetRoleCommand({ RoleName: 'none' })))).toEqual({
      name: 'NoSuchEntityException',
      message: 'The role with name none cannot be found.',
      status: 404,
    });
  });

  it('keep the session duration that UpdateRole does not mention', async () => {
    const { iam } = running().clients;
    await iam.send(create('r', { MaxSessionDuration: 7200, Description: 'old' }));
    await iam.send(new UpdateRoleCommand({ RoleName: 'r', Description: 'new' }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
    expect(Role).toMatchObject({ MaxSessionDuration: 7200, Description: 'new' });
  });

  it('show tags and boundary in GetRole, not in ListRoles', async () => {
    const { iam } = running().clients;
    const boundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await iam.send(create('r'));
    await iam.send(new TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'k', Value: 'v' }] }));
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'r', PermissionsBoundary: boundary }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
    expect(Role?.PermissionsBoundary).toEqual({
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      PermissionsBoundaryArn: boundary,
    });
    const { Roles } = await iam.send(new ListRolesCommand({}));
    expect(Roles?.[0]).toMatchObject({ RoleName: 'r', MaxSessionDuration: 3600 });
    expect(Roles?.[0]?.Tags).toBeUndefined();
    expect(Roles?.[0]?.PermissionsBoundary).toBeUndefined();
  });

  it('cannot be deleted while something holds them', async () => {
    const { iam } = running().clients;
    const arn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
    await iam.send(create('r'));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: arn }));
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'r',
        PolicyName: 'p',
        PolicyDocument: JSON.stringify(allow('s3:*')),
      }),
    );
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'i' }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'i', RoleName: 'r' }));
    const held = async () => (await failure(iam.send(new DeleteRoleCommand({ RoleName: 'r' })))).message;
    expect(await held()).toBe('Cannot delete entity, must remove roles from instance profile first.');
    const { RemoveRoleFromInstanceProfileCommand } = await import('@aws-sdk/client-iam');
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'i', RoleName: 'r' }));
    expect(await held()).toBe('Cannot delete entity, must detach all policies first.');
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'r', PolicyArn: arn }));
    expect(await held()).toBe('Cannot delete entity, must delete policies first.');
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'r' }));
    expect((await failure(iam.send(new GetRoleCommand({ RoleName: 'r' })))).name).toBe(
      'NoSuchEntityException',
    );
  });
});

describe('inline policies', () => {
  it('keep their text, white space included', async () => {
    const { iam } = running().clients;
    await iam.send(create('r'));
    const text = JSON.stringify(allow('s3:*'), null, 2).replaceAll('\n', '\r\n');
    await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: text }));
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
    expect(decodeURIComponent(PolicyDocument ?? '')).toBe(text);
    expect(
      await failure(iam.send(new GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'q' }))),
    ).toMatchObject({
      message: 'The role policy with name q cannot be found.',
    });
  });

  it('of a role hold 10240 characters together, white space not counted', async () => {
    const { iam } = running().clients;
    await iam.send(create('r'));
    const put = (name: string, size: number) => {
      const text = JSON.stringify(allow('s3:*', `arn:aws:s3:::${'b'.repeat(size)}`), null, 8);
      return iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: name, PolicyDocument: text }));
    };
    await put('one', 6000);
    expect(await failure(put('two', 6000))).toEqual({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role r',
      status: 409,
    });
    await put('one', 9000);
  });
});
