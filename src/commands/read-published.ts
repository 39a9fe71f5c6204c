import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RolekeeperError } from '../model/failure.ts';
import type { WorkflowTexts } from '../init/setup-files.ts';

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

/** From the bundle, and from here in the repository. */
const PLACES = ['../examples/workflows', '../../examples/workflows'];

/**
 * The workflows that come with this version.
 *
 * @throws RolekeeperError `internal` where `dist/` stands without them
 */
export async function readWorkflows(): Promise<WorkflowTexts> {
  for (const place of PLACES) {
    const folder = fileURLToPath(new URL(place, import.meta.url));
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.yml')).sort();
    if (names.length === 0) continue;
    const texts = await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
    );
    return Object.fromEntries(texts);
  }
  throw new RolekeeperError('internal', 'the workflows are missing beside dist/', {
    hint: 'use the npm package, which has them',
  });
}
