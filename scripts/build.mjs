// Builds dist/: one file per entry point, readable names kept, the same bytes for the same sources.
import { build } from 'esbuild';
import { rm, writeFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = process.argv[2] ?? join(root, 'dist');

// Bundled CommonJS dependencies call require(); an ES module has none of its own.
const banner = `import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);`;

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli.ts' },
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  banner: { js: banner },
  metafile: true,
  logLevel: 'warning',
});
// dist/ must be an ES module wherever it is copied to.
await writeFile(join(outdir, 'package.json'), '{ "type": "module" }\n');
void result;
