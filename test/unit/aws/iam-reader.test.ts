import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createIamReader } from '../../../src/aws/iam-reader.ts';
import { readEach, readLive } from '../../../src/live/read-live.ts';
import type { Address } from '../../../src/model/address.ts';
import { addressOfResource } from '../../../src/model/resource.ts';
import type { Live } from '../../../src/model/live.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server.ts';
import { quickConnections, useDummyCredentials, useEndpoint } from './fake-endpoint.ts';
import { ACCOUNT, fillAccount } from './sandbox-account.ts';

const PLACE = { account: ACCOUNT, partition: 'aws' };
const WRITES = /^(Create|Put|Attach|Detach|Delete|Update|Add|Remove|Tag|Untag|Set)/;

let sandbox: Sandbox;
let addresses: readonly Address[];
let whole: Live;

function reader() {
  return createIamReader(quickConnections(3).iam, PLACE);
}

function actionsSince(start: number): readonly string[] {
  return sandbox.world.requests.slice(start).map((request) => request.action);
}

beforeAll(async () => {
  sandbox = await startSandbox({ pageSize: 2 });
  useDummyCredentials();
  useEndpoint(sandbox.url);
  await fillAccount(quickConnections().iam.client);
  const found = (await readLive(reader(), 'all')).found;
  addresses = found.map((item) => addressOfResource(item.resource));
  whole = await readLive(reader(), 'all', addresses);
});
afterAll(() => sandbox.close());

describe('the bulk read', () => {
  it('has every resource of all pages, with all its fields', () => {
    expect(whole.unchecked).toEqual([]);
    expect(whole.found.map((item) => addressOfResource(item.resource))).toEqual([
      'group/robots',
      'instance-profile/Fetcher',
      'instance-profile/orphan',
      'managed-policy/reads',
      'managed-policy/writes',
      'oidc-provider/id.example.com/Acme',
      'oidc-provider/id.example.com/acme',
      'role/Fetcher',
      'role/plain',
      'user/robot',
    ]);
    const role = whole.found.find(
      (item) => item.resource.name === 'Fetcher' && item.resource.kind === 'role',
    );
    expect(role?.uncheckedProperties).toEqual([]);
    expect(role?.resource.properties).toMatchObject({
      Path: '/vendors/',
      Description: 'fetches',
      MaxSessionDuration: 7200,
      PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      ManagedPolicyArns: [
        `arn:aws:iam::${ACCOUNT}:policy/vendors/writes`,
        'arn:aws:iam::aws:policy/ReadOnlyAccess',
      ],
      Policies: [
        { PolicyName: 'a', PolicyDocument: { Statement: [{ Resource: 'arn:aws:s3:::a b+c%/*' }] } },
        { PolicyName: 'b' },
      ],
      Tags: [
        { Key: 'empty', Value: '' },
        { Key: 'owner', Value: 'observability' },
      ],
    });
  });

  it('gives up on an account with more pages than asked', async () => {
    await expect(reader().accountDetailsWithin(1)).resolves.toBeUndefined();
    await expect(reader().accountDetailsWithin(50)).resolves.toEqual(await reader().accountDetails());
  });
});

describe('single reads', () => {
  it('give the same model as the bulk read', async () => {
    const single = await readEach(reader(), addresses);
    // Versions that are not the default one grant nothing, and only the bulk call has them for nothing.
    const found = whole.found.map(({ olderVersions: _versions, ...item }) => ({ ...item, observations: [] }));
    expect(single).toEqual({ found, unchecked: whole.unchecked });
  });

  it('find names in any case', async () => {
    const live = await readEach(reader(), ['role/fetcher', 'managed-policy/WRITES', 'user/ROBOT']);
    expect(live.found.map((item) => item.resource.name)).toEqual(['writes', 'Fetcher', 'robot']);
  });

  it('take a URL in another case for another identity provider', async () => {
    const live = await readEach(reader(), [
      'oidc-provider/id.example.com/ACME',
      'oidc-provider/id.example.com/Acme',
    ]);
    expect(live.found.map((item) => item.arn)).toEqual([
      `arn:aws:iam::${ACCOUNT}:oidc-provider/id.example.com/Acme`,
    ]);
    expect(live.found[0]?.resource.properties).toEqual({
      ClientIdList: ['acme', 'sts.amazonaws.com'],
      ThumbprintList: ['a'.repeat(40)],
      Tags: [{ Key: 'owner', Value: 'me' }],
    });
  });

  it.each([
    'role/none',
    'user/none',
    'group/none',
    'managed-policy/none',
    'instance-profile/none',
    'oidc-provider/none.example.com',
  ] as const)('find no %s', async (address) => {
    expect(await readEach(reader(), [address])).toEqual({ found: [], unchecked: [] });
  });
});

