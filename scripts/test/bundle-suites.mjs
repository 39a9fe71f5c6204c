// jest's globalSetup: one bundle of every suite of this run with all that they import, built once by esbuild.
// The modules of src and of the packages cost more than the tests do, so a worker evaluates each once for all suites,
// when the first asks for it: suites share what a module keeps. jest's own runner would evaluate them for every suite.
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Below node_modules, so that packages outside the bundle are found from it.
const cache = join(root, 'node_modules', '.cache');

/** Programs that find their own files on disk. */
const OUTSIDE = ['emulate', 'esbuild', 'playwright-core'];

// Bundled CommonJS calls require(); an ES module has none of its own.
const banner = `import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);`;

export default async function bundleSuites({ testPathPatterns }) {
  const selection = testPathPatterns.toExecutor({ rootDir: root });
  const suites = (await readdir(join(root, 'test'), { recursive: true }))
    .map((name) => join(root, 'test', name))
    .filter((file) => file.endsWith('.test.ts') && selection.isMatch(file))
    .sort();
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'suites-'));
  const outfile = join(folder, 'suites.mjs');
  // esbuild is a program of Go: it has a fifth more to do where it collects its garbage as often as by default.
  process.env.GOGC ??= '400';
  await build({
    absWorkingDir: root,
    stdin: { contents: entry(suites), resolveDir: root, sourcefile: 'suites.mjs' },
    plugins: [{ name: 'each module keeps its own import.meta.url', setup: withOwnUrl }],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: OUTSIDE,
    alias: { '@jest/globals': join(root, 'scripts/test/jest-globals.mjs') },
    banner: { js: banner },
    minifyWhitespace: true,
    minifySyntax: true,
    // A third of the time of the bundle, for stacks that Node reads through it only when it is asked to.
    sourcemap: process.env.NODE_OPTIONS?.includes('--enable-source-maps') === true && 'linked',
    legalComments: 'none',
    logLevel: 'warning',
  });
  process.env.ROLEKEEPER_SUITES = outfile;
  for (const file of suites) writeFileSync(bundledSuite(file), suiteModule(relative(root, file)));
}

/** The module that is imported to run a suite; of this run, so after the bundle is built. */
export function bundledSuite(file) {
  const name = relative(root, file).replaceAll('/', '_').replace(/\.ts$/, '.mjs');
  return join(dirname(process.env.ROLEKEEPER_SUITES), name);
}

function suiteModule(name) {
  return [
    `import { watchSuite } from ${JSON.stringify(new URL('watch-suite.mjs', import.meta.url).href)};`,
    `import { suites } from './suites.mjs';`,
    `watchSuite(${JSON.stringify(name)});`,
    `await suites[${JSON.stringify(name)}]();`,
  ].join('\n');
}

/** `import()` without splitting: the module stays in the bundle, and is evaluated when it is called. */
function entry(suites) {
  const members = suites.map((file) => {
    const name = JSON.stringify(relative(root, file));
    return `  ${name}: () => import(${JSON.stringify(file)}),`;
  });
  return ['export const suites = {', ...members, '};'].join('\n');
}

function withOwnUrl({ onLoad }) {
  onLoad({ filter: /\/(?:src|test)\/.*\.ts$|\/scripts\/.*\.mjs$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8');
    if (!text.includes('import.meta.url')) return undefined;
    const url = JSON.stringify(pathToFileURL(path).href);
    const contents = text.replaceAll('import.meta.url', url);
    return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
  });
}
