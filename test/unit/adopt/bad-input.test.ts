import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { adopt, type AdoptOptions } from '../../../src/commands/adopt.ts';
import { loadDesired } from '../../../src/desired/load.ts';
import { openSession } from '../../helpers/in-process/sessions.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { planScope } from '../../helpers/rehearsal.ts';
import { allow, resource, role, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand, type CommandResult } from '../../helpers/scenario/run-command.ts';
import {
  desiredFolder,
  integrationFile,
  removeDesiredFolders,
  settingsFile,
  writeFiles,
} from '../commands/desired-folder.ts';

let account: Account;
let desired: string;

beforeEach(async () => {
  account = await openAccount();
  desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333') });
  await makeByHand(account, [
    role('reader', {
      AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::464622532012:root'),
      Description: 'Reads',
      ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/read', 'arn:aws:iam::aws:policy/SecurityAudit'],
    }),
    resource('managed-policy', 'read', { Description: 'Of several', PolicyDocument: allow('s3:Get*', '*') }),
    resource('user', 'robot'),
  ]);
});

afterEach(async () => account.sandbox.close());
afterAll(removeDesiredFolders);

function adoptIn(words: readonly string[], options: Partial<AdoptOptions> = {}): Promise<CommandResult> {
  return runCommand((own) => adopt(words, { desired, ...options }, own, openSession));
}

function written(): readonly string[] {
  return readdirSync(desired).filter((name) => name !== 'rolekeeper.yaml');
}

describe('what cannot be read is said, and no file claims it', () => {
  test.each([
    'GetAccountAuthorizationDetails',
    'ListRoles',
    'ListInstanceProfiles',
    'ListOpenIDConnectProviders',
    'GetPolicy',
    'GetPolicyVersion',
    'GetRole',
    'DescribeStacks',
    'DescribeStackResources',
    'ListAccessKeys',
    'GetCallerIdentity',
  ])('where %s is denied', async (action) => {
    account.sandbox.inject({ kind: 'deny', action });
    const result = await adoptIn(['role/reader']);
    account.sandbox.world.faults.clear();
    if (written().length === 0) {
      expect(result.exitCode).toBe(1);
      expect(result.transcript).toMatch(new RegExp(`${action}|could not be read|was not read|credentials`));
      return;
    }
    const [scope] = (await loadDesired({ directory: desired })).scopes;
    if (scope === undefined) throw new Error('the folder is not a scope');
    const entries = (await planScope(scope)).integrations.flatMap((one) => one.entries);
    expect(entries.every(({ action: does, changes }) => does === 'adopt' && changes.length === 0)).toBe(true);
  });
});

describe('what was not read is not said to be complete, or not there', () => {
  const denyAll = (): void => {
    for (const action of ['GetAccountAuthorizationDetails', 'GetRole', 'ListRoles'])
      account.sandbox.inject({ kind: 'deny', action });
  };

  test.each<[what: string, options: Partial<AdoptOptions>]>([
    ['everything', { all: true }],
    ['what is used from outside', { outside: true }],
  ])('to adopt %s fails where roles were not read', async (_what, options) => {
    denyAll();
    const result = await adoptIn([], options);
    account.sandbox.world.faults.clear();
    expect(result).toMatchObject({ exitCode: 1, reason: 'unchecked' });
    expect(result.stderr).toMatch(/not everything could be read: every role, every (?:managed-policy|user)/);
  });

  test('an update of what is denied says so, in place of that the account does not have it', async () => {
    writeFiles(desired, { 'reader.yaml': integrationFile('reader', 'reader') });
    denyAll();
    const result = await adoptIn(['role/reader'], { update: true });
    account.sandbox.world.faults.clear();
    expect(result).toMatchObject({ exitCode: 1, reason: 'blocked' });
    expect(result.stdout).toMatch(
      /role\/reader: it was not read: access denied: .* iam:GetAccountAuthorizationDetails/,
    );
  });

  test('an update of a document that does not decode names the document', async () => {
    const declared = integrationFile('reader', 'reader');
    writeFiles(desired, { 'reader.yaml': declared });
    const own = account.sandbox.world.iam.roles.get('reader');
    if (own === undefined) throw new Error('no role');
    account.sandbox.world.iam.roles.set('reader', { ...own, trust: '{"Version"' });
    const result = await adoptIn(['role/reader'], { update: true });
    expect(result).toMatchObject({ exitCode: 1, reason: 'blocked' });
    expect(result.stdout).toContain('role/reader: AssumeRolePolicyDocument is not a JSON object');
  });
});

