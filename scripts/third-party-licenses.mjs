// The licences of everything that a bundle contains, out of esbuild's metafile. Refuses what may not be in dist/.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ALLOWED = new Set(['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'PSF']);

/**
 * The text of dist/LICENSES.txt, packages in the order of their names. Throws on a licence that is not allowed.
 *
 * @param data packages whose data stands in dist/ and that no bundle has
 * @param lists what stands in dist/ and is no package, with title, licence and its text
 */
export async function thirdPartyLicenses(root, metafile, data, lists = []) {
  const bundled = Object.keys(metafile.inputs).map(packageFolder).filter(Boolean);
  const folders = new Set([...bundled, ...data.map((name) => `node_modules/${name}`)]);
  const described = await Promise.all([...folders].map((folder) => describe(root, folder)));
  const packages = [...described, ...lists];
  const refused = packages.filter(({ license }) => !ALLOWED.has(license));
  if (refused.length > 0) {
    throw new Error(
      `licences not allowed in dist/: ${refused.map((p) => `${p.name} (${p.license})`).join(', ')}`,
    );
  }
  const sorted = packages.sort((a, b) => (a.title < b.title ? -1 : 1));
  return sorted
    .map(({ title, license, text }) => `${title}\nLicence: ${license}\n\n${text.trim()}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function packageFolder(input) {
  const parts = input.split('node_modules/');
  if (parts.length < 2) return undefined;
  const names = parts.at(-1).split('/');
  const name = names[0].startsWith('@') ? names.slice(0, 2).join('/') : names[0];
  return [...parts.slice(0, -1), name].join('node_modules/');
}

async function describe(root, folder) {
  const { name, version, ...rest } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  // Old packages list their licences.
  const license = rest.license ?? rest.licenses?.map(({ type }) => type).join(' OR ');
  const names = (await readdir(join(root, folder))).sort();
  const file =
    names.find((entry) => /^licen[cs]e/i.test(entry)) ?? names.find((entry) => /^readme/i.test(entry));
  const text = file === undefined ? '' : licenceOf(file, await readFile(join(root, folder, file), 'utf8'));
  return { name, license, title: `${name} ${version}`, text };
}

/** A README stands in for a licence file that is missing: from its heading "License" on. */
function licenceOf(file, text) {
  if (!/^readme/i.test(file)) return text;
  const start = text.search(/^(#+ *)?Licen[cs]e/im);
  return start === -1 ? '' : text.slice(start);
}
