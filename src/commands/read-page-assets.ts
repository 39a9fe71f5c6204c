import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { RolekeeperError } from '../model/failure.ts';
import type { PageAssets } from '../report/page/render-page.ts';

/** Beside the bundle; and seen from here, in the repository. */
const PLACES = ['page.json', '../../dist/page.json'];

/**
 * Reads what the build made of `page/`.
 *
 * @throws RolekeeperError `internal` when it is not where the build puts it
 */
export async function readPageAssets(): Promise<PageAssets> {
  for (const place of PLACES) {
    const text = await readFile(fileURLToPath(new URL(place, import.meta.url)), 'utf8').catch(
      () => undefined,
    );
    if (text !== undefined) return JSON.parse(text) as PageAssets;
  }
  throw new RolekeeperError('internal', 'the assets of the HTML report are missing', {
    hint: 'use dist/ as it is released, or run "npm run build"',
  });
}
