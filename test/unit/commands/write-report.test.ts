import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { writeReport } from '../../../src/commands/write-report.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../helpers/cli/temporary-folder.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';

afterAll(removeTemporaryFolders);

const written = (file: string) =>
  runCommand(async (environment) => {
    await writeReport('new', file, environment);
    return 0;
  });

it('a report takes the place of an older one', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'report'), 'old and longer');
  expect(await written(join(folder, 'report'))).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(folder, 'report'), 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['report']);
});

it('a link, as /dev/stdout is one, stays a link', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'target'), 'old');
  symlinkSync('target', join(folder, 'link'));
  expect(await written(join(folder, 'link'))).toMatchObject({ exitCode: 0 });
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('new');
});
