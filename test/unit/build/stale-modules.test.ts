import { afterAll, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeTemporaryFolders, temporaryFolder } from '../../helpers/cli/temporary-folder.ts';

const { staleModules } = (await import(pathToFileURL(resolve('scripts/stale-modules.mjs')).href)) as {
  readonly staleModules: (root: string) => Promise<readonly string[]>;
};

afterAll(removeTemporaryFolders);

function folderWith(locked: object, installed: object): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }));
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
  return folder;
}

const yaml = { 'node_modules/yaml': { version: '2.0.0' } };

test('a package of another version than the lock has, and one that is missing, are no base for a build', async () => {
  const older = { 'node_modules/yaml': { version: '1.0.0' } };
  expect(await staleModules(folderWith(yaml, older))).toEqual(['yaml 1.0.0 (2.0.0)']);
  expect(await staleModules(folderWith(yaml, {}))).toEqual(['yaml is missing (2.0.0)']);
});

test('what the lock has is one, also without the packages of other systems', async () => {
  const other = { '': { version: '9.9.9' }, 'node_modules/other': { version: '1.0.0', optional: true } };
  expect(await staleModules(folderWith({ ...yaml, ...other }, yaml))).toEqual([]);
});
