import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveFolderOf, openLiveFolder } from '../../../src/live/live-folder.ts';
import { liveOfListings } from '../../../src/live/live-of-listings.ts';
import { readLive as readAndList } from '../../../src/live/read-live.ts';
import type { Live } from '../../../src/model/live.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import { readerOf, smallAccount } from './account.ts';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rolekeeper-live-'));
});
afterEach(() => rm(directory, { recursive: true }));

const account = smallAccount();
const roles = { Roles: account.roleRows };
const profiles = { InstanceProfiles: account.profiles };
const providers = { OpenIDConnectProviderList: [] };

const readLiveFiles = async (folder: string, accountId?: string): Promise<Live> =>
  liveOfListings(await openLiveFolder(folder), accountId);

/** What was asked for; what was listed besides, other tests are about. */
async function readLive(...request: Parameters<typeof readAndList>): Promise<Live> {
  const { listed: _listed, ...read } = await readAndList(...request);
  return read;
}

async function save(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(join(directory, name), isRaw ? content : JSON.stringify(content, null, 4));
  }
}

async function refusal(accountId?: string): Promise<RolekeeperError> {
  try {
    await readLiveFiles(directory, accountId);
  } catch (error) {
    if (error instanceof RolekeeperError) return error;
    throw error;
  }
  throw new Error('the files were accepted');
}

/** What a listing says besides: which command prints the Description of a policy. */
function asListed(live: Live): Live {
  return {
    ...live,
    found: live.found.map((item) => {
      if (!item.uncheckedProperties.includes('Description')) return item;
      const command = `aws iam get-policy --policy-arn ${item.arn}`;
      return { ...item, unreadBecause: `${directory} has no output of "${command}"` };
    }),
  };
}

