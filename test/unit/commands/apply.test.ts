import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apply, type ApplyCommandOptions } from '../../../src/commands/apply.ts';
import type { Environment } from '../../../src/commands/environment.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand, type CommandResult } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

const ACCOUNT = '111122223333';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());
afterAll(removeDesiredFolders);

const one = (): string =>
  desiredFolder({
    'rolekeeper.yaml': settingsFile(ACCOUNT),
    'reader.yaml': integrationFile('reader', 'reader'),
  });

function applyIn(
  desired: string,
  options: Partial<ApplyCommandOptions> = {},
  environment: Partial<Environment> = {},
): Promise<CommandResult> {
  const all = { desired, format: 'text', parallel: 5, ...options } as const;
  return runCommand((own) => apply(all, own, openWritableSession), environment);
}

/** A terminal with a person who answers; what was asked is kept. */
function person(answer: string): Partial<Environment> & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    interactive: true,
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answer);
    },
  };
}

describe('apply on a terminal', () => {
  it('asks, and takes nothing but "yes"', async () => {
    const desired = one();
    for (const answer of ['', 'y', 'no', 'YES']) {
      const result = await applyIn(desired, {}, person(answer));
      expect(result).toMatchObject({ stderr: 'Apply cancelled. Nothing was changed.\n', exitCode: 1 });
    }
    expect(account.changes()).toBe(0);
    const result = await applyIn(desired, {}, person('yes'));
    expect(result.exitCode).toBe(0);
    expect(account.changesSince(0)).toEqual(['change-set CreateRole role/reader']);
  });

  it.each(['text', 'markdown', 'json'] as const)(
    'shows the plan before it asks, with --format %s',
    async (format) => {
      const somebody = person('no');
      const result = await applyIn(one(), { format }, somebody);
      expect(somebody.asked).toHaveLength(1);
      expect(result.stdout).toContain('role/reader will be created');
    },
  );

  it('does not ask when there is nothing to do, nor with --auto-approve', async () => {
    const desired = one();
    const somebody = person('no');
    expect(await applyIn(desired, { autoApprove: true }, somebody)).toMatchObject({ exitCode: 0 });
    expect(await applyIn(desired, {}, somebody)).toMatchObject({ exitCode: 0 });
    expect(somebody.asked).toEqual([]);
    expect(account.changes()).toBe(1);
  });
});

describe('apply that has to leave drift alone', () => {
  it('fails, and says that a role which was made again elsewhere is not reverted', async () => {
    const desired = one();
    await applyIn(desired, { autoApprove: true });
    await account.call({ Action: 'DeleteRole', RoleName: 'reader' });
    await account.call({
      Action: 'CreateRole',
      RoleName: 'reader',
      Path: '/x/',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: 'sts:AssumeRole' },
        ],
      }),
    });
    const before = account.changes();
    const result = await applyIn(desired, { autoApprove: true });
    expect(account.changes()).toBe(before);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('not reverted, because something blocks it: reader (blocked)');
    expect(result.stderr + result.stdout).not.toContain('No changes');
  });
});

describe('apply without an answer', () => {
  it('takes Ctrl-C and Ctrl-D for a no', async () => {
    const gone = { interactive: true, ask: () => Promise.resolve(undefined) };
    const result = await applyIn(one(), {}, gone);
    expect(result).toMatchObject({ stderr: 'Apply cancelled. Nothing was changed.\n', exitCode: 1 });
    expect(account.changes()).toBe(0);
  });

  it('refuses where standard input is no terminal and it is no run of CI', async () => {
    const desired = one();
    const result = await applyIn(desired, {}, { inCi: false });
    expect(result).toMatchObject({ exitCode: 1, reason: 'not-approved' });
    expect(account.changes()).toBe(0);
    expect(await applyIn(desired, { autoApprove: true }, { inCi: false })).toMatchObject({ exitCode: 0 });
    expect(await applyIn(desired, {}, { inCi: false })).toMatchObject({ exitCode: 0 });
  });
});