it('no read changes anything', async () => {
  const before = JSON.stringify(sandbox.saveState().iam);
  const start = sandbox.world.requests.length;
  await readLive(reader(), 'all');
  await readEach(reader(), ['role/Fetcher', 'user/robot', 'group/robots', 'managed-policy/writes']);
  expect(actionsSince(start).filter((action) => WRITES.test(action))).toEqual([]);
  expect(JSON.stringify(sandbox.saveState().iam)).toBe(before);
});

describe('a denied call', () => {
  it('leaves unchecked what it would have told, and names its permission', async () => {
    sandbox.inject({ kind: 'deny', action: 'GetAccountAuthorizationDetails', times: 1 });
    const live = await readLive(reader(), 'all');
    expect(live.unchecked.map((item) => item.kind)).toEqual(['role', 'managed-policy', 'user', 'group']);
    expect(live.unchecked[0]?.reason).toContain('iam:GetAccountAuthorizationDetails');
  });

  it('is made up for by single reads', async () => {
    sandbox.inject({ kind: 'deny', action: 'GetAccountAuthorizationDetails', times: 1 });
    const live = await readLive(reader(), ['role/Fetcher']);
    expect(live).toEqual(await readEach(reader(), ['role/Fetcher']));
    expect(live.found).toHaveLength(1);
  });
});

describe('identity providers', () => {
  const address = 'oidc-provider/id.example.com/Acme';

  it('are asked for where one is wanted, and nowhere else', async () => {
    const start = sandbox.world.requests.length;
    await readLive(reader(), ['role/Fetcher']);
    expect(actionsSince(start).filter((action) => action.includes('OpenID'))).toEqual([]);
    const again = sandbox.world.requests.length;
    await readLive(reader(), [address]);
    expect(actionsSince(again)).toEqual(['GetOpenIDConnectProvider']);
  });

  it('are unchecked alone where they may not be listed', async () => {
    sandbox.inject({ kind: 'deny', action: 'ListOpenIDConnectProviders', times: 1 });
    const { found, unchecked } = await readLive(reader(), 'all');
    expect(unchecked.map((item) => item.kind)).toEqual(['oidc-provider']);
    expect(unchecked[0]?.reason).toContain('iam:ListOpenIDConnectProviders');
    expect(found).toHaveLength(whole.found.length - 2);
  });

  it('do not exist where one is gone by the time it is asked for', async () => {
    sandbox.inject({
      kind: 'error',
      action: 'GetOpenIDConnectProvider',
      status: 404,
      code: 'NoSuchEntity',
      message: 'OpenIDConnect Provider not found',
      times: 1,
    });
    const { found } = await readLive(reader(), 'all');
    expect(found).toHaveLength(whole.found.length - 1);
  });
});

describe('a read that meets trouble', () => {
  it('goes on after a broken connection', async () => {
    sandbox.inject({ kind: 'drop', action: 'ListRoles', times: 1 });
    await expect(readLive(reader(), 'all', addresses)).resolves.toEqual(whole);
  });

  it('is read again when a part of it goes away in between', async () => {
    sandbox.inject({
      kind: 'error',
      action: 'GetRolePolicy',
      status: 404,
      code: 'NoSuchEntity',
      message: 'The role policy with name a cannot be found.',
      times: 1,
    });
    const live = await readEach(reader(), ['role/Fetcher']);
    expect(live.found[0]).toEqual(whole.found.find((item) => item.arn.endsWith('role/vendors/Fetcher')));
  });

  it('is unchecked when it changes all the time', async () => {
    sandbox.inject({
      kind: 'error',
      action: 'GetRolePolicy',
      status: 404,
      code: 'NoSuchEntity',
      message: 'gone',
      times: 6,
    });
    const live = await readEach(reader(), ['role/Fetcher']);
    expect(live.found).toEqual([]);
    expect(live.unchecked[0]?.reason).toBe('role/Fetcher changed while it was read, 3 times in a row');
    sandbox.world.faults.clear();
  });

  it('throws when the credentials expire in the middle', async () => {
    sandbox.inject({ kind: 'expired-token', action: 'ListRoles', times: 1 });
    await expect(readLive(reader(), 'all')).rejects.toMatchObject({ reason: 'no-credentials' });
  });
});
