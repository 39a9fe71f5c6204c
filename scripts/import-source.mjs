// Bundles a module of src/ into a temporary file and gives its exports: what scripts run of the project's own code.
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} source path from the root of the project, as in `src/desired/json-schema.ts` */
export async function importSource(source) {
  const scratch = await mkdtemp(join(tmpdir(), 'rolekeeper-source-'));
  try {
    const outfile = join(scratch, 'source.mjs');
    await build({
      absWorkingDir: root,
      entryPoints: [source],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      mainFields: ['module', 'main'],
      // CommonJS dependencies ask for Node's own modules by require().
      banner: {
        js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
      },
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(scratch, { recursive: true });
  }
}