describe('what the aws CLI prints', () => {
  it('gives the same model as the account itself, under any file names', async () => {
    await save({ 'a.json': account.details, 'b.txt': roles, c: profiles, d: providers, '.DS_Store': 'x' });
    expect(await readLiveFiles(directory, '111122223333')).toEqual(
      asListed(await readLive(readerOf(account), 'all')),
    );
  });

  it('may be behind symbolic links, of files and of the folders of accounts', async () => {
    await save({ 'a.json': account.details, 'b.json': roles, 'c.json': profiles, 'd.json': providers });
    const direct = await readLiveFiles(directory);
    await mkdir(join(directory, '..saved'));
    for (const name of ['a.json', 'b.json', 'c.json', 'd.json']) {
      await rename(join(directory, name), join(directory, '..saved', name));
      await symlink(join('..saved', name), join(directory, name));
    }
    expect(await readLiveFiles(directory)).toEqual(direct);
    await mkdir(join(directory, '..accounts'));
    await symlink('../..saved', join(directory, '..accounts', '111122223333'));
    const folder = await liveFolderOf(join(directory, '..accounts'), '111122223333', ['111122223333', '4']);
    expect(folder.directory).toBe(join(directory, '..accounts', '111122223333'));
    expect(liveOfListings(folder).found).toHaveLength(direct.found.length);
  });

  it('is refused where a link leads nowhere', async () => {
    await save({ 'a.json': account.details });
    await symlink('gone.json', join(directory, 'roles.json'));
    expect((await refusal()).message).toBe(
      `--live ${directory} cannot be used: roles.json leads to nothing that can be read`,
    );
  });

  it('may have its documents decoded or URL-encoded', async () => {
    const json = { Version: '2012-10-17', Statement: [] };
    const withDocument = (document: unknown) => ({
      ...account.details,
      RoleDetailList: account.details.RoleDetailList.map((role) => ({
        ...role,
        AssumeRolePolicyDocument: document,
      })),
    });
    await save({ 'a.json': withDocument(json) });
    const decoded = await readLiveFiles(directory);
    await save({ 'a.json': withDocument(encodeURIComponent(JSON.stringify(json))) });
    expect(await readLiveFiles(directory)).toEqual(decoded);
  });

  it('may be several pages, of which all but one end with a token', async () => {
    const { RoleDetailList, ...rest } = account.details;
    await save({
      '1.json': { RoleDetailList, IsTruncated: true, Marker: 'x' },
      '2.json': { ...rest, RoleDetailList: [], IsTruncated: false },
      'roles.json': roles,
      'profiles.json': profiles,
      'providers.json': providers,
    });
    expect(await readLiveFiles(directory)).toEqual(asListed(await readLive(readerOf(account), 'all')));
  });

  it('may be UTF-16, as PowerShell saves it, or begin with a byte order mark', async () => {
    await save({
      'a.json': Buffer.from(`\uFEFF${JSON.stringify(account.details)}`, 'utf16le'),
      'b.json': `\uFEFF${JSON.stringify(roles)}`,
      'c.json': profiles,
    });
    expect((await readLiveFiles(directory)).found).toHaveLength(5);
  });

  it("has AWS's own policies in it, which are no resource here", async () => {
    const [policy] = account.details.Policies;
    const aws = { ...policy, PolicyName: 'ReadOnlyAccess', Arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    await save({ 'a.json': { ...account.details, Policies: [policy, aws] } });
    const { found } = await readLiveFiles(directory, '111122223333');
    expect(found.map((item) => item.resource.name)).not.toContain('ReadOnlyAccess');
  });
});

describe('a file that is missing', () => {
  it('leaves its kinds unchecked', async () => {
    await save({ 'roles.json': roles });
    const { found, unchecked } = await readLiveFiles(directory);
    expect(found).toEqual([]);
    expect(unchecked.map((item) => item.address ?? item.kind)).toEqual([
      'role',
      'managed-policy',
      'user',
      'group',
      'instance-profile',
      'oidc-provider',
    ]);
    expect(unchecked[0]?.reason).toBe(
      `${directory} has no output of "aws iam get-account-authorization-details"`,
    );
  });

  it('leaves its fields unchecked', async () => {
    await save({ 'a.json': account.details, 'c.json': profiles });
    const { found } = await readLiveFiles(directory);
    const role = found.find((item) => item.resource.kind === 'role');
    expect(role?.uncheckedProperties).toEqual(['Description', 'MaxSessionDuration']);
  });

  it('leaves a role unchecked that only the other file has', async () => {
    const late = { RoleName: 'late', RoleId: 'AROALATE', MaxSessionDuration: 3600 };
    await save({ 'a.json': account.details, 'b.json': { Roles: [...account.roleRows, late] } });
    const { unchecked } = await readLiveFiles(directory);
    expect(unchecked.find((item) => item.address !== undefined)?.address).toBe('role/late');
  });
});

describe('a file that is not complete', () => {
  it('leaves its kinds unchecked when it ends with a token for the next page', async () => {
    await save({
      'a.json': { ...account.details, NextToken: 'eyJ' },
      'b.json': roles,
      'c.json': profiles,
      'd.json': providers,
    });
    const { found, unchecked } = await readLiveFiles(directory);
    expect(found).toHaveLength(5);
    expect(unchecked.map((item) => item.kind)).toEqual(['role', 'managed-policy', 'user', 'group']);
    expect(unchecked[0]?.reason).toContain('a.json');
    expect(unchecked[0]?.reason).toContain('without --max-items');
  });

  it('leaves the kind unchecked whose list it lacks', async () => {
    const { UserDetailList, ...rest } = account.details;
    expect(UserDetailList).toHaveLength(1);
    await save({ 'a.json': rest, 'b.json': roles, 'c.json': profiles, 'd.json': providers });
    const { unchecked } = await readLiveFiles(directory);
    expect(unchecked).toEqual([{ kind: 'user', reason: `a.json of ${directory} has no UserDetailList` }]);
  });
});

describe('the output of get-policy', () => {
  const [policy] = account.details.Policies;
  const bulk = {
    ...account.details,
    Policies: account.details.Policies.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'Description')),
    ),
  };
  const found = async () => {
    const { found: all } = await readLiveFiles(directory, '111122223333');
    return all.find(({ resource }) => resource.kind === 'managed-policy');
  };

  it('is asked for where the Description is not known', async () => {
    await save({ 'a.json': bulk, 'b.json': roles, 'c.json': profiles, 'd.json': providers });
    const item = await found();
    expect(item?.uncheckedProperties).toEqual(['Description']);
    expect(item?.unreadBecause).toBe(
      `${directory} has no output of "aws iam get-policy --policy-arn ${policy?.Arn ?? ''}"`,
    );
  });

  it.each([
    ['has one', { Description: 'Reads logs' }, 'Reads logs'],
    ['has none', {}, undefined],
  ])('tells the Description of a policy that %s', async (_title, more, description) => {
    const { PolicyName, PolicyId, Arn } = policy ?? { PolicyName: '', PolicyId: '', Arn: '' };
    const printed = { Policy: { PolicyName, PolicyId, Arn, AttachmentCount: 0, ...more } };
    await save({
      'a.json': bulk,
      'b.json': roles,
      'c.json': profiles,
      'd.json': providers,
      'p.json': printed,
    });
    const item = await found();
    expect(item?.uncheckedProperties).toEqual([]);
    expect(item?.resource.properties['Description']).toBe(description);
  });

  it('of a policy that was deleted and made again tells nothing', async () => {
    const printed = { Policy: { ...policy, PolicyId: 'ANPAOTHER' } };
    await save({ 'a.json': bulk, 'p.json': printed });
    expect((await found())?.uncheckedProperties).toEqual(['Description']);
  });
});

