import { afterEach, describe, expect, it } from '@jest/globals';
import { buildOrganizationConnection } from '../../../src/aws/clients.ts';
import { createOrganizationReader } from '../../../src/aws/organization-reader.ts';
import { openAnyAccount } from '../../../src/commands/open-session.ts';
import { readInventory } from '../../../src/commands/read-inventory.ts';
import { renderInventory } from '../../../src/report/inventory/registry.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import type { SandboxOrganization } from '../../../src/sandbox/organizations.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server.ts';
import { sendCall, useAccount } from '../../helpers/scenario/account.ts';
import { trustOf } from '../../helpers/resources.ts';

let sandbox: Sandbox | undefined;

afterEach(async () => sandbox?.close());

const OWN = '111122223333';
const ACCOUNTS = Array.from({ length: 45 }, (_, index) => ({
  id: String(222200000000 + index),
  name: `account-${index}`,
}));

async function start(
  organization?: Partial<SandboxOrganization>,
  faults: readonly Fault[] = [],
): Promise<Sandbox> {
  sandbox = await startSandbox({
    account: OWN,
    faults,
    ...(organization === undefined
      ? {}
      : { organization: { id: 'o-abcdef1234', management: OWN, accounts: ACCOUNTS, ...organization } }),
  });
  useAccount(sandbox.url);
  return sandbox;
}

async function accounts() {
  const connection = buildOrganizationConnection({
    region: 'eu-west-1',
    version: '0.0.0',
    limits: { attempts: 1 },
  });
  try {
    return await createOrganizationReader(connection).accounts();
  } finally {
    connection.close();
  }
}

describe('AWS Organizations', () => {
  it('lists the accounts in pages of 20 to the management account', async () => {
    const { world } = await start({});
    expect(await accounts()).toEqual({ accounts: ACCOUNTS });
    expect(world.requests.map(({ service, action }) => `${service} ${action}`)).toEqual([
      'organizations DescribeOrganization',
      'organizations ListAccounts',
      'organizations ListAccounts',
      'organizations ListAccounts',
    ]);
  });

  it('names the management account alone to another one, and says why', async () => {
    await start({ management: '999988887777' });
    expect(await accounts()).toMatchObject({
      accounts: [{ id: '999988887777' }],
      incomplete: expect.stringContaining('organizations:ListAccounts') as unknown,
    });
  });

  it('has no accounts where there is no organization', async () => {
    await start();
    expect(await accounts()).toEqual({ accounts: [] });
  });
});

describe('the inventory', () => {
  const read = async (faults: readonly Fault[] = []) => {
    const { url } = await start({}, faults);
    const trust = trustOf('AWS', 'arn:aws:iam::222200000044:root');
    await sendCall(url, {
      Action: 'CreateRole',
      RoleName: 'hub',
      AssumeRolePolicyDocument: JSON.stringify(trust),
    });
    const opened = await openAnyAccount();
    try {
      return renderInventory(await readInventory(opened, '2026-11-28'), 'text', { color: false });
    } finally {
      opened.session.close();
    }
  };

  it('names the accounts of the own organization', async () => {
    expect(await read()).toContain('account-44');
  });

  it.each(['DescribeOrganization', 'ListAccounts'])('says that %s is denied', async (action) => {
    const text = await read([{ kind: 'deny', action }]);
    expect(text).toContain('? accounts of the organization: ');
    expect(text).toContain(`organizations:${action}`);
    expect(text).not.toContain('account-44');
  });
});
