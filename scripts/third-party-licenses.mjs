// The licences of everything that a bundle contains, out of esbuild's metafile. Refuses what may not be in dist/.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ALLOWED = new Set(['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Python-2.0']);

/** The text of dist/LICENSES.txt, packages in the order of their names. Throws on a licence that is not allowed. */
export async function thirdPartyLicenses(root, metafile) {
  const folders = new Set(Object.keys(metafile.inputs).map(packageFolder).filter(Boolean));
  const packages = await Promise.all([...folders].map((folder) => describe(root, folder)));
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
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const file = (await readdir(join(root, folder))).sort().find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file === undefined
      ? '(the package has no licence file)'
      : await readFile(join(root, folder, file), 'utf8');
  return { name, license, title: `${name} ${version}`, text };
}
