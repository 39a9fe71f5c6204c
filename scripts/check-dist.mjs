// Rebuilds dist/ and schema/ into a temporary folder and compares: what is committed must be a fresh build.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fresh = await mkdtemp(join(tmpdir(), 'rolekeeper-dist-'));
try {
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs'), fresh], { stdio: 'inherit' });
  const stale = [...(await differences('dist')), ...(await differences('schema'))];
  if (stale.length > 0) {
    console.error(`not a fresh build: ${stale.join(', ')}\nrun: npm run build`);
    process.exitCode = 1;
  } else {
    console.log('dist/ and schema/ are a fresh build');
  }
} finally {
  await rm(fresh, { recursive: true, force: true });
}

/** Files of a folder that differ from the fresh build, or are in only one of them. */
async function differences(folder) {
  const [committed, built] = await Promise.all([files(join(root, folder)), files(join(fresh, folder))]);
  const names = [...new Set([...committed.keys(), ...built.keys()])].sort();
  return names
    .filter((name) => committed.get(name)?.compare(built.get(name) ?? Buffer.alloc(0)) !== 0)
    .map((name) => `${folder}/${name}`);
}

async function files(folder) {
  const names = await readdir(folder).catch(() => []);
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))])));
}