describe('what is named wrongly is refused with the remedy', () => {
  test('a resource that is not there', async () => {
    const result = await adoptIn(['role/raeder']);
    expect(result).toMatchObject({ exitCode: 1, reason: 'blocked' });
    expect(result.stdout).toContain(
      'role/raeder: the account does not have it\n    did you mean role/reader?',
    );
  });

  test('one of several: the others are written', async () => {
    const result = await adoptIn(['role/none', 'user/robot']);
    expect(result).toMatchObject({ exitCode: 1 });
    expect(written()).toEqual(['robot.yaml']);
  });

  test('a resource that a file declares already', async () => {
    writeFiles(desired, { 'reader.yaml': integrationFile('reader', 'Reader') });
    expect((await adoptIn(['role/reader'])).stdout).toContain('reader.yaml:4 declares it');
  });

  test('a folder without settings, and one with mistakes', async () => {
    const result = await adoptIn(['role/reader'], { desired: desiredFolder({}) });
    expect(result.stderr).toContain('rolekeeper init');
    writeFiles(desired, { 'x.yaml': 'integration: y\n' });
    expect(await adoptIn(['role/reader'])).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
  });

  test('an inventory that is none, is of another account, or is not there', async () => {
    const file = join(desired, '..', 'inventory-of-a-test.json');
    expect((await adoptIn([], { from: `${file}.none` })).stderr).toContain('cannot be read');
    writeFileSync(file, '{');
    expect((await adoptIn([], { from: file })).stderr).toContain('is not JSON');
    writeFileSync(file, '{"format":2}');
    expect((await adoptIn([], { from: file })).stderr).toContain('is not an inventory of format 1');
    writeFileSync(file, JSON.stringify({ format: 1, account: '999900001111', entries: [] }));
    expect((await adoptIn([], { from: file })).stderr).toContain('is of the account 999900001111');
    writeFileSync(
      file,
      JSON.stringify({ format: 1, account: '111122223333', entries: [{ address: 'role/reader' }] }),
    );
    expect(await adoptIn([], { from: file })).toMatchObject({ exitCode: 0 });
    expect(written()).toEqual(['reader.yaml']);
  });

  test('a file of that name keeps its text, and the new one takes another', async () => {
    writeFiles(desired, { 'reader.yaml': integrationFile('reader', 'another') });
    expect(await adoptIn(['role/reader'])).toMatchObject({ exitCode: 0 });
    expect([...written()].sort()).toEqual(['reader-2.yaml', 'reader.yaml']);
  });
});

test('outside is what is used from outside the account', async () => {
  await account.call({ Action: 'CreateAccessKey', UserName: 'robot' });
  await makeByHand(account, [
    role('inside', { AssumeRolePolicyDocument: trustOf('Service', 'ec2.amazonaws.com') }),
  ]);
  expect(await adoptIn([], { outside: true })).toMatchObject({ exitCode: 0 });
  expect([...written()].sort()).toEqual(['reader.yaml', 'robot.yaml']);
});

test('an account of nothing has nothing to adopt, and that is said', async () => {
  await account.sandbox.close();
  account = await openAccount();
  const result = await adoptIn([], { all: true });
  expect(result).toMatchObject({ exitCode: 0, stdout: 'Nothing was written.\n' });
});
