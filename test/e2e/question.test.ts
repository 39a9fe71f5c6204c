import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { CLI, cleanEnvironment, runCli, sandboxVariables } from '../helpers/cli/run-cli.ts';
import { isInstalled } from '../helpers/cli/programs.ts';
import { cloneOf, removeTemporaryFolders } from '../helpers/cli/temporary-folder.ts';
import { itThorough, saySkipped, THOROUGH } from '../helpers/thorough.ts';
import { startWatchedSandbox } from '../helpers/watched-sandbox.ts';

const folder = cloneOf('desired/rolekeeper.yaml', 'desired/qwak.yaml');
const QUESTION = 'Do you want to apply this plan?';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startWatchedSandbox();
});
afterEach(() => sandbox.close());
afterAll(removeTemporaryFolders);

/** Runs a line of the shell in a terminal of its own, and types something when the question stands there. */
async function inTerminal(line: string, typed: string): Promise<{ exitCode: number | null; shown: string }> {
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: folder,
    env: { ...cleanEnvironment(folder, sandboxVariables(sandbox.url)), TERM: 'dumb', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  let isAnswered = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    if (isAnswered || !shown.includes(QUESTION)) return;
    isAnswered = true;
    child.stdin.write(typed);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      child.stdin.destroy();
      resolve({ exitCode, shown });
    });
  });
}

const APPLY = `${process.execPath} ${CLI} apply --only qwak`;

(isInstalled('script') ? describe : describe.skip)('apply in a terminal', () => {
  it.each([['Ctrl-C', '\u0003'], ...(THOROUGH ? [['Ctrl-D', '\u0004']] : [])])(
    'takes %s for a no',
    async (_title, typed) => {
      const { exitCode, shown } = await inTerminal(APPLY, typed);
      expect(exitCode).toBe(1);
      // On a line of its own: no Enter has ended that of the question.
      expect(shown).toMatch(/\nApply cancelled\. Nothing was changed\./);
      expect(shown).not.toMatch(/bug in rolekeeper|^ {4}at /m);
      expect(sandbox.world.ledger).toEqual([]);
    },
  );

  itThorough('asks on standard error where the report goes elsewhere, and takes "y" for a no', async () => {
    const { exitCode, shown } = await inTerminal(`${APPLY} > report.txt`, 'y\r');
    expect(exitCode).toBe(1);
    expect(shown).toContain(QUESTION);
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toContain('will be created');
    expect(sandbox.world.ledger).toEqual([]);
  });
});

describe('apply without a terminal', () => {
  const PARAMETERS = ['apply', '--only', 'qwak'];
  const options = () => ({ cwd: folder, env: sandboxVariables(sandbox.url) });

  it('refuses without CI and without --auto-approve', async () => {
    const { exitCode, stderr } = await runCli(PARAMETERS, options());
    expect(exitCode).toBe(1);
    expect(stderr).toContain('(not-approved)');
    expect(sandbox.world.ledger).toEqual([]);
  });

  const hasFullDevice = existsSync('/dev/full');
  if (!hasFullDevice) saySkipped('what needs /dev/full', 'this system has none');
  (hasFullDevice ? it : it.skip)('says that a disk is full', async () => {
    const { exitCode, stderr } = await runCli(
      [...PARAMETERS, '--auto-approve', '--out', '/dev/full'],
      options(),
    );
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Error: --out: \/dev\/full cannot be written: ENOSPC/);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
