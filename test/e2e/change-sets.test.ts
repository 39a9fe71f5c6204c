import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { runCli, sandboxVariables } from '../helpers/cli/run-cli.ts';
import { cloneOf, removeTemporaryFolders } from '../helpers/cli/temporary-folder.ts';
import { sendCall } from '../helpers/scenario/account.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import { roleFile, settings } from './action/desired-files.ts';
import { describeThorough } from '../helpers/thorough.ts';

const folder = cloneOf('desired/rolekeeper.yaml');
const ONE = ['CreateChangeSet', 'ExecuteChangeSet'];

let sandbox: Sandbox;

beforeAll(async () => {
  // Without the tags of this repository's own settings.
  write('rolekeeper.yaml', settings());
  sandbox = await startWatchedSandbox();
});

afterAll(async () => {
  await sandbox.close();
  removeTemporaryFolders();
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, 'desired', name), text);
}

/** The mutating requests of `rolekeeper apply`, in their order. */
async function applied(): Promise<readonly string[]> {
  const { requests } = sandbox.world;
  const before = requests.length;
  const result = await runCli(['apply', '--auto-approve'], {
    cwd: folder,
    env: sandboxVariables(sandbox.url),
  });
  expect({ exitCode: result.exitCode, stderr: result.stderr }).toMatchObject({ exitCode: 0 });
  return requests
    .slice(before)
    .map(({ action }) => action)
    .filter((action) => !/^(Get|List|Describe)/.test(action));
}

/** A role as the file of that name declares it, made by hand. */
async function makeByHand(name: string, action: string): Promise<void> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::406095609952:root' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'vendor:ext:4k2vq8m1t7' } },
      },
    ],
  };
  const read = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::acme-prod-logs/*' }],
  };
  await sendCall(sandbox.url, { Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument: trust });
  await sendCall(sandbox.url, {
    Action: 'PutRolePolicy',
    RoleName: name,
    PolicyName: 'read',
    PolicyDocument: read,
  });
}

// One story, told in order, on one account.
describeThorough('apply on the command line makes as few change sets as can be', () => {
  it('creation 1, and then none, and no mutating call', async () => {
    write('reader.yaml', roleFile({ name: 'reader' }));
    expect(await applied()).toEqual(ONE);
    expect(await applied()).toEqual([]);
  });

  it('update 1', async () => {
    write('reader.yaml', roleFile({ name: 'reader', actions: ['s3:PutObject'] }));
    expect(await applied()).toEqual(ONE);
    expect(await applied()).toEqual([]);
  });

  it('adoption without differences 1, and IAM is not touched', async () => {
    await makeByHand('same', 's3:GetObject');
    write('same.yaml', roleFile({ name: 'same' }));
    const changes = sandbox.world.ledger.length;
    expect(await applied()).toEqual(ONE);
    expect(sandbox.world.ledger).toHaveLength(changes);
    expect(await applied()).toEqual([]);
  });

  it('adoption with differences 2', async () => {
    await makeByHand('other', 's3:DeleteObject');
    write('other.yaml', roleFile({ name: 'other', more: 'overwrite: [role/other]\n' }));
    expect(await applied()).toEqual([...ONE, ...ONE]);
  });

  it('deletion 2, and the empty stack goes with it', async () => {
    rmSync(join(folder, 'desired', 'reader.yaml'));
    write('rolekeeper.yaml', settings('delete: [reader]\n'));
    expect(await applied()).toEqual([...ONE, ...ONE, 'DeleteStack']);
    expect([...sandbox.world.iam.roles.keys()].sort()).toEqual(['other', 'same']);
    expect(await applied()).toEqual([]);
  });
});
