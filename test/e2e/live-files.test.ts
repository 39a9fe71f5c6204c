import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListInstanceProfiles,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';
import { cleanEnvironment, runCli, sandboxVariables, type CliResult } from '../helpers/cli/run-cli.ts';
import { itWith, runProgram } from '../helpers/cli/programs.ts';
import { cloneOf, removeTemporaryFolders } from '../helpers/cli/temporary-folder.ts';
import { sendCall } from '../helpers/scenario/account.ts';

/** Without a part: that all integrations of desired/ can be planned and applied is held elsewhere. */
const folder = cloneOf(
  ...['rolekeeper', 'qwak', 'logzio-s3', 'logiq-glue'].map((name) => `desired/${name}.yaml`),
);

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startWatchedSandbox();
  const applied = await runCli(['apply', '--auto-approve'], {
    cwd: folder,
    env: sandboxVariables(sandbox.url),
  });
  expect(applied.exitCode).toBe(0);
});

afterAll(async () => {
  await sandbox.close();
  removeTemporaryFolders();
});

/** No credentials and no endpoint: the files are all that there is. */
function planFrom(live: string, ...parameters: readonly string[]): Promise<CliResult> {
  return runCli(['plan', '--live', live, ...parameters], { cwd: folder });
}

/** Documents are URL-encoded where the SDK leaves them so; the `aws` CLI prints them as JSON. */
function decoded(key: string, value: unknown): unknown {
  if (!key.endsWith('Document') || typeof value !== 'string') return value;
  return JSON.parse(decodeURIComponent(value)) as unknown;
}

async function collect<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** What the commands print, in files of any name. */
async function printListings(directory: string, decode: boolean): Promise<void> {
  const client = new IAMClient({
    endpoint: sandbox.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const listings = {
    details: await collect(paginateGetAccountAuthorizationDetails({ client }, {})),
    roles: await collect(paginateListRoles({ client }, {})),
    profiles: await collect(paginateListInstanceProfiles({ client }, {})),
    providers: [await client.send(new ListOpenIDConnectProvidersCommand({}))],
  };
  client.destroy();
  mkdirSync(join(folder, directory));
  for (const [name, pages] of Object.entries(listings)) {
    for (const [index, { $metadata: _, ...page }] of pages.entries()) {
      const text = JSON.stringify(page, decode ? decoded : undefined, 4);
      writeFileSync(join(folder, directory, `${name}-${index}.json`), text);
    }
  }
}

/** None of the commands prints the description of a managed policy: it is unchecked, neither equal nor different. */
async function expectNoChanges(directory: string): Promise<void> {
  const result = await planFrom(directory, '--detailed-exitcode');
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(result.stdout).toContain('Plan: 0 to create, 0 to update, 0 to delete. 2 unchecked.');
  expect(result.stdout.match(/unchecked: not read: .*/g)).toEqual([
    'unchecked: not read: Description',
    'unchecked: not read: Description',
  ]);
}

describe('plan --live', () => {
  it.each([
    ['decoded, as the aws CLI prints them', 'decoded', true],
    ['URL-encoded, as the API sends them', 'encoded', false],
  ])(
    'finds nothing to do in an account as declared, with documents %s',
    async (_title, directory, decode) => {
      await printListings(directory, decode);
      await expectNoChanges(directory);
    },
  );

  itWith('aws')('takes what the aws CLI itself prints', async () => {
    mkdirSync(join(folder, 'printed'));
    const environment = cleanEnvironment(folder, {
      ...sandboxVariables(sandbox.url),
      AWS_DEFAULT_REGION: 'eu-west-1',
    });
    for (const command of [
      'get-account-authorization-details',
      'list-roles',
      'list-instance-profiles',
      'list-open-id-connect-providers',
    ]) {
      const printed = await runProgram('aws', ['iam', command, '--output', 'json'], environment);
      writeFileSync(join(folder, 'printed', `${command}.json`), printed);
    }
    await expectNoChanges('printed');
  });

  it('shows what differs without saying who made the difference', async () => {
    await sendCall(sandbox.url, {
      Action: 'UpdateRole',
      RoleName: 'qwak-access-role',
      MaxSessionDuration: '7200',
    });
    await printListings('edited', true);
    const result = await planFrom('edited', '--detailed-exitcode', '--only', 'qwak');
    expect(result).toMatchObject({ exitCode: 2, stderr: '' });
    expect(result.stdout).toContain('7200 s (2 h) → 3600 s (1 h)');
    expect(result.stdout).toContain('edited');
  });

  it('says what the files do not tell, and claims nothing of it', async () => {
    mkdirSync(join(folder, 'partial'));
    writeFileSync(join(folder, 'partial', 'profiles.json'), JSON.stringify({ InstanceProfiles: [] }));
    const result = await planFrom('partial', '--only', 'qwak');
    expect(result.stdout).toContain('aws iam get-account-authorization-details');
    expect(result.stdout).not.toContain('No changes');
    expect(result.stdout + result.stderr).not.toMatch(/^ {4}at /m);
  });

  it('refuses files of another account', async () => {
    mkdirSync(join(folder, 'other'));
    const profile = {
      InstanceProfileName: 'x',
      InstanceProfileId: 'AIPAX',
      Arn: 'arn:aws:iam::444455556666:instance-profile/x',
      Path: '/',
      Roles: [],
    };
    writeFileSync(join(folder, 'other', 'profiles.json'), JSON.stringify({ InstanceProfiles: [profile] }));
    const result = await planFrom('other');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('(wrong-account)');
  });
});
