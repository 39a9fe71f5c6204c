import {
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  GetRoleCommand,
  ListRolesCommand,
  paginateGetAccountAuthorizationDetails,
  PutRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from '@jest/globals';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { allow, failure, trust } from './stacks.ts';

async function fill({ iam }: Clients): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify(trust());
  for (const RoleName of ['b', 'a', 'c']) {
    await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Description: 'd', Path: '/x/' }),
    );
  }
  await iam.send(new CreateUserCommand({ UserName: 'u', Tags: [{ Key: 'k', Value: 'v' }] }));
  await iam.send(new CreateGroupCommand({ GroupName: 'g' }));
  const PolicyDocument = JSON.stringify(allow('s3:*'));
  await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument, Description: 'd' }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'a', PolicyName: 'i', PolicyDocument }));
  const PolicyArn = 'arn:aws:iam::111122223333:policy/p';
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'a', PolicyArn }));
}

describe('GetAccountAuthorizationDetails', () => {
  it('has all documents and attachments, and neither descriptions nor session durations', async () => {
    const { clients } = running();
    await fill(clients);
    const all = await clients.iam.send(new GetAccountAuthorizationDetailsCommand({}));
    const role = all.RoleDetailList?.[0];
    expect(Object.keys(role ?? {}).sort()).toEqual([
      'Arn',
      'AssumeRolePolicyDocument',
      'AttachedManagedPolicies',
      'CreateDate',
      'InstanceProfileList',
      'Path',
      'RoleId',
      'RoleLastUsed',
      'RoleName',
      'RolePolicyList',
      'Tags',
    ]);
    expect(decodeURIComponent(role?.RolePolicyList?.[0]?.PolicyDocument ?? '')).toBe(
      JSON.stringify(allow('s3:*')),
    );
    expect(all.Policies?.[0]).toMatchObject({ PolicyName: 'p', AttachmentCount: 1 });
    expect(all.Policies?.[0]?.Description).toBeUndefined();
    expect(all.Policies?.[0]?.PolicyVersionList?.[0]?.Document).toMatch(/^%7B/);
    expect(all.UserDetailList?.[0]).toMatchObject({
      UserName: 'u',
      GroupList: [],
      Tags: [{ Key: 'k', Value: 'v' }],
    });
    expect(all.GroupDetailList).toHaveLength(1);
  });

  it('gives the kinds that the filter names, page by page', async () => {
    const { clients, sandbox } = running({ pageSize: 2 });
    await fill(clients);
    const names: string[] = [];
    const input = { Filter: ['Role' as const, 'User' as const], MaxItems: 1000 };
    let pages = 0;
    for await (const page of paginateGetAccountAuthorizationDetails({ client: clients.iam }, input)) {
      pages += 1;
      names.push(...(page.UserDetailList ?? []).map((one) => one.UserName ?? ''));
      names.push(...(page.RoleDetailList ?? []).map((one) => one.RoleName ?? ''));
      expect(page.GroupDetailList).toEqual([]);
      expect(page.Policies).toEqual([]);
    }
    expect([pages, names]).toEqual([2, ['u', 'a', 'b', 'c']]);
    expect(sandbox.world.requests.at(-1)?.parameters).toMatchObject({ 'Filter.member.1': 'Role' });
    const wrong = new GetAccountAuthorizationDetailsCommand({ Filter: ['Bucket' as 'Role'] });
    expect((await failure(clients.iam.send(wrong))).message).toMatch(/enum value set/);
  });
});

describe('ListRoles', () => {
  it('filters by path and pages by marker', async () => {
    const { iam } = running().clients;
    await fill({ iam } as Clients);
    const first = await iam.send(new ListRolesCommand({ MaxItems: 2 }));
    expect(first.Roles?.map((role) => [role.RoleName, role.Description])).toEqual([
      ['a', 'd'],
      ['b', 'd'],
    ]);
    expect(first.IsTruncated).toBe(true);
    const second = await iam.send(new ListRolesCommand({ MaxItems: 2, Marker: first.Marker }));
    expect([second.Roles?.length, second.IsTruncated, second.Marker]).toEqual([1, false, undefined]);
    expect((await iam.send(new ListRolesCommand({ PathPrefix: '/y/' }))).Roles).toEqual([]);
    expect((await failure(iam.send(new ListRolesCommand({ MaxItems: 1001 })))).name).toBe('ValidationError');
    expect((await failure(iam.send(new ListRolesCommand({ Marker: 'nonsense' })))).message).toMatch(/Marker/);
  });
});

describe('eventual consistency', () => {
  it('serves the state before the last writes for a number of reads', async () => {
    const { clients } = running({ switches: { staleReads: 2 } });
    const { iam } = clients;
    await iam.send(
      new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(trust()) }),
    );
    const read = () => iam.send(new GetRoleCommand({ RoleName: 'r' }));
    expect((await failure(read())).name).toBe('NoSuchEntityException');
    expect((await failure(read())).name).toBe('NoSuchEntityException');
    expect((await read()).Role?.MaxSessionDuration).toBe(3600);
    await iam.send(new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 7200 }));
    expect((await read()).Role?.MaxSessionDuration).toBe(3600);
    expect((await read()).Role?.MaxSessionDuration).toBe(3600);
    expect((await read()).Role?.MaxSessionDuration).toBe(7200);
  });

  it('lets a principal be refused for a while after it was made', async () => {
    const { iam } = running({ switches: { principalDelay: 1 } }).clients;
    const create = (RoleName: string, principal: unknown) =>
      iam.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust(principal)) }),
      );
    await create('vendor', { AWS: '406095609952' });
    const dependent = () => create('r', { AWS: 'arn:aws:iam::111122223333:role/vendor' });
    expect((await failure(dependent())).message).toMatch(/Invalid principal/);
    await dependent();
  });
});
