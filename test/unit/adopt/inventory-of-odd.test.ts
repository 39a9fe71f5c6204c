import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openAnyAccount } from '../../../src/commands/open-session.ts';
import { readInventory } from '../../../src/commands/read-inventory.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import {
  INVENTORY_FORMATS,
  renderInventory,
  renderInventoryPage,
} from '../../../src/report/inventory/registry.ts';
import { connectionsTo } from '../../helpers/in-process/connections.ts';
import { makeOddAccount } from '../../helpers/odd-account.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { expectGolden } from '../../helpers/scenario/golden.ts';

let account: Account;
let inventory: Inventory;

beforeAll(async () => {
  account = await openAccount();
  await makeOddAccount(account);
  const { iam } = account.sandbox.world;
  for (const one of [...iam.roles.values(), ...iam.users.values()])
    Object.assign(one, { createDate: '2025-03-04T00:00:00Z' });
  for (const user of iam.users.values())
    for (const key of user.accessKeys) Object.assign(key, { createDate: '2025-03-05T00:00:00Z' });
  Object.assign(iam.role('DatadogIntegrationRole'), {
    lastUsed: { date: '2026-11-27T10:00:00Z', region: 'eu-west-1' },
  });
  const opened = await openAnyAccount({
    build: (options) => connectionsTo(account.sandbox, account.sandbox.url, 'test', options),
    organization: { accounts: async () => ({ accounts: [{ id: '707070707070', name: 'security' }] }) },
  });
  inventory = await readInventory(opened, '2026-11-28');
  opened.session.close();
});

afterAll(async () => account.sandbox.close());

test.each(INVENTORY_FORMATS)('the inventory of the account that is taken over, as %s', (format) => {
  const file = { text: 'txt', markdown: 'md', json: 'json', csv: 'csv' }[format];
  const text = renderInventory(inventory, format, { color: false });
  expectGolden(
    `test/golden/inventory/odd-account.${file}`,
    text.replaceAll(account.sandbox.url, 'http://sandbox'),
  );
});

test('the inventory of the account that is taken over, as a page', () => {
  const text = renderInventoryPage(inventory, { script: 'void 0', style: 'main{}' });
  expectGolden(
    'test/golden/inventory/odd-account.html',
    text.replaceAll(account.sandbox.url, 'http://sandbox'),
  );
});

test('says when a role was last used, and of the others that they were not', () => {
  const used = inventory.entries.filter(({ lastUsed }) => lastUsed.known && lastUsed.value.used);
  expect(used.map(({ address }) => address)).toEqual(['role/DatadogIntegrationRole']);
});
