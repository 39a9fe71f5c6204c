// Asks a real account how CloudFormation behaves where nobody could verify it: prints the sandbox's switch settings.
// usage: npm run probe -- [--yes]   (AWS credentials and AWS_REGION come from the environment)
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = await mkdtemp(join(tmpdir(), 'rolekeeper-probe-'));
try {
  const outfile = join(scratch, 'probe.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/probe/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = await main(process.argv.slice(2));
} finally {
  await rm(scratch, { recursive: true });
}
