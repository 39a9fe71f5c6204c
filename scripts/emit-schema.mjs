// Writes schema/*.schema.json out of the zod schemas that validate the desired files.
import { build } from 'esbuild';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = process.argv[2] ?? join(root, 'schema');

const scratch = await mkdtemp(join(tmpdir(), 'rolekeeper-schema-'));
try {
  const outfile = join(scratch, 'json-schema.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/desired/json-schema.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  const { jsonSchemas } = await import(pathToFileURL(outfile).href);
  await mkdir(outdir, { recursive: true });
  for (const [name, text] of Object.entries(jsonSchemas())) await writeFile(join(outdir, name), text);
} finally {
  await rm(scratch, { recursive: true });
}
