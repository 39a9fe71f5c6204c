// The inventory of 10,000 roles, 2,000 of which a principal outside the account can assume, where each request takes 30 ms; and its page.
import { setTimeout as wait } from 'node:timers/promises';
import { buildPage } from '../build-page.mjs';
import { root } from '../import-source.mjs';

export const modules = ['src/commands/read-inventory.ts', 'src/report/inventory/registry.ts'];

const ROLES = 10_000;
const A_PAGE = 1_000;
const LATENCY = 30;

export async function run({ readInventory, renderInventoryPage }) {
  let calls = 0;
  const request = async (answer) => {
    calls += 1;
    await wait(LATENCY);
    return answer;
  };
  const account = {
    account: '111122223333',
    partition: 'aws',
    region: 'eu-west-1',
    organization: { accounts: () => request({ accounts: [] }) },
    session: {
      iam: {
        accountDetails: async () => {
          for (let page = 0; page < ROLES / A_PAGE; page += 1) await request();
          return { RoleDetailList: roles(), UserDetailList: [], GroupDetailList: [], Policies: [] };
        },
      },
      policies: {
        policy: async () => {
          await request();
          return request({
            version: 'v1',
            document: allow(['s3:Get*', 's3:List*', 'iam:Get*', 'ec2:Describe*'], '*'),
          });
        },
      },
      credentials: { credentials: () => request([]) },
      stacks: { owner: () => request(undefined) },
      endpoint: () => undefined,
    },
  };
  const start = performance.now();
  const inventory = await readInventory(account, '2026-11-28');
  const seconds = (performance.now() - start) / 1_000;
  const html = renderInventoryPage(inventory, await buildPage(root));
  return [
    {
      what: `${ROLES} roles, ${inventory.entries.length} of them outside`,
      value: seconds,
      unit: 's',
      yardsticks: 220,
    },
    { what: 'requests', value: calls, unit: 'calls', limit: 40 },
    { what: 'memory of the process', value: process.memoryUsage().rss / 2 ** 20, unit: 'MB', limit: 350 },
    {
      what: `the page of ${inventory.entries.length} principals`,
      value: html.length / 1e6,
      unit: 'MB',
      limit: 3,
    },
  ];
}

function roles() {
  return Array.from({ length: ROLES }, (_, index) => ({
    RoleName: `role-${index}`,
    RoleId: `AROA${String(index).padStart(17, '0')}`,
    Arn: `arn:aws:iam::111122223333:role/role-${index}`,
    Path: '/',
    CreateDate: '2025-01-01T00:00:00.000Z',
    RoleLastUsed: {},
    AssumeRolePolicyDocument: trust(
      index % 5 === 0 ? { AWS: String(300_000_000_000 + (index % 97)) } : { Service: 'ec2.amazonaws.com' },
    ),
    RolePolicyList: [
      {
        PolicyName: 'p',
        PolicyDocument: allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::bucket-${index}/*`),
      },
    ],
    AttachedManagedPolicies:
      index % 50 === 0 ? [{ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] : [],
  }));
}

function trust(Principal) {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  return encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }));
}

function allow(Action, Resource) {
  return encodeURIComponent(
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] }),
  );
}