describe('a listing with --filter', () => {
  const uncheckedOf = async (details: unknown): Promise<readonly string[]> => {
    await save({ 'a.json': details, 'b.json': roles, 'c.json': profiles, 'd.json': providers });
    return (await readLiveFiles(directory)).unchecked.map(({ address, kind }) => address ?? kind);
  };
  const { details } = account;
  const arn = details.Policies[0]?.Arn ?? '';
  const having = details.RoleDetailList.map((role) => ({
    ...role,
    AttachedManagedPolicies: [{ PolicyArn: arn }],
  }));
  const nothing = { RoleDetailList: [], UserDetailList: [], GroupDetailList: [], Policies: [] };

  it('leaves the policies unchecked that its roles have', async () => {
    const whole = { ...details, RoleDetailList: having, Policies: [] };
    expect(await uncheckedOf(whole)).toEqual(['managed-policy']);
    const capped = details.RoleDetailList.map((role) => ({
      ...role,
      AttachedManagedPolicies: [],
      PermissionsBoundary: { PermissionsBoundaryArn: arn },
    }));
    expect(await uncheckedOf({ ...details, RoleDetailList: capped, Policies: [] })).toEqual([
      'managed-policy',
    ]);
  });

  it('leaves unchecked whatever it has nothing of, where it is seen not to be whole', async () => {
    expect([...(await uncheckedOf({ ...nothing, RoleDetailList: having }))].sort()).toEqual([
      'group',
      'managed-policy',
      'user',
    ]);
    const { UserDetailList } = details;
    expect(await uncheckedOf({ ...nothing, UserDetailList })).toEqual(
      expect.arrayContaining(['role', 'group']),
    );
  });

  it('leaves the groups unchecked that its users are in', async () => {
    const UserDetailList = details.UserDetailList.map((user) => ({
      ...user,
      AttachedManagedPolicies: [],
      GroupList: ['readers'],
    }));
    const unchecked = await uncheckedOf({ ...details, UserDetailList, GroupDetailList: [], Policies: [] });
    expect(unchecked).toContain('group');
  });

  it('leaves unchecked whatever may have its policies', async () => {
    const Policies = details.Policies.map((row) => ({ ...row, AttachmentCount: 99 }));
    expect(await uncheckedOf({ ...nothing, Policies })).toEqual(
      expect.arrayContaining(['role', 'user', 'group']),
    );
  });

  it("is none where the policies that it does not list are AWS's own", async () => {
    const RoleDetailList = details.RoleDetailList.map((role) => ({
      ...role,
      AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      PermissionsBoundary: {},
    }));
    expect(await uncheckedOf({ ...nothing, RoleDetailList })).toEqual([]);
  });
});

describe('list-roles that is not complete', () => {
  it('says so at each role that it lacks', async () => {
    await save({ 'a.json': account.details, 'b.json': { Roles: [], NextToken: 'eyJ' } });
    const { found: all } = await readLiveFiles(directory);
    const role = all.find(({ resource }) => resource.kind === 'role');
    expect(role?.uncheckedProperties).toEqual(['Description', 'MaxSessionDuration']);
    expect(role?.unreadBecause).toContain(`b.json of ${directory} is not complete`);
  });
});