describe('apply without a terminal', () => {
  it('says what happens on standard error, line by line, and the result on standard output', async () => {
    const result = await applyIn(one());
    expect(result.stderr.trim().split('\n')).toEqual([
      '[reader] create: creating the change set',
      '[reader] create: executing',
      '[reader] create: CREATE_IN_PROGRESS',
      '[reader] create: CREATE_COMPLETE',
      '[reader] applied',
    ]);
    expect(result.stdout).toContain('Apply: 1 applied.');
  });

  it('names the resource that failed and its place in the YAML, and leaves nothing of it behind', async () => {
    const desired = one();
    account.sandbox.inject({
      kind: 'handler',
      operation: 'create',
      name: 'reader',
      message: 'Quota exceeded',
      times: 1,
    });
    const result = await applyIn(desired);
    expect(result).toMatchObject({ exitCode: 1, reason: 'change-set-failed' });
    expect(result.stderr).toContain(
      `Error: ${join(desired, 'reader.yaml')}:4:15: the change of rolekeeper-reader failed`,
    );
    expect(result.stderr).toMatch(/role\/reader: .*Quota exceeded/);
    expect(account.sandbox.saveState().iam.roles).toEqual([]);
    expect(await applyIn(desired)).toMatchObject({ exitCode: 0 });
  });

  it('goes on with the other integrations when one fails, and fails at the end', async () => {
    const desired = desiredFolder({
      'rolekeeper.yaml': settingsFile(ACCOUNT),
      'reader.yaml': integrationFile('reader', 'reader'),
      'writer.yaml': integrationFile('writer', 'writer'),
    });
    account.sandbox.inject({ kind: 'handler', operation: 'create', name: 'reader', message: 'No' });
    const result = await applyIn(desired);
    expect(result).toMatchObject({ exitCode: 1, reason: 'change-set-failed' });
    expect(account.sandbox.saveState().iam.roles.map((role) => role.name)).toEqual(['writer']);
  });

  it('carries out --only what was named', async () => {
    const desired = desiredFolder({
      'rolekeeper.yaml': settingsFile(ACCOUNT),
      'reader.yaml': integrationFile('reader', 'reader'),
      'writer.yaml': integrationFile('writer', 'writer'),
    });
    expect(await applyIn(desired, { only: ['writer'] })).toMatchObject({ exitCode: 0 });
    expect(account.changesSince(0)).toEqual(['change-set CreateRole role/writer']);
  });

  it('carries out --only the acknowledged deletion of an integration whose file is gone', async () => {
    const files = { 'reader.yaml': integrationFile('reader', 'reader') };
    const both = { ...files, 'writer.yaml': integrationFile('writer', 'writer') };
    await applyIn(desiredFolder({ ...both, 'rolekeeper.yaml': settingsFile(ACCOUNT) }));
    const gone = desiredFolder({ ...files, 'rolekeeper.yaml': settingsFile(ACCOUNT, 'delete: [writer]\n') });
    expect(await applyIn(gone, { only: ['writer'] })).toMatchObject({ exitCode: 0 });
    expect(account.sandbox.saveState().iam.roles.map((role) => role.name)).toEqual(['reader']);
  });

  it('plans --only an integration whose file is gone before that is acknowledged, and knows a name that is none', async () => {
    const files = {
      'reader.yaml': integrationFile('reader', 'reader'),
      'rolekeeper.yaml': settingsFile(ACCOUNT),
    };
    await applyIn(desiredFolder({ ...files, 'writer.yaml': integrationFile('writer', 'writer') }));
    const gone = desiredFolder(files);
    const result = await applyIn(gone, { only: ['writer'] });
    expect(result).toMatchObject({ exitCode: 1, reason: 'blocked' });
    expect(result.stdout).toContain('write "delete: [writer]" in');
    expect(result.stdout).not.toContain('role/reader');
    expect((await applyIn(gone, { only: ['writers'] })).stderr).toContain('no integration is called writers');
  });

  it('says how names of --only are separated', async () => {
    const result = await applyIn(one(), { only: ['reader,writer'] });
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    expect(result.stderr).toContain('separate the names with spaces: --only reader writer');
  });

  it('writes the results of all scopes to the file of --out', async () => {
    const desired = desiredFolder({
      'north/rolekeeper.yaml': settingsFile(ACCOUNT, 'stackPrefix: north-\n'),
      'north/reader.yaml': integrationFile('reader', 'north-reader'),
      'south/rolekeeper.yaml': settingsFile(ACCOUNT, 'stackPrefix: south-\n'),
      'south/writer.yaml': integrationFile('writer', 'south-writer'),
    });
    const out = join(desired, 'result.md');
    const result = await applyIn(desired, { format: 'markdown', out });
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    const written = readFileSync(out, 'utf8');
    expect(written).toContain('reader');
    expect(written).toContain('writer');
  });
});
