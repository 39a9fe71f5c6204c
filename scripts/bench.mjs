// Runs the benchmarks of scripts/bench/: `npm run bench [-- NAME…] [--check] [--full] [--node PATH…]`. Without a name it runs
// `scale`, the one table of docs/performance.md, in some five minutes; a bench with sections runs those named after it
// (`npm run bench -- scale apply`). --full runs every bench, at the sizes that take minutes each. --node measures start-up
// with other releases of Node, too. Each file exports
//   modules — the modules of src/ that it measures, which are bundled for it
//   run     — (their exports, { full, bundle, sections, nodes }) => [{ what, value, unit, limit? or yardsticks? }], or
//             { table, measures }
// Prints every measure, and with --check exits 1 when one is over its limit: limits are counts, ratios within one run, and
// peak memory. A busy machine may break those of walls and of memory.
import { build } from 'esbuild';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { yardstick } from './yardstick.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'scripts/bench');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    node: { type: 'string', multiple: true, default: [] },
  },
});
const { check, full, node: nodes } = values;
const [first, ...others] = positionals;
const sections = first === 'scale' ? others : [];
const named = first === 'scale' ? [first] : positionals;
const wanted = named.length === 0 && !full ? ['scale'] : named;
// Below node_modules, so that packages outside a bundle are found from it.
const cache = join(root, 'node_modules', '.cache');
await mkdir(cache, { recursive: true });
const bundles = await mkdtemp(join(cache, 'bench-'));
// The build writes it; plans read it from beside the program.
await copyFile(join(root, 'dist/action-catalogue.json.gz'), join(bundles, 'action-catalogue.json.gz'));
/** The broken bars, as they are named at the end. */
const broken = [];

function show(measure, stick) {
  const { what, value, unit, yardsticks } = measure;
  const limit = yardsticks === undefined ? measure.limit : (yardsticks * stick) / (unit === 's' ? 1000 : 1);
  const isOver = limit !== undefined && !(value <= limit);
  const text = `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
  const bound =
    limit === undefined ? '' : `   (limit ${Number(limit.toFixed(3))} ${unit}${isOver ? ', OVER' : ''})`;
  console.log(`  ${what.padEnd(72)} ${text.padStart(12)}${bound}`);
  if (isOver) broken.push(`${what}: ${text}`);
}

function showTable(rows) {
  const line = (cells) => `  | ${cells.join(' | ')} |`;
  console.log(line(['what', 'roles', 'integrations', 'side', 'calls', 'CPU s', 'wall s', 'MB']));
  console.log(line(['---', '--:', '--:', '---', '--:', '--:', '--:', '--:']));
  for (const { what, roles, integrations, side, calls, cpu, wall, peak } of rows) {
    const sum = calls === '' ? '' : Object.values(calls).reduce((all, count) => all + count, 0);
    const numbers = [cpu.toFixed(2), wall.toFixed(1), peak.toFixed(0)];
    console.log(line([what, roles, integrations, side, sum, ...numbers]));
  }
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
    external: ['emulate'],
    banner: { js: banner },
    logLevel: 'warning',
  };
  await build({ absWorkingDir: root, stdin: { contents, resolveDir: root }, outfile, ...options });
  return pathToFileURL(outfile).href;
}

try {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.mjs')).sort();
  const unknown = wanted.filter((name) => !files.includes(`${name}.mjs`));
  if (unknown.length > 0) throw new Error(`no bench is named ${unknown.join(', ')}`);
  for (const file of files) {
    const name = basename(file, '.mjs');
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const benchmark = await import(pathToFileURL(join(folder, file)).href);
    console.log(name);
    const bundle = await load(benchmark.modules, name);
    const stick = yardstick();
    const found = await benchmark.run(await import(bundle), { full, bundle, sections, nodes });
    const { table = [], measures } = Array.isArray(found) ? { measures: found } : found;
    if (table.length > 0) showTable(table);
    for (const measure of measures) show(measure, stick);
  }
} finally {
  await rm(bundles, { recursive: true, force: true });
}
for (const bar of broken) console.error(`broken: ${bar}`);
process.exitCode = check && broken.length > 0 ? 1 : 0;
