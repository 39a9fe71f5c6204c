import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readInventoryFiles } from '../../../src/commands/read-inventory.ts';
import { renderInventory } from '../../../src/report/inventory/registry.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolekeeper-live-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ROLE = {
  Path: '/',
  RoleName: 'DatadogIntegrationRole',
  RoleId: 'AROAEXAMPLE000000001',
  Arn: 'arn:aws:iam::111122223333:role/DatadogIntegrationRole',
  CreateDate: '2026-01-03T00:00:00+00:00',
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::464622532012:root' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': '3f9a8c1d2e4b5a69' } },
      },
    ],
  },
  RolePolicyList: [],
  AttachedManagedPolicies: [
    { PolicyName: 'SecurityAudit', PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit' },
  ],
  Tags: [],
  RoleLastUsed: { LastUsedDate: '2026-11-20T09:00:00+00:00', Region: 'eu-west-1' },
};

function details(more: object = {}): void {
  const listing = { RoleDetailList: [ROLE], UserDetailList: [], GroupDetailList: [], Policies: [], ...more };
  writeFileSync(join(folder, 'details.json'), JSON.stringify(listing));
}

async function text(): Promise<string> {
  return renderInventory(await readInventoryFiles(folder, '2026-11-28'), 'text', { color: false });
}

test('what the aws CLI printed is enough for who, proof, reach and last use', async () => {
  details();
  const { entries, account } = await readInventoryFiles(folder, '2026-11-28');
  expect(account).toBe('111122223333');
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    address: 'role/DatadogIntegrationRole',
    entrances: [{ party: { party: 'vendor', name: 'Datadog' }, proof: { proof: 'external-id' } }],
    lastUsed: { known: true, value: { used: true, day: '2026-11-20', region: 'eu-west-1' } },
    created: { known: true, value: '2026-01-03' },
    manager: { known: false },
  });
});

test('what is not in the files is said per column', async () => {
  details();
  const said = await text();
  expect(said).toContain('stacks are not in the files of --live');
  expect(said).toContain('accounts of the organization: they are not in the files of --live');
});

test('a listing that was cut off is said', async () => {
  details({ IsTruncated: true, Marker: 'more' });
  expect(await text()).toMatch(/every role: .*/);
});

test('a trust policy that cannot be decoded may let in everybody, and is said so', async () => {
  details({ RoleDetailList: [{ ...ROLE, AssumeRolePolicyDocument: '%7Bbroken' }] });
  const { entries } = await readInventoryFiles(folder, '2026-11-28');
  expect(entries[0]?.entrances[0]).toMatchObject({
    party: { party: 'unclear' },
    proof: { proof: 'unclear' },
  });
  expect(entries[0]?.danger).not.toBe('low');
});

test('a folder of nothing is refused', async () => {
  await expect(text()).rejects.toThrow();
});

test('of those that are as dangerous, who shows nothing comes before who shows something', async () => {
  const of = (name: string, principal: string, condition: object) => ({
    ...ROLE,
    RoleName: name,
    RoleId: `AROAEXAMPLE0000000${name.toUpperCase()}`,
    Arn: `arn:aws:iam::111122223333:role/${name}`,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...condition }],
    },
    AttachedManagedPolicies: [],
    RolePolicyList: [
      {
        PolicyName: 'p',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: '*' }],
        },
      },
    ],
  });
  const id = { Condition: { StringEquals: { 'sts:ExternalId': '3f9a8c1d2e4b5a69' } } };
  details({
    RoleDetailList: [
      of('aa', 'arn:aws:iam::500000000001:root', id),
      of('bb', 'arn:aws:iam::500000000002:root', {}),
      of('cc', '*', {}),
    ],
  });
  const { entries } = await readInventoryFiles(folder, '2026-11-28');
  expect(entries.map(({ danger, address }) => `${danger} ${address}`)).toEqual([
    'critical role/cc',
    'critical role/bb',
    'critical role/aa',
  ]);
});
