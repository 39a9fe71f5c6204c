import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RolekeeperError } from '../../../src/model/failure.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import { readInventory } from '../../../src/commands/read-inventory.ts';
import { openAnyAccount } from '../../../src/commands/open-session.ts';
import {
  renderInventory,
  renderInventoryPage,
  INVENTORY_FORMATS,
} from '../../../src/report/inventory/registry.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { connectionsTo } from '../../helpers/in-process/connections.ts';
import { expectGolden } from '../../helpers/scenario/golden.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { makeRichAccount } from '../../helpers/rich-account.ts';
import { itThorough } from '../../helpers/thorough.ts';

const DAY = '2026-11-28';
const OWN = { accounts: async () => ({ accounts: [{ id: '222233334444', name: 'network' }] }) };

let account: Account;
let made: readonly string[];

beforeAll(async () => {
  account = await openAccount();
  await makeRichAccount(account);
  for (const one of account.sandbox.world.iam.roles.values())
    Object.assign(one, { createDate: '2026-01-03T00:00:00Z' });
  for (const one of account.sandbox.world.iam.users.values()) {
    Object.assign(one, { createDate: '2024-05-06T00:00:00Z' });
    for (const [index, key] of one.accessKeys.entries())
      Object.assign(key, {
        createDate: `2024-05-0${7 + index}T00:00:00Z`,
        ...(index === 0
          ? { lastUsed: { date: '2026-11-20T00:00:00Z', region: 'eu-west-1', service: 's3' } }
          : {}),
      });
  }
  made = account.changesSince(0);
});

afterAll(() => expect(account.changesSince(0)).toEqual(made));

async function read(faults: readonly Fault[] = [], organization = OWN): Promise<Inventory> {
  const { sandbox } = account;
  for (const fault of faults) sandbox.world.faults.add(fault);
  const opened = await openAnyAccount({
    build: (options) => connectionsTo(sandbox, sandbox.url, 'test', options),
    organization,
  });
  try {
    return await readInventory(opened, DAY);
  } finally {
    opened.session.close();
    sandbox.world.faults.clear();
  }
}

let whole: Promise<Inventory> | undefined;

/** All of the account, read once: every test only looks at it. */
const readWhole = (): Promise<Inventory> => (whole ??= read());

function entryOf(inventory: Inventory, name: string): Inventory['entries'][number] {
  const entry = inventory.entries.find(({ address }) => address.endsWith(`/${name}`));
  if (entry === undefined) throw new Error(`${name} is not in the inventory`);
  return entry;
}

test.each(INVENTORY_FORMATS)('the inventory of a grown account as %s', async (format) => {
  const file = { text: 'txt', markdown: 'md', json: 'json', csv: 'csv' }[format];
  const text = renderInventory(await readWhole(), format, { color: false });
  expectGolden(
    `test/golden/inventory/account.${file}`,
    text.replaceAll(account.sandbox.url, 'http://sandbox'),
  );
});

test('the inventory of a grown account as a page', async () => {
  // What the build makes of the script and the style has tests of its own.
  const text = renderInventoryPage(await readWhole(), { script: 'void 0', style: 'main{}' });
  expectGolden('test/golden/inventory/account.html', text.replaceAll(account.sandbox.url, 'http://sandbox'));
  expect(text).not.toContain('3f9a8c1d2e4b5a69');
});

describe('the inventory', () => {
  test('names vendors, own accounts and strangers', async () => {
    const inventory = await readWhole();
    const party = (name: string): unknown => entryOf(inventory, name).entrances[0]?.party;
    expect(party('DatadogIntegrationRole')).toMatchObject({ party: 'vendor', name: 'Datadog' });
    expect(party('network-hub')).toEqual({ party: 'own-account', account: '222233334444', name: 'network' });
    expect(party('mystery')).toEqual({ party: 'unknown-account', account: '909090909090' });
    expect(party('organization-audit')).toEqual({ party: 'organization', id: 'o-abcdef1234' });
    expect(party('open-to-all')).toEqual({ party: 'anybody' });
  });

  test('leaves out who is inside, and a role that a Deny closes for all', async () => {
    const names = (await readWhole()).entries.map(({ address }) => address);
    expect(names).not.toContain('role/app');
    expect(names).not.toContain('role/break-glass');
    expect(names).not.toContain('role/pending-vendor');
    expect(names).not.toContain('user/bob');
    expect(names).toContain('user/ci-uploader');
  });

  test('puts the stranger with everything first', async () => {
    const [first] = (await readWhole()).entries;
    expect(first).toMatchObject({ address: 'role/mystery', danger: 'critical' });
    expect(first?.reach).toMatchObject({ known: true, value: { level: 'everything' } });
  });

  test('takes a boundary into the reach', async () => {
    expect(entryOf(await readWhole(), 'legacy-partner').reach).toMatchObject({ value: { level: 'reads' } });
  });

  test('lists a user by each of its keys, and by a password that needs no MFA', async () => {
    const inventory = await read();
    const said = renderInventory(inventory, 'text', { color: false }).replaceAll(/\s+/g, ' ');
    expect(said).toContain(
      'keys active key since 2024-05-07, last used on 2026-11-20; active key since 2024-05-08, never used reach',
    );
    expect(entryOf(inventory, 'ci-uploader').lastUsed).toEqual({
      known: true,
      value: { used: true, day: '2026-11-20', region: 'eu-west-1' },
    });
    expect(said).toContain(
      'who the holder of its password, without MFA keys console password without MFA, never used',
    );
    expect(inventory.notListed.insideUsers).toBe(1);
  });

  test.each(INVENTORY_FORMATS)('shows no external id as %s', async (format) => {
    expect(renderInventory(await readWhole(), format, { color: false })).not.toContain('3f9a8c1d2e4b5a69');
  });
});

