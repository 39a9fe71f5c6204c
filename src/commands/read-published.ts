import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { RolekeeperError } from '../model/failure.ts';

/**
 * A file that comes with this version, by its path from the root of the package: beside the bundle, and from here in the
 * repository.
 *
 * @throws RolekeeperError `internal` where `dist/` stands without it
 */
export async function readPublished(path: string): Promise<string> {
  for (const root of ['../', '../../']) {
    const text = await readFile(fileURLToPath(new URL(`${root}${path}`, import.meta.url)), 'utf8').catch(
      () => undefined,
    );
    if (text !== undefined) return text;
  }
  throw new RolekeeperError('internal', `${path} is missing beside dist/`, {
    hint: 'use the npm package, which has it',
  });
}
