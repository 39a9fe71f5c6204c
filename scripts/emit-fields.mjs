// Writes docs/fields.md out of the kinds' tables and the roads of repair.
import { build } from 'esbuild';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = process.argv[2] ?? join(root, 'docs/fields.md');

const scratch = await mkdtemp(join(tmpdir(), 'rolekeeper-fields-'));
try {
  const outfile = join(scratch, 'fields-page.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/apply/fields-page.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  const { fieldsPage } = await import(pathToFileURL(outfile).href);
  await writeFile(target, fieldsPage());
} finally {
  await rm(scratch, { recursive: true });
}
