import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SCRATCH } from '../scratch.ts';
import { REPOSITORY } from './run-cli.ts';

const folders: string[] = [];

/** An empty folder outside the repository; `removeTemporaryFolders` removes it. */
export function temporaryFolder(within = SCRATCH): string {
  const folder = mkdtempSync(join(within, 'rolekeeper-e2e-'));
  folders.push(folder);
  return folder;
}

/** A folder with copies of parts of this repository, as a clone without `node_modules` has them. */
export function cloneOf(...paths: readonly string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) cpSync(join(REPOSITORY, path), join(folder, path), { recursive: true });
  return folder;
}

/** For afterAll, when nothing works in them any more. */
export function removeTemporaryFolders(): void {
  // A test that timed out leaves the process in its folder, and then every later suite of this worker fails.
  process.chdir(REPOSITORY);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
