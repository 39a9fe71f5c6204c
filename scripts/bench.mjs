// Runs the benchmarks of scripts/bench/: `npm run bench [-- NAME…]`. Each file exports
//   modules — the modules of src/ that it measures, which are bundled for it
//   run     — (their exports) => [{ what, value, unit, limit? }]
// Prints every measure; exits 1 when one is over its limit. Compare ratios and growth: times depend on the machine.
import { build } from 'esbuild';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'scripts/bench');
const wanted = process.argv.slice(2);
const bundles = await mkdtemp(join(tmpdir(), 'bench-'));
// The build writes it; plans read it from beside the program.
await copyFile(join(root, 'dist/action-catalogue.json.gz'), join(bundles, 'action-catalogue.json.gz'));
let over = 0;

function show(measure) {
  const { what, value, unit, limit } = measure;
  const isOver = limit !== undefined && value > limit;
  const text = `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
  const bound = limit === undefined ? '' : `   (limit ${limit} ${unit}${isOver ? ', OVER' : ''})`;
  console.log(`  ${what.padEnd(64)} ${text.padStart(12)}${bound}`);
  return isOver ? 1 : 0;
}

async function load(modules, name) {
  const outfile = join(bundles, `${name}.mjs`);
  const contents = modules.map((module) => `export * from './${module}';`).join('\n');
  // Bundled CommonJS dependencies call require(); an ES module has none of its own.
  const banner = `import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);`;
  const options = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: banner },
    logLevel: 'warning',
  };
  await build({ absWorkingDir: root, stdin: { contents, resolveDir: root }, outfile, ...options });
  return import(pathToFileURL(outfile).href);
}

try {
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.mjs')).sort()) {
    const name = basename(file, '.mjs');
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const benchmark = await import(pathToFileURL(join(folder, file)).href);
    console.log(name);
    for (const measure of await benchmark.run(await load(benchmark.modules, name))) over += show(measure);
  }
} finally {
  await rm(bundles, { recursive: true, force: true });
}
process.exitCode = over > 0 ? 1 : 0;
