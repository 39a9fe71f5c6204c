// Writes docs/reference.md out of the schemas of the desired files.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importSource, root } from './import-source.mjs';

const { referencePage } = await importSource('src/desired/reference-page.ts');
await writeFile(process.argv[2] ?? join(root, 'docs/reference.md'), referencePage());
