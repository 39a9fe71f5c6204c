// Writes schema/*.schema.json out of the zod schemas that validate the desired files.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importSource, root } from './import-source.mjs';

const outdir = process.argv[2] ?? join(root, 'schema');
const { jsonSchemas } = await importSource('src/desired/json-schema.ts');
await mkdir(outdir, { recursive: true });
for (const [name, text] of Object.entries(jsonSchemas())) await writeFile(join(outdir, name), text);
