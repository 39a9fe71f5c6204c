import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { ActionCatalogue, CatalogueService } from '../model/action-catalogue.ts';
import { RolekeeperError } from '../model/failure.ts';

/** Beside the bundle; and seen from here, in the repository. */
const PLACES = ['action-catalogue.json.gz', '../../dist/action-catalogue.json.gz'];

/** More than the text has, which comes in one piece then. It is ASCII: names of AWS. */
const WHOLE = 4 * 1024 * 1024;

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
    if (bytes !== undefined)
      return parseCatalogue(gunzipSync(bytes, { chunkSize: WHOLE }).toString('latin1'));
  }
  throw new RolekeeperError('internal', `the action catalogue is missing: ${files[0] ?? ''}`, {
    hint: 'use dist/ as it is released, or run "npm run build"',
  });
}

/**
 * The catalogue out of its JSON, which has one service a line: a service is parsed when it is first asked for. A run
 * asks for the few that its policies name, of more than four hundred.
 */
function parseCatalogue(text: string): ActionCatalogue {
  const [head = '', ...lines] = text.split('\n');
  if (!head.endsWith('"services":{')) return JSON.parse(text) as ActionCatalogue;
  const services: Record<string, CatalogueService> = {};
  for (const line of lines.slice(0, -1)) {
    const end = line.indexOf('":');
    const json = line.slice(end + 2, line.endsWith(',') ? -1 : undefined);
    let service: CatalogueService | undefined;
    Object.defineProperty(services, line.slice(1, end), {
      enumerable: true,
      get: () => (service ??= JSON.parse(json) as CatalogueService),
    });
  }
  const rest = JSON.parse(`${head}}}`) as Omit<ActionCatalogue, 'services'>;
  return { ...rest, services };
}
