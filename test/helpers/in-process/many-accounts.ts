import { createSandbox, type QuietSandbox } from '../../../src/sandbox/server.ts';
import type { World } from '../../../src/sandbox/world.ts';
import { addressOf, forgetAddress } from './sessions.ts';

export const HUB = '999900001111';
export const EXTERNAL_ID = 'central-4k2vq8m1t7';

/** One AWS with the account that the run's credentials are of, and others that have roles for it. */
export interface ManyAccounts {
  readonly sandbox: QuietSandbox;
  worldOf(account: string): World;
  close(): void;
}

export function openManyAccounts(accounts: readonly string[]): ManyAccounts {
  const sandbox = createSandbox({ account: HUB, accounts });
  for (const world of sandbox.others) addOwnRoles(world);
  const variables = { ...process.env };
  const url = addressOf(sandbox);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  return {
    sandbox,
    worldOf: (account) => {
      const world = sandbox.others.find((one) => one.account === account);
      if (world === undefined) throw new Error(`the sandbox has no account ${account}`);
      return world;
    },
    close: () => {
      forgetAddress(url);
      process.env = variables;
    },
  };
}

/** The roles that {@link roleLines} names. */
export function addOwnRoles(world: World): void {
  for (const name of ['rolekeeper-plan', 'rolekeeper-apply']) addRole(world, name);
}

function addRole(world: World, name: string): void {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${HUB}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
  };
  world.iam.roles.set(name, {
    id: world.uniqueId('AROA'),
    name,
    path: '/',
    createDate: '2024-01-01T00:00:00Z',
    maxSessionDuration: 3600,
    trust: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    inline: [],
    attached: [],
    tags: [],
  });
}

/** The lines of the settings that name those roles. */
export function roleLines(account: string, more = ''): string {
  const role = `arn:aws:iam::${account}:role`;
  return `role: { read: '${role}/rolekeeper-plan', apply: '${role}/rolekeeper-apply', externalId: ${EXTERNAL_ID}${more} }\n`;
}
