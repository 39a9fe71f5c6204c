import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, REPOSITORY } from '../helpers/cli/run-cli.ts';
import { cloneOf, removeTemporaryFolders, temporaryFolder } from '../helpers/cli/temporary-folder.ts';

afterAll(removeTemporaryFolders);

/** A program in a folder with nothing of this machine's settings, and no network. */
function run(folder: string, program: string, ...parameters: readonly string[]): string {
  return execFileSync(program, parameters, {
    cwd: folder,
    env: cleanEnvironment(temporaryFolder(), {
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
    }),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('the npm package', () => {
  let tarball: string;
  let user: string;

  beforeAll(() => {
    const packed = temporaryFolder();
    run(REPOSITORY, 'npm', 'pack', '--ignore-scripts', '--pack-destination', packed);
    const [name = ''] = readdirSync(packed);
    tarball = join(packed, name);
    // A repository with a desired state, and nothing else of this one.
    user = cloneOf('desired');
    run(user, 'npm', 'install', '--no-audit', '--no-fund', tarball);
  });

  it('is small, and brings no other package with it', () => {
    expect(statSync(tarball).size).toBeLessThan(4 * 1024 * 1024);
    const installed = readdirSync(join(user, 'node_modules')).filter((entry) => !entry.startsWith('.'));
    expect(installed).toEqual(['rolekeeper']);
  });

  it('holds what runs, and no source, test or picture', () => {
    const entries = readdirSync(join(user, 'node_modules', 'rolekeeper'));
    expect(entries).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist', 'schema', 'docs']));
    for (const left of ['src', 'test', 'scripts', 'node_modules']) expect(entries).not.toContain(left);
    expect(readdirSync(join(user, 'node_modules', 'rolekeeper', 'docs'))).not.toContain('images');
  });

  it('answers to npx rolekeeper in any repository', () => {
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(run(user, 'npx', '--no-install', 'rolekeeper', '--version').trim()).toBe(version);
    run(user, join(user, 'node_modules', '.bin', 'rolekeeper'), 'validate');
  });
});