describe('what could not be read is said', () => {
  /** Every operation that an inventory calls, and the column that lacks what it tells. */
  const DENIED: Readonly<Record<string, string>> = {
    GetAccountAuthorizationDetails: 'every role',
    ListAccessKeys: 'keys',
    GetLoginProfile: 'keys',
    ListMFADevices: 'keys',
    GetAccessKeyLastUsed: 'last used',
    GetUser: 'last used',
    GetPolicy: 'reach',
    GetPolicyVersion: 'reach',
    DescribeStackResources: 'managed by',
  };

  test('of every operation that is called', async () => {
    const since = account.sandbox.world.requests.length;
    await read();
    const called = new Set(account.sandbox.world.requests.slice(since).map(({ action }) => action));
    // Without the account there is nothing to say: the command ends.
    called.delete('GetCallerIdentity');
    expect([...called].sort()).toEqual(Object.keys(DENIED).sort());
  });

  test.each(Object.entries(DENIED))('where %s is denied', async (action, column) => {
    const inventory = await read([{ kind: 'deny', action }]);
    const text = renderInventory(inventory, 'text', { color: false });
    if (column === 'reach') {
      expect(entryOf(inventory, 'organization-audit').reach).toMatchObject({
        value: { unread: ['arn:aws:iam::aws:policy/SecurityAudit'] },
      });
      expect(entryOf(inventory, 'mystery').danger).toBe('critical');
      expect(entryOf(inventory, 'organization-audit').danger).not.toBe('low');
      expect(text).toContain('unchecked: SecurityAudit was not read, so it may be more');
    } else expect(text).toContain(`? ${column}: `);
    if (column === 'keys') {
      for (const user of ['alice', 'bob', 'ci-uploader'])
        expect(entryOf(inventory, user)).toMatchObject({
          credentials: { known: false },
          lastUsed: { known: false },
        });
    }
    if (action === 'GetAccessKeyLastUsed') expect(text).toContain('last use unchecked');
    if (column === 'every role') expect(text).not.toContain('No role can be assumed');
    // What was not read is unchecked in every format, and never blank.
    for (const format of ['markdown', 'csv'] as const)
      expect(renderInventory(inventory, format, { color: false })).toMatch(/unchecked/i);
  });

  test('where the organization may not be read', async () => {
    const denied = {
      accounts: async () => {
        throw new RolekeeperError('access-denied', 'organizations:DescribeOrganization is denied');
      },
    };
    const inventory = await read([], denied);
    expect(entryOf(inventory, 'network-hub').entrances[0]?.party.party).toBe('unknown-account');
    expect(renderInventory(inventory, 'text', { color: false })).toContain(
      '? accounts of the organization: organizations:DescribeOrganization is denied',
    );
  });

  test('an account of nothing lets no principal in, and that is said', async () => {
    const empty = await openAccount();
    const opened = await openAnyAccount({
      build: (options) => connectionsTo(empty.sandbox, empty.sandbox.url, 'test', options),
      organization: OWN,
    });
    const inventory = await readInventory(opened, DAY);
    opened.session.close();
    expect(renderInventory(inventory, 'text', { color: false }).replaceAll('\n', ' ')).toContain(
      'No role can be assumed from outside the account, and no user has access keys or a password without MFA.',
    );
  });
});

itThorough('a large account is read in at most 40 calls', async () => {
  const large = await openAccount({ switches: { maxRoles: 5_000 } });
  const { world } = large.sandbox;
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::909090909090:root' }, Action: 'sts:AssumeRole' },
    ],
  };
  for (let index = 0; index < 1_050; index += 1) {
    await large.call({ Action: 'CreateRole', RoleName: `role-${index}`, AssumeRolePolicyDocument: trust });
    if (index % 100 === 0)
      await large.call({
        Action: 'AttachRolePolicy',
        RoleName: `role-${index}`,
        PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      });
  }
  const before = world.requests.length;
  const opened = await openAnyAccount({
    build: (options) => connectionsTo(large.sandbox, large.sandbox.url, 'test', options),
    organization: OWN,
  });
  const inventory = await readInventory(opened, DAY);
  opened.session.close();
  expect(inventory.entries).toHaveLength(1_050);
  expect(world.requests.length - before).toBeLessThanOrEqual(40);
  expect(inventory.entries.some(({ manager }) => manager.known)).toBe(true);
  expect(renderInventory(inventory, 'text', { color: false })).toContain(
    '? managed by: the stack is read for the ',
  );
});
