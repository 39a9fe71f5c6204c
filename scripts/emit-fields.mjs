// Writes docs/fields.md out of the kinds' tables and the roads of repair.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importSource, root } from './import-source.mjs';

const { fieldsPage } = await importSource('src/apply/fields-page.ts');
await writeFile(process.argv[2] ?? join(root, 'docs/fields.md'), fieldsPage());
