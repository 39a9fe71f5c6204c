import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cleanEnvironment, REPOSITORY } from '../helpers/cli/run-cli.ts';
import { removeTemporaryFolders, temporaryFolder } from '../helpers/cli/temporary-folder.ts';
import { describeThorough } from '../helpers/thorough.ts';

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

describeThorough('the npm package', () => {
  let tarball: string;
  let contents: string;

  const manifest = () =>
    JSON.parse(readFileSync(join(contents, 'package.json'), 'utf8')) as {
      readonly bin: Readonly<Record<string, string>>;
      readonly version: string;
    };

  beforeAll(() => {
    const packed = temporaryFolder();
    run(REPOSITORY, 'npm', 'pack', '--ignore-scripts', '--pack-destination', packed);
    const [name = ''] = readdirSync(packed);
    tarball = join(packed, name);
    run(packed, 'tar', '-xf', name);
    contents = join(packed, 'package');
  });

  it('is small, and brings no other package with it', () => {
    expect(statSync(tarball).size).toBeLessThan(4 * 1024 * 1024);
    expect(Object.keys(manifest()).filter((key) => /[dD]ependencies$/.test(key))).toEqual([
      'devDependencies',
    ]);
  });

  it('holds what runs, and no source, test or picture', () => {
    const entries = readdirSync(contents);
    expect(entries).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist', 'schema', 'docs']));
    for (const left of ['src', 'test', 'scripts', 'node_modules']) expect(entries).not.toContain(left);
    expect(readdirSync(join(contents, 'docs'))).not.toContain('images');
  });

  it('has the program that it names', () => {
    const { bin, version } = manifest();
    expect(run(contents, process.execPath, bin['rolekeeper'] ?? '', '--version').trim()).toBe(version);
  });

  it('answers to npx rolekeeper in any repository', () => {
    // A repository with a desired state, and nothing else of this one, where programs may be run.
    const user = temporaryFolder(tmpdir());
    cpSync(join(REPOSITORY, 'desired'), join(user, 'desired'), { recursive: true });
    run(user, 'npm', 'install', '--no-audit', '--no-fund', tarball);
    const installed = readdirSync(join(user, 'node_modules')).filter((entry) => !entry.startsWith('.'));
    expect(installed).toEqual(['rolekeeper']);
    const { version } = manifest();
    expect(run(user, 'npx', '--no-install', 'rolekeeper', '--version').trim()).toBe(version);
    run(user, join(user, 'node_modules', '.bin', 'rolekeeper'), 'validate');
  });
});
