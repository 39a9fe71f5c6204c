import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { RolekeeperError } from '../model/failure.ts';
import { parseCatalogue } from './parse-catalogue.ts';

/** Beside the bundle; and seen from here, in the repository. */
const PLACES = ['action-catalogue.json.gz', '../../dist/action-catalogue.json.gz'];

let reading: Promise<ActionCatalogue> | undefined;

/**
 * Reads the catalogue of IAM's actions that the build made, the first time that it is needed.
 *
 * @throws RolekeeperError `internal` when it is not where the build puts it
 */
export function readCatalogue(): Promise<ActionCatalogue> {
  reading ??= readFirst(PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))));
  return reading;
}

async function readFirst(files: readonly string[]): Promise<ActionCatalogue> {
  for (const file of files) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes !== undefined) return parseCatalogue(gunzipSync(bytes).toString());
  }
  throw new RolekeeperError('internal', `the action catalogue is missing: ${files[0] ?? ''}`, {
    hint: 'use dist/ as it is released, or run "npm run build"',
  });
}
