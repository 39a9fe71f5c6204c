// What is built from other versions than those of the lock is no build of these sources.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Packages whose installed version is not the one in package-lock.json; those for other systems are not installed. */
export async function staleModules(root) {
  const [locked, installed] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map((path) => packagesIn(join(root, path))),
  );
  return Object.entries(locked).flatMap(([path, { version, optional }]) => {
    const found = installed[path]?.version;
    if (path === '' || found === version || (found === undefined && optional === true)) return [];
    return [`${path.replace(/^node_modules\//, '')} ${found ?? 'is missing'} (${version})`];
  });
}

async function packagesIn(file) {
  return JSON.parse(await readFile(file, 'utf8')).packages;
}
