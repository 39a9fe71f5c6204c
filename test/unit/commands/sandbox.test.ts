import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { sandbox, type SandboxCommandOptions } from '../../../src/commands/sandbox.ts';
import { sendCall } from '../../helpers/scenario/account.ts';
import { runCommand, type CommandResult } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, removeDesiredFolders } from './desired-folder.ts';

afterAll(removeDesiredFolders);

/** Serves until `work` has ended. */
async function serve(
  options: Partial<SandboxCommandOptions>,
  work: (url: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<CommandResult> {
  let printed = '';
  return runCommand((own) => {
    const out = (text: string): void => {
      printed += text;
      own.out(text);
    };
    const stopped = async (): Promise<string> => {
      await work(/AWS_ENDPOINT_URL=(\S+)/.exec(printed)?.[1] ?? '');
      return 'SIGINT';
    };
    return sandbox({ port: 0, account: '111122223333', ...options }, { ...own, out, stopped });
  });
}

const group = { Action: 'CreateGroup', GroupName: 'readers' };

describe('rolekeeper sandbox', () => {
  it('prints what to export, for the SDKs and for both versions of the aws CLI', async () => {
    const result = await serve({});
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    for (const name of [
      'AWS_REGION=',
      'AWS_DEFAULT_REGION=',
      'AWS_ACCESS_KEY_ID=',
      'AWS_SECRET_ACCESS_KEY=',
    ]) {
      expect(result.stdout).toContain(name);
    }
  });

  it('saves the account at the end and loads it again, whatever --account says', async () => {
    const state = join(desiredFolder({}), 'account.json');
    await serve({ state, account: '444455556666' }, (url) => sendCall(url, group));
    expect(readFileSync(state, 'utf8')).toContain('"readers"');
    let found = '';
    const again = await serve({ state }, async (url) => {
      found = await sendCall(url, { Action: 'GetGroup', GroupName: 'readers' });
    });
    expect(found).toContain('arn:aws:iam::444455556666:group/readers');
    expect(again.stdout).toContain('account 444455556666');
  });

  it.each([
    ['no JSON', '{', 'is not a saved account: it is not JSON'],
    ['an account of another version', '{"version":2}', 'has version 2'],
    ['something else', 'null', 'is not a saved account'],
  ])('refuses a state file with %s, and leaves it as it is', async (_title, text, says) => {
    const state = join(desiredFolder({ 'account.json': text }), 'account.json');
    const result = await serve({ state });
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config', stdout: '' });
    expect(result.stderr).toContain(says);
    expect(readFileSync(state, 'utf8')).toBe(text);
  });

  it('says at once, not at the end, when the account could not be kept', async () => {
    const state = join(desiredFolder({}), 'nowhere', 'account.json');
    const result = await serve({ state });
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config', stdout: '' });
    expect(result.stderr).toContain(`--state: ${state} cannot be written`);
  });

  it('stops listening also when the account cannot be saved at the end', async () => {
    const folder = desiredFolder({});
    const state = join(folder, 'account.json');
    let served = '';
    const result = await serve({ state }, (url) => {
      served = url;
      removeDesiredFolders();
      return Promise.resolve();
    });
    expect(existsSync(folder)).toBe(false);
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    await expect(fetch(served)).rejects.toThrow('fetch failed');
  });

  it('names a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const result = await serve({ port });
    other.close();
    expect(result).toMatchObject({ exitCode: 1, reason: 'unreachable' });
    expect(result.stderr).toContain(`port ${port} cannot be opened on 127.0.0.1`);
  });

  it('keeps the old account when it is stopped while it saves', async () => {
    const state = join(desiredFolder({}), 'account.json');
    await serve({ state });
    writeFileSync(`${state}.new`, '{ half of');
    expect(await serve({ state })).toMatchObject({ exitCode: 0 });
  });
});
