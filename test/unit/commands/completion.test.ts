import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { main } from '../../../src/cli.ts';
import { SHELLS } from '../../../src/commands/completion.ts';
import { isInstalled } from '../../helpers/cli/programs.ts';
import { SCRATCH } from '../../helpers/scratch.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';

async function printed(...parameters: readonly string[]): Promise<string> {
  const environment = capturedEnvironment('2026-11-28T00:00:00Z');
  await main(parameters, () => environment);
  return environment.stdout();
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(SCRATCH, 'rolekeeper-completion-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What bash offers for a command line that ends where the cursor is. */
async function bashOffers(...words: readonly string[]): Promise<readonly string[]> {
  const file = join(folder, 'rolekeeper.bash');
  writeFileSync(file, await printed('completion', 'bash'));
  const script = `source ${file}; COMP_WORDS=(rolekeeper ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _rolekeeper; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('rolekeeper completion', () => {
  it('offers commands, their options, and the values of an option', async () => {
    expect(await bashOffers('va')).toEqual(['validate']);
    expect(await bashOffers('plan', '--detailed')).toEqual(['--detailed-exitcode']);
    expect(await bashOffers('plan', '--format', '')).toEqual(['text', 'markdown', 'json', 'sarif', 'html']);
  });

  it.each(SHELLS)('is a script that %s can read', async (shell) => {
    const text = await printed('completion', shell);
    expect(text).toContain('validate');
    if (!isInstalled(shell)) return;
    const file = join(folder, `rolekeeper.${shell}`);
    writeFileSync(file, text);
    expect(spawnSync(shell, ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('ends the help of every command with examples', async () => {
    for (const command of [
      'init',
      'permissions',
      'validate',
      'plan',
      'apply',
      'drift',
      'handover',
      'render',
      'sandbox',
      'demo',
      'completion',
    ])
      expect(await printed(command, '--help')).toContain(`Examples:\n  rolekeeper ${command}`);
  });
});