describe('a folder that cannot be used', () => {
  it('is refused with every mistake in it', async () => {
    await save({
      'a.json': '{ "RoleDetailList": [',
      'b.json': '',
      'c.json': { Buckets: [] },
      'd.json': { Roles: [{ RoleName: 'x' }] },
      'e.json': [],
    });
    const error = await refusal();
    expect(error.reason).toBe('invalid-config');
    expect(error.message).toMatch(/a\.json is not JSON: .*\n/);
    expect(error.message).toContain('b.json is not JSON: it is empty');
    expect(error.message).toContain('c.json is of none of the commands: it has Buckets');
    expect(error.message).toContain('d.json is not what the aws CLI prints: Roles.0.RoleId');
    expect(error.message).toContain('e.json is JSON, but not what the aws CLI prints');
    expect(error.hint).toContain('aws iam list-roles');
  });

  it('is refused when it has one resource twice', async () => {
    await save({ 'a.json': account.details, 'old.json': account.details });
    const error = await refusal();
    expect(error.message).toContain('it has group/robots twice');
    expect(error.hint).toContain('keep one output of each command');
  });

  it('is refused when it is empty, a file, or not there', async () => {
    expect((await refusal()).message).toContain('it has no files');
    await save({ file: 'x' });
    await expect(readLiveFiles(join(directory, 'file'))).rejects.toThrow('it is a file, not a folder');
    await expect(readLiveFiles(join(directory, 'nowhere'))).rejects.toThrow('there is no such folder');
  });

  it('is refused when it is of another account', async () => {
    await save({ 'a.json': account.details });
    const error = await refusal('999988887777');
    expect(error.reason).toBe('wrong-account');
    expect(error.message).toContain('is of account 111122223333, and the settings say 999988887777');
  });
});

describe('identity providers', () => {
  const arnOf = (url: string) => `arn:aws:iam::111122223333:oidc-provider/${url}`;
  const list = {
    OpenIDConnectProviderList: [{ Arn: arnOf('id.example.com/Acme') }, { Arn: arnOf('id.example.com/acme') }],
  };
  const detail = {
    Url: 'id.example.com/Acme',
    ClientIDList: ['acme'],
    ThumbprintList: ['a'.repeat(40)],
    CreateDate: '2026-11-22T00:00:00+00:00',
    Tags: [],
  };

  it('are unchecked where no file lists them: none is said not to exist', async () => {
    await save({ a: account.details, b: roles, c: profiles, d: detail });
    const { found, unchecked } = await readLiveFiles(directory);
    expect(found.filter((item) => item.resource.kind === 'oidc-provider')).toEqual([]);
    expect(unchecked).toContainEqual({
      kind: 'oidc-provider',
      reason: `${directory} has no output of "aws iam list-open-id-connect-providers"`,
    });
  });

  it('are read out of the list and one file each; what has no file is unchecked', async () => {
    await save({ a: account.details, b: roles, c: profiles, d: detail, e: list });
    const { found, unchecked } = await readLiveFiles(directory, '111122223333');
    expect(unchecked).toEqual([]);
    const [read, unread] = found.filter((item) => item.resource.kind === 'oidc-provider');
    expect(read?.resource).toEqual({
      kind: 'oidc-provider',
      name: 'id.example.com/Acme',
      properties: { ClientIdList: ['acme'], ThumbprintList: ['a'.repeat(40)], Tags: [] },
    });
    expect(read?.uncheckedProperties).toEqual([]);
    expect(unread?.uncheckedProperties).toEqual(['ClientIdList', 'ThumbprintList', 'Tags']);
    expect(unread?.unreadBecause).toBe(
      `${directory} has no output of ` +
        `"aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${arnOf('id.example.com/acme')}"`,
    );
  });

  it('of another account are refused', async () => {
    await save({ e: { OpenIDConnectProviderList: [{ Arn: arnOf('x').replace('1111', '9999') }] } });
    expect((await refusal('111122223333')).reason).toBe('wrong-account');
  });
});
